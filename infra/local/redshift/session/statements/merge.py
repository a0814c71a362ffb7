"""MERGE: matched rows updated or deleted, others inserted.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import SYNTAX_ERROR, RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.parse import parse_sql
from ...translation.query import probe_change, translate_change
from ...translation.scan import StatementText
from ..descriptions import Column
from ..names import resolve
from ..result import Result
from .assignment import require_assignable
from .defaults import require_settable
from .handler import Handler, Values
from .literals import is_plain
from .matches import require_single_matches
from .remove_duplicates import insert_unmatched, overwrite_matched
from .write import fit, open_for_writing, run_change

if TYPE_CHECKING:
    from ..session import Session

_SIMPLIFIED = re.compile(r"\bREMOVE\s+DUPLICATES\s*$", re.IGNORECASE)
# So that sqlglot can read a MERGE that has no WHEN of its own.
_ANY_WHEN = "WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1)"


class Merge(Handler):
    """A source with two rows for one target row is an error, as in Redshift."""

    def run(self, session: Session, statement: StatementText, values: Values) -> Result:
        """Merge and count."""
        simplified = _SIMPLIFIED.search(statement.sql) is not None
        tree = parse_sql(_SIMPLIFIED.sub(_ANY_WHEN, statement.sql), values)
        if not isinstance(tree, exp.Merge):
            raise RedshiftError(SYNTAX_ERROR, "syntax error in MERGE")
        _read_inserts(tree)
        _check(session, tree)
        if simplified:
            tree.set("whens", exp.Whens(expressions=[]))
        context = session.make_context()
        target = tree.this.copy()
        translate_change(tree, context)
        relation = open_for_writing(session, target, context, *_privileges(tree, simplified))
        columns = session.descriptions.columns_of(relation)
        require_single_matches(session, tree)
        if simplified:
            changed = session.transaction.change_rows(
                relation, lambda: overwrite_matched(session, tree, columns)
            )
            return Result(f"MERGE {changed + insert_unmatched(session, tree, columns)}")
        known = {column.name: column for column in columns}
        _require_types(session, tree, known)
        for when in tree.args["whens"].expressions:
            _fit_action(when.args["then"], known)
        return Result(f"MERGE {run_change(session, relation, generate_sql(tree))}")


def _read_inserts(tree: exp.Merge) -> None:
    """INSERT VALUES without columns, which sqlglot reads as a function named values."""
    for when in tree.args["whens"].expressions:
        action = when.args.get("then")
        listed = action.this if isinstance(action, exp.Insert) else None
        if isinstance(listed, exp.Tuple) and not action.expression and len(listed.expressions) == 1:
            call = listed.expressions[0]
            if isinstance(call, exp.Anonymous) and call.name.lower() == "values":
                action.set("this", None)
                action.set("expression", exp.Tuple(expressions=call.expressions))


def _check(session: Session, tree: exp.Merge) -> None:
    target, source = tree.this, tree.args["using"]
    if tree.args.get("with_"):
        raise not_supported("WITH in MERGE")
    if target.alias:
        raise RedshiftError(SYNTAX_ERROR, "syntax error: the target of MERGE takes no alias")
    if not isinstance(source, exp.Table):
        raise not_supported("a subquery as the source of MERGE")
    relation = resolve(session, source)
    if session.descriptions.kind_of(relation) in ("view", "late_binding_view"):
        raise not_supported("a view as the source of MERGE")
    if relation == resolve(session, target):
        raise not_supported("MERGE of a table with itself")
    _check_branches(tree)
    _check_super(tree, {target.name.lower(), source.alias_or_name.lower()})


def _check_branches(tree: exp.Merge) -> None:
    branches = [bool(when.args.get("matched")) for when in tree.args["whens"].expressions]
    if branches != [True, False]:
        raise RedshiftError(
            SYNTAX_ERROR,
            "syntax error: MERGE takes one WHEN MATCHED, then one WHEN NOT MATCHED",
        )


def _check_super(tree: exp.Merge, tables: set[str]) -> None:
    paths = [column for column in tree.find_all(exp.Column) if column.db]
    deep = [column for column in paths if column.table.lower() not in tables]
    if deep or tree.find(exp.Bracket):
        raise not_supported("Partial reference of SUPER column in MERGE statement")


def _privileges(tree: exp.Merge, simplified: bool) -> list[str]:
    """What MERGE needs beside SELECT; REMOVE DUPLICATES deletes and inserts."""
    if simplified:
        return ["insert", "delete"]
    kinds = (("insert", exp.Insert), ("update", exp.Update))
    actions = [when.args["then"] for when in tree.args["whens"].expressions]
    found = [name for name, kind in kinds if any(isinstance(a, kind) for a in actions)]
    deletes = any(not isinstance(a, (exp.Insert, exp.Update)) for a in actions)
    return [*found, *(["delete"] if deletes else [])]


def _require_types(session: Session, tree: exp.Merge, known: dict[str, Column]) -> None:
    """Raise 42804 for what is set to a value that its column does not take without a cast."""
    described = session.cursor.execute(f"DESCRIBE {generate_sql(probe_change(tree))}").fetchall()
    # ON comes first of all that is asked.
    for (name, value), (_, kind, *_) in zip(_set_values(tree, known), described[1:], strict=True):
        if name in known and not is_plain(value):
            require_assignable(known[name], kind)


def _set_values(tree: exp.Merge, known: dict[str, Column]) -> Iterator[tuple[str, exp.Expr]]:
    for when in tree.args["whens"].expressions:
        action = when.args["then"]
        if isinstance(action, exp.Update):
            yield from ((item.this.name, item.expression) for item in action.expressions)
        elif isinstance(action, exp.Insert):
            yield from zip(_names(action, known), action.expression.expressions, strict=False)


def _names(action: exp.Insert, known: dict[str, Column]) -> list[str]:
    """The columns that INSERT names; all of them where it names none."""
    return [c.name for c in action.this.expressions] if action.this else list(known)


def _fit_action(action: exp.Expr, known: dict[str, Column]) -> None:
    if isinstance(action, exp.Update):
        for item in action.expressions:
            name = item.this.name
            require_settable(known.get(name))
            item.set("this", exp.to_identifier(name, quoted=True))
            item.set("expression", fit(item.expression, known.get(name)))
    elif isinstance(action, exp.Insert):
        _fit_insert(action, known)


def _fit_insert(action: exp.Insert, known: dict[str, Column]) -> None:
    names = _names(action, known)
    items = action.expression.expressions
    if len(names) != len(items):
        raise RedshiftError(SYNTAX_ERROR, "INSERT of MERGE has other columns than values")
    for name in names:
        require_settable(known.get(name))
    fitted = [fit(v.copy(), known.get(n)) for n, v in zip(names, items, strict=True)]
    columns = [exp.to_identifier(name, quoted=True) for name in names]
    action.set("this", exp.Tuple(expressions=columns))
    action.set("expression", exp.Tuple(expressions=fitted))
