"""The rows of pg_get_late_binding_view_cols() in the place where a query names it."""

from collections.abc import Iterator, Mapping, Sequence

import sqlglot
from sqlglot import exp

# schema, view, column, type as format_type shows it, position from 1
LateBindingColumn = tuple[str, str, str, str, int]
_NAMES = ("view_schema", "view_name", "col_name", "col_type", "col_num")
_KINDS = ("VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "INTEGER")


def columns_query(columns: Sequence[LateBindingColumn], table: exp.Table) -> exp.Expr:
    """A query of the columns under the names that the query gives them.

    Those that its WHERE rules out by a schema's or a view's name are left out: dbt asks for one
    view's with each table that it makes, and a text of all of them is long to translate.
    """
    alias = table.args.get("alias")
    given = [column.name for column in alias.columns] if alias else []
    names = given or _NAMES
    asked = dict(_asked(table))
    wanted = [row for row in columns if _may_pass(row, names, asked)]
    shown = ", ".join(map(_row, wanted)) or f"({', '.join(['NULL'] * len(_KINDS))})"
    places = [f"c{i}" for i in range(len(_KINDS))]
    cast = ", ".join(
        f'CAST({place} AS {kind}) AS "{name}"'
        for place, kind, name in zip(places, _KINDS, names, strict=True)
    )
    query = f"SELECT {cast} FROM (VALUES {shown}) AS told({', '.join(places)})"
    return sqlglot.parse_one(query + ("" if wanted else " LIMIT 0"), read="duckdb")


def _may_pass(row: LateBindingColumn, names: Sequence[str], asked: Mapping[str, str]) -> bool:
    return all(
        asked.get(name.lower(), text).rstrip(" ") == text.rstrip(" ")
        for name, text in zip(names, row[:2], strict=False)
    )


def _asked(table: exp.Table) -> Iterator[tuple[str, str]]:
    """Columns that the query wants to be equal to a text, where they can be of no other table."""
    select = table.find_ancestor(exp.Select)
    where = select.args.get("where") if select is not None else None
    if select is None or where is None or select.args.get("joins"):
        return
    for condition in where.this.flatten() if isinstance(where.this, exp.And) else [where.this]:
        column, text = condition.args.get("this"), condition.args.get("expression")
        if not (isinstance(condition, exp.EQ) and isinstance(column, exp.Column)):
            continue
        if isinstance(text, exp.Literal) and text.is_string:
            yield column.name.lower(), text.name


def _row(row: LateBindingColumn) -> str:
    return "(" + ", ".join(map(_literal, row)) + ")"


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
