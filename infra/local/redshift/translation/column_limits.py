"""Queries of users who may read some columns of a relation only.

The query is bound once more with the relation in the shape that the user may see: if that fails
and the query itself does not, it reads what it must not.
Source: https://docs.aws.amazon.com/redshift/latest/dg/r_GRANT-usage-notes.html
"""

from sqlglot import exp

from ..errors import RedshiftError
from .context import Context, Relation
from .generate import generate_sql


def require_columns(query: exp.Expr, context: Context) -> None:
    """Raise 42501 where a translated query reads a column that is not granted."""
    for relation, columns in context.limited.items():
        tables = [t for t in query.find_all(exp.Table) if _is(t, relation, context)]
        if any(_is_starred(table) for table in tables):
            raise _denied(relation)
        narrowed = _narrowed(query, relation, columns, context)
        if _fails(narrowed, context) and not _fails(generate_sql(query), context):
            raise _denied(relation)


def _fails(sql: str, context: Context) -> bool:
    return bool(context.catalog.plan(sql).get("error"))


def _denied(relation: Relation) -> RedshiftError:
    return RedshiftError("42501", f"permission denied for relation {relation[1]}")


def _is(table: exp.Table, relation: Relation, context: Context) -> bool:
    schemas = (table.db,) if table.db else context.search_path
    return table.name == relation[1] and relation[0] in schemas


def _is_starred(table: exp.Table) -> bool:
    """Whether a SELECT over the table asks for all of its columns."""
    select = table.find_ancestor(exp.Select)
    for projection in select.expressions if select is not None else []:
        if isinstance(projection, exp.Star):
            return True
        is_star = isinstance(projection, exp.Column) and isinstance(projection.this, exp.Star)
        if is_star and projection.table == table.alias_or_name:
            return True
    return False


def _narrowed(
    query: exp.Expr, relation: Relation, columns: frozenset[str], context: Context
) -> str:
    narrowed = query.copy()
    for table in list(narrowed.find_all(exp.Table)):
        if not _is(table, relation, context):
            continue
        seen = exp.select(*(exp.column(c, quoted=True) for c in sorted(columns)))
        seen.set("from_", exp.From(this=exp.table_(table.name, table.db or None, quoted=True)))
        alias = exp.TableAlias(this=exp.to_identifier(table.alias_or_name, quoted=True))
        subquery = exp.Subquery(this=seen, alias=alias)
        for key in ("joins", "laterals", "pivots"):
            subquery.set(key, table.args.get(key))
        table.replace(subquery)
    return generate_sql(narrowed)
