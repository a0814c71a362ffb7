"""Types as RowDescription tells them: identifiers and modifiers of PostgreSQL's catalog."""

from .case import Type

BOOLEAN = Type(16)
BIGINT = Type(20)
SMALLINT = Type(21)
INTEGER = Type(23)
OID = Type(26)
REAL = Type(700)
DOUBLE = Type(701)
UNKNOWN = Type(705)
CHAR = Type(1042)
VARCHAR = Type(1043)
DATE = Type(1082)
TIME = Type(1083)
TIMESTAMP = Type(1114)
TIMESTAMPTZ = Type(1184)
INTERVAL = Type(1186)
TIMETZ = Type(1266)
NUMERIC = Type(1700)
SUPER = Type(4000)
VARBYTE = Type(6551)


def numeric(precision: int, scale: int) -> Type:
    """NUMERIC(precision, scale)."""
    return Type(1700, (precision << 16 | scale) + 4)


def varchar(length: int) -> Type:
    """VARCHAR of `length` bytes."""
    return Type(1043, length + 4)


def char(length: int) -> Type:
    """CHAR of `length` bytes."""
    return Type(1042, length + 4)
