"""Points a query's catalog names at the catalog's views and macros.

A catalog name that is not built is refused by name: an empty or invented answer would be wrong.
"""

import re
from collections.abc import Callable, Sequence

import duckdb
import sqlglot
from sqlglot import exp

from infra.local.redshift.catalog import index_views, layout, psql_views
from infra.local.redshift.catalog.functions import FUNCTIONS
from infra.local.redshift.catalog.install import FACTS_READ, VIEWS
from infra.local.redshift.catalog.late_binding_query import LateBindingColumn, columns_query
from infra.local.redshift.catalog.server_facts import Rows, tell_facts
from infra.local.redshift.catalog.table_info import table_info_query
from infra.local.redshift.errors import not_supported

_SYSTEM_NAME = re.compile(r"(pg|svv|svl|stl|stv|sys|svcs)_\w+")
# Most casts are to these: told from the catalog's types without writing them as text.
_NO_CATALOG_TYPES = {
    exp.DType.TEXT, exp.DType.DECIMAL, exp.DType.INT, exp.DType.BIGINT, exp.DType.DOUBLE,
    exp.DType.BOOLEAN, exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.VARIANT, exp.DType.SUPER,
}  # fmt: skip
_LATE_BINDING = "pg_get_late_binding_view_cols"


def rewrite_catalog_names(
    tree: exp.Expr,
    connection: duckdb.DuckDBPyConnection,
    late_binding_columns: Callable[[], Sequence[LateBindingColumn]] = tuple,
    facts: Callable[[str], Rows] | None = None,
    for_psql: bool = False,
) -> exp.Expr:
    """The tree with catalog relations, functions and casts replaced; changed in place.

    `late_binding_columns` is asked only by queries of pg_get_late_binding_view_cols(), `facts`
    only for those that a view reads: without it they stay as they were told. Raises RedshiftError
    (0A000) for a catalog name that is not built.
    """
    local = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
    tables = list(tree.find_all(exp.Table))
    variants = _choose_variants(tables, for_psql)
    for table in tables:
        if isinstance(table.this, exp.Identifier):
            view = _rewrite_table(table, local, connection, variants)
            _tell(view, connection, facts)
        elif table.this.name.lower() == _LATE_BINDING:
            _put(table, columns_query(late_binding_columns(), table))
    for kind, rewrite in _NODES.items():
        for node in list(tree.find_all(kind)):
            rewrite(node)
    return tree


def _tell(
    view: str, connection: duckdb.DuckDBPyConnection, facts: Callable[[str], Rows] | None
) -> None:
    if facts is not None:
        for fact in FACTS_READ.get(view, ()):
            tell_facts(connection, fact, facts(fact))


def _choose_variants(tables: list[exp.Table], for_psql: bool) -> tuple[str, str]:
    """What stands before and after a view's name, where the query needs more than most do."""
    if for_psql:
        return psql_views.PREFIX, ""
    indexed = any(table.name.lower() == "pg_index" for table in tables)
    return "", index_views.SUFFIX if indexed else ""


def _rewrite_table(
    table: exp.Table,
    local: set[str],
    connection: duckdb.DuckDBPyConnection,
    variants: tuple[str, str],
) -> str:
    """Point a table at its view; the view's name, empty for what is none of the catalog's."""
    name, schema = table.name.lower(), table.db.lower()
    if schema == "information_schema":
        view = f"information_schema_{name}"
    elif schema == "pg_catalog" or (
        not schema and name not in local and _SYSTEM_NAME.fullmatch(name)
    ):
        view = name
    else:
        return ""
    if view == "svv_table_info":
        _put(table, sqlglot.parse_one(table_info_query(connection), read="duckdb"))
        return view
    variant = variants[0] + view + variants[1]
    view = variant if variant in VIEWS else view
    if view not in VIEWS:
        raise not_supported(f"{schema or 'pg_catalog'}.{name}")
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    table.set("this", exp.to_identifier(view))
    table.set("db", exp.to_identifier(layout.CATALOG_SCHEMA))
    table.set("catalog", None)
    return view


