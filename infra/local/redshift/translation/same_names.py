"""Columns of one name in a table made by a query: whoever names one of them must be refused.

DuckDB gives the later ones other names and answers with the first.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_FROM_clause30.html
"""

from collections.abc import Iterator

from sqlglot import exp

from ..catalog import CATALOG_SCHEMA
from ..errors import RedshiftError, not_supported
from .column_names import ColumnNames
from .context import Context
from .generate import generate_sql
from .set_operations import in_scope, leaves

_AMBIGUOUS = "42702"


def check_same_names(tree: exp.Expr, context: Context) -> None:
    """Raise 42702 for a name that is ambiguous, 0A000 for a star over such columns."""
    if any(table.db == CATALOG_SCHEMA for table in tree.find_all(exp.Table)):
        return
    names = ColumnNames(context)
    for query, alias, readers in list(_made_tables(tree)):
        repeated = _repeated(query, names, context)
        for reader in readers if repeated else ():
            _check(reader, alias, repeated)


def _made_tables(tree: exp.Expr) -> Iterator[tuple[exp.Expr, str, list[exp.Select]]]:
    """Each query in FROM or WITH, its name, and the queries that read it."""
    for subquery in tree.find_all(exp.Subquery):
        alias = subquery.args.get("alias")
        columns = alias.columns if isinstance(alias, exp.TableAlias) else []
        reader = subquery.find_ancestor(exp.Select)
        if isinstance(subquery.parent, (exp.From, exp.Join)) and reader and not columns:
            yield subquery.this, subquery.alias, [reader]
    for cte in tree.find_all(exp.CTE):
        if not cte.args["alias"].columns:
            reading = [t for t in tree.find_all(exp.Table) if not t.db and t.name == cte.alias]
            for table in reading:
                reader = table.find_ancestor(exp.Select)
                if reader is not None:
                    yield cte.this, table.alias_or_name, [reader]


def _repeated(query: exp.Expr, known: ColumnNames, context: Context) -> set[str]:
    select = next(iter(leaves(query)), None) if isinstance(query, exp.SetOperation) else query
    if not isinstance(select, exp.Select):
        return set()
    names = [item.alias_or_name for item in select.expressions]
    if any(item.is_star for item in select.expressions):
        if len(names) == 1 and not select.args.get("joins"):
            return set()
        names = known.of_query(select) or _ask(select, context)
    return {name for name in names if names.count(name) > 1}


def _ask(select: exp.Select, context: Context) -> list[str]:
    try:
        return [n for n, _ in context.catalog.columns(generate_sql(in_scope(select, select)))]
    except RedshiftError:
        return []


def _check(reader: exp.Select, alias: str, repeated: set[str]) -> None:
    for column in reader.find_all(exp.Column):
        if column.name in repeated and column.table in ("", alias) and _is_of(column, reader):
            message = f'column reference "{column.name}" is ambiguous'
            raise RedshiftError(_AMBIGUOUS, message)
    stars = [item for item in reader.expressions if item.is_star]
    spread = any(star.text("table") in ("", alias) for star in stars)
    if spread and not isinstance(reader.parent, exp.Exists):
        raise not_supported(f"* over several columns of the name {sorted(repeated)[0]}")


def _is_of(column: exp.Column, reader: exp.Select) -> bool:
    return column.find_ancestor(exp.Select) is reader
