"""MERGE … REMOVE DUPLICATES: the source's rows take the place of the target's that they match.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_MERGE.html (simplified mode)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from ...errors import RedshiftError, not_supported
from ...translation.generate import generate_sql
from ...translation.trailing_blanks import with_blanks
from ..descriptions import Column
from .assignment import require_assignable
from .defaults import require_settable
from .write import fit, run_count

if TYPE_CHECKING:
    from ..session import Session


def overwrite_matched(session: Session, tree: exp.Merge, columns: list[Column]) -> int:
    """Keep one of the target's rows for each matching source row, with the source's values."""
    source = tree.args["using"]
    names = _source_names(session, source, columns)
    _require_same_keys(tree, [c.name for c in columns], names)
    target, on = generate_sql(tree.this), generate_sql(tree.args["on"])
    alias, rowid = source.alias_or_name, f'"{tree.this.name}".rowid'
    kept = (
        f"SELECT min({rowid}) FROM {target}, {generate_sql(source)} WHERE {on} "
        f'GROUP BY "{alias}".rowid'
    )
    run_count(
        session,
        f"DELETE FROM {target} USING {generate_sql(source)} WHERE ({on}) "
        f"AND {rowid} NOT IN ({kept})",
    )
    pairs = zip(columns, names, strict=True)
    changes = ", ".join(f'"{c.name}" = {_value(c, name, alias)}' for c, name in pairs)
    sql = f"UPDATE {target} SET {changes} FROM {generate_sql(source)} WHERE {on}"
    return run_count(session, sql)


def insert_unmatched(session: Session, tree: exp.Merge, columns: list[Column]) -> int:
    """Insert the source's rows that no row of the target matches."""
    source = tree.args["using"]
    alias = source.alias_or_name
    names = _source_names(session, source, columns)
    values = ", ".join(_value(c, n, alias) for c, n in zip(columns, names, strict=True))
    listed = ", ".join(f'"{c.name}"' for c in columns)
    target, on = generate_sql(tree.this), generate_sql(tree.args["on"])
    return run_count(
        session,
        f"INSERT INTO {target} ({listed}) SELECT {values} FROM {generate_sql(source)} "
        f"WHERE NOT EXISTS (SELECT 1 FROM {target} WHERE {on})",
    )


def _require_same_keys(tree: exp.Merge, ours: list[str], theirs: list[str]) -> None:
    """Rows must match after they took the source's values too: on columns of the same place."""
    target, source = tree.this.name, tree.args["using"].alias_or_name
    on, pairs = tree.args["on"].unnest(), list(zip(ours, theirs, strict=True))
    for part in on.flatten() if isinstance(on, exp.And) else [on]:
        compared = [part.this, part.expression] if isinstance(part, exp.EQ) else []
        sides = [with_blanks(side) for side in compared]
        place = {side.table: side.name for side in sides if isinstance(side, exp.Column)}
        if (place.get(target), place.get(source)) not in pairs:
            raise not_supported("MERGE … REMOVE DUPLICATES on other than equal columns")


def _value(column: Column, name: str, alias: str) -> str:
    return generate_sql(fit(exp.column(name, table=alias, quoted=True), column))


def _source_names(session: Session, source: exp.Expr, columns: list[Column]) -> list[str]:
    """The source's columns; raises unless there is one for each of the target's, of its type."""
    rows = session.cursor.execute(f"DESCRIBE SELECT * FROM {generate_sql(source)}").fetchall()
    if len(rows) != len(columns):
        raise RedshiftError(
            "42601", "MERGE … REMOVE DUPLICATES needs a source with the target's columns"
        )
    for column, (_, kind, *_) in zip(columns, rows, strict=True):
        require_settable(column)
        require_assignable(column, kind)
    return [str(row[0]) for row in rows]
