"""Types as a CREATE TABLE declares them: Redshift's name, identifiers, length; DuckDB's type."""

import re
from dataclasses import dataclass

from sqlglot import exp

from ..errors import RedshiftError, not_supported
from .fields import numeric_modifier

DEFAULT_LENGTH = 256
LONGEST = 65535


@dataclass(frozen=True)
class DeclaredType:
    """`text` as format_type() shows it; `byte_length` only for character types."""

    text: str
    oid: int
    duckdb: str
    modifier: int = -1
    byte_length: int | None = None


_SIMPLE = {
    exp.DType.BOOLEAN: DeclaredType("boolean", 16, "BOOLEAN"),
    exp.DType.SMALLINT: DeclaredType("smallint", 21, "SMALLINT"),
    exp.DType.INT: DeclaredType("integer", 23, "INTEGER"),
    exp.DType.BIGINT: DeclaredType("bigint", 20, "BIGINT"),
    exp.DType.FLOAT: DeclaredType("real", 700, "FLOAT"),
    exp.DType.DOUBLE: DeclaredType("double precision", 701, "DOUBLE"),
    exp.DType.DATE: DeclaredType("date", 1082, "DATE"),
    exp.DType.TIME: DeclaredType("time without time zone", 1083, "TIME"),
    exp.DType.TIMESTAMP: DeclaredType("timestamp without time zone", 1114, "TIMESTAMP"),
    exp.DType.TIMESTAMPTZ: DeclaredType("timestamp with time zone", 1184, "TIMESTAMPTZ"),
    exp.DType.SUPER: DeclaredType("super", 4000, "VARIANT"),
}
_TEXTS = {exp.DType.VARCHAR, exp.DType.NVARCHAR, exp.DType.TEXT}


def character_varying(length: int) -> DeclaredType:
    """VARCHAR of `length` bytes."""
    if not 0 < length <= LONGEST:
        raise RedshiftError("22023", f"length for type character varying is 1 to {LONGEST}")
    return DeclaredType(f"character varying({length})", 1043, "VARCHAR", length + 4, length)


def numeric(precision: int, scale: int) -> DeclaredType:
    """NUMERIC(precision, scale)."""
    if not (0 < precision <= 38 and 0 <= scale <= min(precision, 37)):
        raise RedshiftError("22023", f"NUMERIC({precision},{scale}) is out of range")
    text = f"numeric({precision},{scale})"
    modifier = numeric_modifier(precision, scale)
    return DeclaredType(text, 1700, f"DECIMAL({precision},{scale})", modifier)


def declare_type(kind: exp.Expr) -> DeclaredType:
    """The type of a column definition; raises 0A000 for those that are not built."""
    if not isinstance(kind, exp.DataType):
        raise not_supported(f"type {kind.sql()}")
    # VARCHAR(MAX) is as long as one can be.
    is_longest = kind.this in _TEXTS and [p.name.upper() for p in kind.expressions] == ["MAX"]
    sizes = [LONGEST] if is_longest else [int(p.name) for p in kind.expressions]
    if kind.this in _TEXTS:
        if sizes and kind.this == exp.DType.TEXT:
            return character_varying(sizes[0])
        return character_varying(sizes[0] if sizes else DEFAULT_LENGTH)
    if kind.this == exp.DType.DECIMAL:
        return numeric(*(sizes + [18, 0][len(sizes) :])[:2])
    if kind.this in _SIMPLE and not sizes:
        return _SIMPLE[kind.this]
    raise not_supported(f"type {kind.sql(dialect='redshift')}")


def declare_duckdb_type(name: str) -> DeclaredType:
    """The type of a column that came of a query: VARCHAR at its longest."""
    decimal = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", name)
    if decimal:
        return numeric(*map(int, decimal.groups()))
    if name in ("VARCHAR", "JSON", '"NULL"', "UUID"):
        return character_varying(LONGEST)
    known = {t.duckdb: t for t in _SIMPLE.values()}
    known |= {"TIMESTAMP WITH TIME ZONE": known["TIMESTAMPTZ"], "HUGEINT": numeric(38, 0)}
    known |= {"TINYINT": known["SMALLINT"], "UBIGINT": numeric(38, 0)}
    if name not in known:
        raise not_supported(f"a column of type {name}")
    return known[name]
