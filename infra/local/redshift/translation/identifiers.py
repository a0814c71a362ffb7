"""Names as Redshift folds them, and the names of columns that the client did not name."""

from sqlglot import exp

from ..errors import not_supported
from .context import Context

_MOST_NAME_BYTES = 127


def fold_identifiers(tree: exp.Expr, context: Context) -> None:
    """Lower-case every name and quote it, so that DuckDB takes it as it stands.

    Redshift lower-cases quoted names too, unless enable_case_sensitive_identifier is on; case
    matters in the attributes of SUPER values only, since DuckDB ignores it everywhere else.
    """
    for identifier in tree.find_all(exp.Identifier):
        name = identifier.name
        kept = context.keeps_case and (identifier.quoted or not context.folds_unquoted)
        if not kept:
            name = name.lower()
        if len(name.encode()) > _MOST_NAME_BYTES and not identifier.find_ancestor(exp.Bracket):
            raise not_supported(f"an identifier of more than {_MOST_NAME_BYTES} bytes")
        identifier.set("this", name)
        identifier.set("quoted", True)


def name_projections(tree: exp.Expr) -> None:
    """Name every unnamed column of every SELECT as PostgreSQL does."""
    for select in list(tree.find_all(exp.Select)):
        if isinstance(select.parent, (exp.In, exp.Exists)):
            continue
        for projection in list(select.expressions):
            if not _has_name(projection):
                name = exp.to_identifier(_name_of(projection), quoted=True)
                alias = exp.Alias(this=projection.copy(), alias=name)
                projection.replace(alias)


def drop_qualifiers(tree: exp.Expr, context: Context) -> None:
    """`database.schema.table.column` without its database, `pg_catalog.f()` without its schema."""
    for dot in list(tree.find_all(exp.Dot)):
        if isinstance(dot.expression, exp.Func) and dot.this.name == "pg_catalog":
            dot.replace(dot.expression)
    for column in tree.find_all(exp.Column):
        if column.catalog and column.catalog.lower() == context.database.lower():
            column.set("catalog", None)
        if column.db in ("pg_catalog", "information_schema"):
            # The emulated catalog has its views elsewhere, under the same names.
            column.set("db", None)


def _has_name(projection: exp.Expr) -> bool:
    return isinstance(projection, (exp.Alias, exp.Column, exp.Star, exp.Aliases))


# sqlglot's classes of Redshift functions that go by another name than the client wrote.
_NAMES: dict[type[exp.Expr], str] = {
    exp.Coalesce: "coalesce",
    exp.GroupConcat: "listagg",
    exp.Extract: "date_part",
    exp.CurrentTimestamp: "getdate",
    exp.CurrentDate: "date",
    exp.Boolean: "bool",
    exp.Case: "case",
    exp.DecodeCase: "case",
    exp.ApproxDistinct: "count",
    exp.ExplodingGenerateSeries: "generate_series",
    exp.StrPosition: "position",
    exp.Trim: "btrim",
    exp.StddevSamp: "stddev_samp",
    exp.Stddev: "stddev_samp",
    exp.Variance: "var_samp",
    exp.LogicalAnd: "bool_and",
    exp.LogicalOr: "bool_or",
    exp.Substring: "substring",
}
# Functions that are another one's synonyms, and are shown under its name.
_CALLS = {
    "dateadd": "date_add",
    "datediff": "date_diff",
    "date_part": "pgdate_part",
    "isnull": "coalesce",
}
_WRAPPERS = (
    exp.Window,
    exp.WithinGroup,
    exp.IgnoreNulls,
    exp.RespectNulls,
    exp.Filter,
    exp.Paren,
    exp.AtTimeZone,
)


def _name_of(node: exp.Expr) -> str:
    while isinstance(node, (*_WRAPPERS, exp.Bracket)):
        node = node.this
    if type(node) in _NAMES:
        return _NAMES[type(node)]
    if isinstance(node, exp.Cast):
        inner = _name_of(node.this)
        return inner if inner != "?column?" else _type_name(node)
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Select):
        first = node.this.expressions[0]
        return str(first.alias_or_name) if _has_name(first) else _name_of(first)
    if isinstance(node, (exp.Column, exp.Dot, exp.Anonymous)):
        name = str(node.name)
        return _CALLS.get(name.lower(), name.lower()) if isinstance(node, exp.Anonymous) else name
    if isinstance(node, exp.Func) and not isinstance(node, exp.Binary):
        return str(node.sql_name().lower())
    return "?column?"


def _type_name(cast: exp.Cast) -> str:
    known = {"INT": "int4", "BIGINT": "int8", "SMALLINT": "int2", "BOOLEAN": "bool"}
    known |= {"DOUBLE": "float8", "FLOAT": "float4", "DECIMAL": "numeric", "TEXT": "text"}
    kind = cast.to.this
    name = kind.value if isinstance(kind, exp.DType) else str(kind)
    return known.get(name, name.lower())