def _put(table: exp.Table, query: exp.Expr) -> None:
    """A subquery in the table's place, with its alias and joins."""
    alias = exp.TableAlias(this=exp.to_identifier(table.alias or table.name))
    subquery = exp.Subquery(this=query, alias=alias)
    for key in ("joins", "laterals", "pivots"):
        if table.args.get(key):
            subquery.set(key, table.args[key])
    table.replace(subquery)


def _rewrite_any(comparison: exp.EQ) -> None:
    """`x = ANY(array)`: arrays exist in the catalog only, and there it means membership."""
    right = comparison.expression
    if isinstance(right, exp.Any) and not isinstance(right.this.unnest(), exp.Query):
        comparison.replace(_call("is_among", [comparison.this, right.this.unnest()]))


def _rewrite_operator(operator: exp.Operator) -> None:
    """`x OPERATOR(pg_catalog.~) 'y' COLLATE pg_catalog.default`, as psql matches names."""
    pattern = operator.expression
    if isinstance(pattern, exp.Collate):
        pattern = pattern.this
    if str(operator.args["operator"]).lower() != "pg_catalog.~":
        raise not_supported(f"OPERATOR({operator.args['operator']})")
    operator.replace(exp.RegexpLike(this=operator.this, expression=pattern))


def _rewrite_cast(cast: exp.Cast) -> None:
    if isinstance(cast.to, exp.DataType) and cast.to.this in _NO_CATALOG_TYPES:
        return
    kind = cast.to.sql(dialect="redshift").strip('"').lower()
    if kind == "regclass":
        is_text = isinstance(cast.this, exp.Literal) and cast.this.is_string
        cast.replace(_call("regclass_oid" if is_text else "regclass_name", [cast.this]))
    elif kind == "regtype":
        is_text = isinstance(cast.this, exp.Literal) and cast.this.is_string
        cast.replace(_call("regtype_oid" if is_text else "regtype_name", [cast.this]))
    elif kind == "oid":
        cast.set("to", exp.DataType.build("bigint"))
    elif cast.to.is_type(exp.DType.VARCHAR) and _is_ours(cast.this):
        # The catalog's texts are short; cutting them would need the text more than once.
        cast.set("to", exp.DataType.build("varchar"))
    elif kind in ("name", "char") and cast.to.this != exp.DType.CHAR:
        cast.set("to", exp.DataType.build("varchar"))


def _rewrite_array(array: exp.Array) -> None:
    """`ARRAY(SELECT …)`, which would else be written as a list of one query."""
    if any(isinstance(item, exp.Query) for item in array.expressions):
        if not any(table.db == layout.CATALOG_SCHEMA for table in array.find_all(exp.Table)):
            raise not_supported("ARRAY(SELECT …)")
        array.replace(exp.Anonymous(this="ARRAY", expressions=array.expressions))


def _rewrite_call(call: exp.Anonymous) -> None:
    name = call.name.lower()
    qualified = isinstance(call.parent, exp.Dot) and call.parent.this.name.lower() == "pg_catalog"
    node: exp.Expr = call.parent if qualified and call.parent else call
    if name in FUNCTIONS:
        replacement: exp.Expr = _call(FUNCTIONS[name], call.expressions)
    elif qualified:
        replacement = exp.func(name, *call.expressions, dialect="redshift")
    else:
        return
    outer = node.parent
    bracket = outer.parent if isinstance(outer, exp.Paren) else outer
    if isinstance(bracket, exp.Bracket):
        # An array of PostgreSQL counts from 1, not from 0 as a SUPER array does.
        position = bracket.expressions[0]
        bracket.replace(_call("array_item", [replacement, position]))
        return
    node.replace(replacement)


def _is_ours(node: exp.Expr) -> bool:
    return isinstance(node, exp.Dot) and node.this.name == layout.CATALOG_SCHEMA


def _call(name: str, arguments: list[exp.Expr]) -> exp.Expr:
    schema = exp.to_identifier(layout.CATALOG_SCHEMA)
    return exp.Dot(this=schema, expression=exp.Anonymous(this=name, expressions=arguments))


# Calls first: what the others put in their place are calls that need no further look.
_NODES: dict[type[exp.Expr], Callable[..., None]] = {
    exp.Anonymous: _rewrite_call,
    exp.EQ: _rewrite_any,
    exp.Cast: _rewrite_cast,
    exp.Operator: _rewrite_operator,
    exp.Array: _rewrite_array,
}
