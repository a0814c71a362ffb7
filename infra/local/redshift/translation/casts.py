"""Casts: which types there are, characters cut by bytes, text of numbers as Redshift writes it."""

from sqlglot import exp

from ..errors import RedshiftError, not_supported
from .build import call, duckdb_type

_BY_MACRO = {
    exp.DType.BOOLEAN: "cast_boolean",
    exp.DType.SMALLINT: "cast_smallint",
    exp.DType.INT: "cast_integer",
    exp.DType.BIGINT: "cast_bigint",
    exp.DType.FLOAT: "cast_real",
    exp.DType.DOUBLE: "cast_double",
    exp.DType.DATE: "cast_date",
    exp.DType.TIMESTAMP: "cast_timestamp",
    exp.DType.TIMESTAMPTZ: "cast_timestamptz",
}
_PLAIN = {*_BY_MACRO, exp.DType.TIME, exp.DType.TIMETZ, exp.DType.INTERVAL}
_TEXT = {exp.DType.VARCHAR, exp.DType.NVARCHAR, exp.DType.TEXT}
_KNOWN = {*_PLAIN, *_TEXT, exp.DType.DECIMAL, exp.DType.SUPER}


def translate_cast(node: exp.Cast) -> exp.Expr:
    """A cast to DuckDB's type; raises 0A000 for a type that is not built."""
    kind = node.to
    known = isinstance(kind, exp.DataType) and kind.this in _KNOWN
    if not known and _is_catalog_type(kind):
        return node
    if not isinstance(kind, exp.DataType):
        raise not_supported(f"a cast to {kind.sql(dialect='redshift')}")
    sizes = [parameter.name for parameter in kind.expressions]
    if kind.this in _TEXT:
        return _to_text(node, sizes)
    if kind.this == exp.DType.DECIMAL:
        precision, scale = (sizes + ["18", "0"][len(sizes) :])[:2]
        return _recast(node, f"DECIMAL({precision},{scale})")
    if kind.this == exp.DType.SUPER:
        return (
            call("cast_super", node.this) if _is_computed(node.this) else _recast(node, "VARIANT")
        )
    if kind.this == exp.DType.VARBINARY and not sizes:
        return call("bytes_of", node.this)
    if kind.this in _PLAIN and not sizes:
        return _to_plain(node)
    raise not_supported(f"a cast to {kind.sql(dialect='redshift')}")


def _to_plain(node: exp.Cast) -> exp.Expr:
    """By a macro, which knows what it casts; constants that DuckDB casts alike are left to it."""
    value = node.this
    macro = _BY_MACRO.get(node.to.this)
    plain = isinstance(value, exp.Null) or isinstance(value, exp.Literal) and not value.is_string
    if macro is None or plain or isinstance(node, exp.TryCast):
        return node
    return call(macro, value)


def _is_computed(value: exp.Expr) -> bool:
    return not isinstance(value, (exp.Literal, exp.Null, exp.Boolean))


def _is_catalog_type(kind: exp.Expr) -> bool:
    """Types of PostgreSQL's catalog, which the emulated catalog rewrites."""
    return kind.sql(dialect="redshift").strip('"').lower() in (
        "regclass",
        "regtype",
        "oid",
        "name",
    )


def _recast(node: exp.Cast, name: str) -> exp.Expr:
    return type(node)(this=node.this, to=duckdb_type(name))


def _to_text(node: exp.Cast, sizes: list[str]) -> exp.Expr:
    if isinstance(node.this, (exp.Null, exp.Literal)):
        text: exp.Expr = exp.Cast(this=node.this, to=duckdb_type("TEXT"))
    else:
        text = exp.Anonymous(this="to_text", expressions=[node.this])
    if not sizes or sizes[0].upper() == "MAX":
        return text
    if not sizes[0].isdigit():
        raise RedshiftError("42601", f"length of a character type: {sizes[0]}")
    return exp.Anonymous(this="cut_bytes", expressions=[text, exp.Literal.number(sizes[0])])
