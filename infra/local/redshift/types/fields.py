"""The columns of a result: which Redshift type a DuckDB type travels as."""

import re
from dataclasses import dataclass

from ..errors import not_supported


@dataclass(frozen=True)
class WireType:
    """A type as clients know it; `size` is -1 where values differ in length."""

    name: str
    oid: int
    size: int


BOOLEAN = WireType("boolean", 16, 1)
BYTES = WireType("varbyte", 6551, -1)
BIGINT = WireType("bigint", 20, 8)
SMALLINT = WireType("smallint", 21, 2)
INTEGER = WireType("integer", 23, 4)
OID = WireType("oid", 26, 4)
REAL = WireType("real", 700, 4)
DOUBLE = WireType("double precision", 701, 8)
UNKNOWN = WireType("unknown", 705, -2)
SMALLINT_ARRAY = WireType("smallint[]", 1005, -1)
INTEGER_ARRAY = WireType("integer[]", 1007, -1)
TEXT_ARRAY = WireType("text[]", 1009, -1)
CHARACTER = WireType("character", 1042, -1)
VARCHAR = WireType("character varying", 1043, -1)
DATE = WireType("date", 1082, 4)
TIME = WireType("time without time zone", 1083, 8)
TIMESTAMP = WireType("timestamp without time zone", 1114, 8)
TIMESTAMPTZ = WireType("timestamp with time zone", 1184, 8)
INTERVAL = WireType("interval", 1186, 12)
NUMERIC = WireType("numeric", 1700, -1)
SUPER = WireType("super", 4000, -1)

_BY_DUCKDB_TYPE = {
    "BOOLEAN": BOOLEAN,
    "TINYINT": SMALLINT,
    "UTINYINT": SMALLINT,
    "SMALLINT": SMALLINT,
    "USMALLINT": INTEGER,
    "INTEGER": INTEGER,
    "UINTEGER": BIGINT,
    "BIGINT": BIGINT,
    "FLOAT": REAL,
    "DOUBLE": DOUBLE,
    "VARCHAR": VARCHAR,
    "UUID": VARCHAR,
    '"NULL"': UNKNOWN,
    "DATE": DATE,
    "TIME": TIME,
    "TIMESTAMP": TIMESTAMP,
    "TIMESTAMP_S": TIMESTAMP,
    "TIMESTAMP_MS": TIMESTAMP,
    "TIMESTAMP WITH TIME ZONE": TIMESTAMPTZ,
    "INTERVAL": INTERVAL,
    "VARIANT": SUPER,
    "JSON": VARCHAR,
    "BLOB": BYTES,
    "VARCHAR[]": TEXT_ARRAY,
    "SMALLINT[]": SMALLINT_ARRAY,
    "INTEGER[]": INTEGER_ARRAY,
}
_WHOLE_NUMBERS = {"HUGEINT", "UHUGEINT", "UBIGINT"}


@dataclass(frozen=True)
class Field:
    """A column of a result: its name, type and type modifier (PostgreSQL's atttypmod)."""

    name: str
    type: WireType
    modifier: int = -1


def describe_field(name: str, duckdb_type: str) -> Field:
    """The field for a column of DuckDB's; raises 0A000 for a type that Redshift has not."""
    found = _BY_DUCKDB_TYPE.get(duckdb_type)
    if found is not None:
        return Field(name, found)
    if duckdb_type in _WHOLE_NUMBERS:
        return Field(name, NUMERIC, numeric_modifier(38, 0))
    decimal = re.fullmatch(r"DECIMAL\((\d+),\s*(\d+)\)", duckdb_type)
    if decimal:
        return Field(name, NUMERIC, numeric_modifier(*map(int, decimal.groups())))
    if duckdb_type.endswith("[]") and duckdb_type.count("[") == 1:
        return Field(name, TEXT_ARRAY)
    raise not_supported(f'a result column "{name}" of type {duckdb_type}')


def numeric_modifier(precision: int, scale: int) -> int:
    """atttypmod of NUMERIC(precision, scale)."""
    return (precision << 16 | scale) + 4
