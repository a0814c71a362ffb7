"""What a GRANT, a REVOKE or an ALTER DEFAULT PRIVILEGES says.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html
"""

from dataclasses import dataclass, field

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from .access import RELATION_PRIVILEGES
from .words import Words

# Kind, name, WITH GRANT OPTION.
Grantee = tuple[str, str, bool]

ALLOWED = {
    "relation": RELATION_PRIVILEGES,
    "column": ("select", "update"),
    "schema": ("create", "usage"),
    "database": ("create", "temporary", "usage"),
    "function": ("execute",),
}
_MORE_OF_SCHEMA = ("alter", "drop")
_SPELLINGS = {"temp": "temporary"}
_REFUSED = ("DATASHARE", "PROCEDURE", "MODEL", "LANGUAGE", "LIBRARY", "COPY", "EXTERNAL",
            "INTEGRATION", "ROLE")  # fmt: skip


@dataclass(frozen=True)
class Named:
    """An object as it was written: parts of its name, and a function's argument types."""

    parts: tuple[str, ...]
    arguments: tuple[str, ...] | None = None


@dataclass
class Grant:
    """`kind` is that of the objects; `in_schemas` stands for all of the kind in schemas.

    `privileges` are pairs of a privilege and its columns, none for the whole object; an empty
    list is ALL, of the columns `all_columns` where there are any.
    """

    grants: bool
    option_only: bool
    privileges: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    all_columns: tuple[str, ...] = ()
    kind: str = "relation"
    names: list[Named] = field(default_factory=list)
    in_schemas: list[str] = field(default_factory=list)
    grantees: list[Grantee] = field(default_factory=list)
    cascade: bool = False

    def expanded(self) -> list[tuple[str, str, str | None]]:
        """Kind, privilege and column, one by one; raises 0LP01 for what the kind has not."""
        if not self.privileges and self.all_columns:
            self.privileges = [(p, self.all_columns) for p in ALLOWED["column"]]
        listed = self.privileges or [(p, ()) for p in ALLOWED[self.kind]]
        found: list[tuple[str, str, str | None]] = []
        for privilege, columns in listed:
            kind = "column" if columns else self.kind
            known = ALLOWED[kind] + (_MORE_OF_SCHEMA if kind == "schema" else ())
            if privilege not in known:
                raise RedshiftError("0LP01", f"invalid privilege type {privilege} for {kind}")
            found += [(kind, privilege, column) for column in columns or (None,)]
        return found


def read_grant(words: Words) -> Grant:
    """A whole GRANT or REVOKE."""
    grant = read_privileges(words)
    _read_objects(words, grant)
    read_grantees(words, grant)
    return grant


def read_privileges(words: Words) -> Grant:
    """GRANT or REVOKE with its privileges, and the ON behind them."""
    grants = words.word() == "GRANT"
    grant = Grant(grants, words.take("GRANT", "OPTION", "FOR"))
    if words.take("ALL"):
        words.take("PRIVILEGES")
        grant.all_columns = _columns(words)
    else:
        grant.privileges = [_privilege(words)]
        while words.take(","):
            grant.privileges.append(_privilege(words))
    if not words.take("ON"):
        raise not_supported("GRANT or REVOKE of a system permission, a policy or a scope")
    return grant


def _privilege(words: Words) -> tuple[str, tuple[str, ...]]:
    name = words.name()
    return _SPELLINGS.get(name, name), _columns(words)


def _columns(words: Words) -> tuple[str, ...]:
    if not words.take("("):
        return ()
    found = words.names()
    words.expect(")")
    return tuple(found)


def _read_objects(words: Words, grant: Grant) -> None:
    if words.take("ALL"):
        grant.kind = {"TABLES": "relation", "FUNCTIONS": "function"}.get(words.word(), "")
        if not grant.kind:
            raise not_supported("GRANT ON ALL of other kinds than TABLES and FUNCTIONS")
        words.expect("IN", "SCHEMA")
        grant.in_schemas = words.names()
        return
    if words.peek() in _REFUSED and words.peek(1) not in (".", ",", "TO", "FROM"):
        raise not_supported(f"GRANT or REVOKE ON {words.peek()}")
    for keyword, kind in (("TABLE", "relation"), ("SCHEMA", "schema"), ("DATABASE", "database"),
                          ("FUNCTION", "function")):  # fmt: skip
        if words.peek(1) not in (".", ",", "TO", "FROM") and words.take(keyword):
            grant.kind = kind
    grant.names = [_named(words, grant.kind)]
    while words.take(","):
        grant.names.append(_named(words, grant.kind))


def _named(words: Words, kind: str) -> Named:
    parts = [words.name()]
    while words.take("."):
        parts.append(words.name())
    return Named(tuple(parts), read_arguments(words) if kind == "function" else None)


def read_arguments(words: Words) -> tuple[str, ...]:
    """The argument types of a function in parentheses, each as it was written."""
    words.expect("(")
    found: list[str] = []
    depth = 1
    text: list[str] = []
    while depth:
        word = words.word()
        depth += {"(": 1, ")": -1}.get(word, 0)
        if (word == "," and depth == 1) or not depth:
            found += [" ".join(text).lower()] if text else []
            text = []
        else:
            text.append(word)
    return tuple(found)


def read_grantees(words: Words, grant: Grant) -> None:
    """TO or FROM whom, and the end of the statement."""
    words.expect("TO" if grant.grants else "FROM")
    grant.grantees = [_grantee(words)]
    while words.take(","):
        grant.grantees.append(_grantee(words))
    if not grant.grants and words.peek() in ("CASCADE", "RESTRICT"):
        grant.cascade = words.word() == "CASCADE"
    words.finish()


def _grantee(words: Words) -> Grantee:
    kind = "user"
    if words.peek() in ("GROUP", "ROLE", "USER") and words.peek(1) not in ("", ","):
        kind = words.word().lower()
    name = words.name()
    if name == "public" and kind == "user":
        kind = "public"
    option = words.take("WITH", "GRANT", "OPTION")
    if option and kind != "user":
        raise RedshiftError("0LP01", "grant options can only be granted to individual users")
    if words.peek() == ":":
        raise RedshiftError(SYNTAX_ERROR, "quote a name with a colon")
    return kind, name, option
