"""What is noted and changes no answer: COMMENT, GRANT, REVOKE; VACUUM and ANALYZE do nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.parse import parse_sql
from ...translation.scan import StatementText
from ..locks import Relation
from ..names import require, resolve
from ..result import Result
from .handler import Handler, Values

if TYPE_CHECKING:
    from ..session import Session

_GRANT = re.compile(
    r"(?P<verb>GRANT|REVOKE)\s+(?P<what>.+?)\s+ON\s+(?P<objects>.+?)\s+(?:TO|FROM)\s+(?P<whom>.+?)"
    r"(?P<option>\s+WITH\s+GRANT\s+OPTION)?(?:\s+CASCADE|\s+RESTRICT)?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_COMMENT = re.compile(r"\bIS\s+NULL\s*$", re.IGNORECASE)
_ALL_TABLES = re.compile(r"ALL\s+TABLES\s+IN\s+SCHEMA\s+(?P<schema>\S+)", re.IGNORECASE)
_ALL = ("select", "insert", "update", "delete", "references")


class Comment(Handler):
    """COMMENT ON TABLE, VIEW, COLUMN, SCHEMA."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Replace the comment; IS NULL removes it."""
        removed = _NO_COMMENT.search(statement.text)
        tree = parse_sql(_NO_COMMENT.sub("IS ''", statement.sql))
        if not isinstance(tree, exp.Comment):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in COMMENT")
        session.transaction.begin_work()
        place = _place(session, tree)
        session.descriptions.run(
            "DELETE FROM {}.comments WHERE schema_name IS NOT DISTINCT FROM ? AND relation_name "
            "IS NOT DISTINCT FROM ? AND column_name IS NOT DISTINCT FROM ?",
            [*place],
        )
        if not removed:
            text = tree.expression.name
            session.descriptions.run("INSERT INTO {}.comments VALUES (?, ?, ?, ?)", [*place, text])
        return Result("COMMENT")


def _place(session: Session, tree: exp.Comment) -> tuple[str, str | None, str | None]:
    kind, target = str(tree.args["kind"]).upper(), tree.this
    if kind in ("TABLE", "VIEW"):
        relation = resolve(session, target)
        require(session, relation)
        return *relation, None
    if kind == "COLUMN":
        parts = [part.name for part in target.parts]
        table = exp.Table(this=exp.to_identifier(parts[-2]))
        if len(parts) > 2:
            table.set("db", exp.to_identifier(parts[-3]))
        relation = resolve(session, table)
        require(session, relation)
        return *relation, parts[-1].lower()
    if kind == "SCHEMA":
        return target.name.lower(), None, None
    raise not_supported(f"COMMENT ON {kind}")


class Grant(Handler):
    """There is one user and all is allowed; privileges are kept to be shown."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Note or forget the privileges."""
        match = _GRANT.match(statement.text)
        if match is None:
            raise not_supported("this form of GRANT or REVOKE")
        session.transaction.begin_work()
        verb = match.group("verb").upper()
        for place in _objects(session, match.group("objects")):
            for privilege in _privileges(match.group("what")):
                for kind, grantee in _grantees(match.group("whom")):
                    _forget(session, place, privilege, grantee)
                    if verb == "GRANT":
                        _note(session, place, privilege, (kind, grantee), bool(match["option"]))
        return Result(verb)


def _objects(session: Session, text: str) -> list[tuple[str, str | None]]:
    everything = _ALL_TABLES.match(text)
    if everything:
        schema = everything.group("schema").strip('"').lower()
        return list(session.catalog.relations_of(schema))
    words = text.split(None, 1)
    if words[0].upper() == "SCHEMA":
        return [(name.strip().strip('"').lower(), None) for name in words[1].split(",")]
    if words[0].upper() in ("DATABASE", "FUNCTION", "PROCEDURE", "LANGUAGE", "MODEL"):
        return []
    names = words[1] if words[0].upper() == "TABLE" else text
    found: list[tuple[str, str | None]] = []
    for name in names.split(","):
        relation: Relation = resolve(session, exp.to_table(name.strip(), dialect="redshift"))
        require(session, relation)
        found.append(relation)
    return found


def _privileges(text: str) -> list[str]:
    words = text.lower().replace("privileges", "").strip()
    return list(_ALL) if words == "all" else [word.strip() for word in words.split(",")]


def _grantees(text: str) -> list[tuple[str, str]]:
    found = []
    for item in text.split(","):
        words = item.replace('"', "").lower().split()
        kind = words[0] if words[0] in ("group", "role", "user") and len(words) > 1 else "user"
        found.append(("public" if words[-1] == "public" else kind, words[-1]))
    return found


def _forget(session: Session, place: tuple[str, str | None], privilege: str, grantee: str) -> None:
    session.descriptions.run(
        "DELETE FROM {}.privileges WHERE schema_name = ? AND relation_name IS NOT DISTINCT FROM ? "
        "AND privilege = ? AND grantee = ?",
        [*place, privilege, grantee],
    )


def _note(
    session: Session,
    place: tuple[str, str | None],
    privilege: str,
    grantee: tuple[str, str],
    grantable: bool,
) -> None:
    session.descriptions.run(
        "INSERT INTO {}.privileges VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*place, privilege, grantee[1], grantee[0], session.shared.database.user, grantable],
    )


class DoNothing(Handler):
    """VACUUM and ANALYZE: DuckDB keeps its tables in order itself."""

    def __init__(self, tag: str) -> None:
        self._tag = tag

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Answer the tag."""
        if self._tag == "VACUUM" and session.status == "T":
            raise RedshiftError("25001", "VACUUM cannot run inside a transaction block")
        return Result(self._tag)
