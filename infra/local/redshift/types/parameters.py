"""Values of a Bind message to SQL literals, which take their type from where they stand."""

import datetime
import struct
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial

from sqlglot import exp

from ..errors import RedshiftError

_EPOCH = datetime.datetime(2000, 1, 1)
_WHOLE = {20: "!q", 21: "!h", 23: "!i", 26: "!I"}
_FRACTIONS = {700: "!f", 701: "!d"}
_MOMENTS = {1114: "TIMESTAMP", 1184: "TIMESTAMPTZ"}
_NAMES = {
    16: "BOOLEAN",
    20: "BIGINT",
    21: "SMALLINT",
    23: "INT",
    700: "REAL",
    701: "DOUBLE PRECISION",
    1082: "DATE",
    1114: "TIMESTAMP",
    1184: "TIMESTAMPTZ",
    1700: "DECIMAL(38,10)",
}


def typed_null(oid: int) -> exp.Expr:
    """A NULL of the parameter's type, to describe a statement before its values are known."""
    if oid not in _NAMES:
        return exp.Null()
    return exp.cast(exp.Null(), _NAMES[oid], dialect="redshift")


def make_literal(oid: int, form: int, value: bytes | None) -> exp.Expr:
    """The literal for a parameter's value; raises 22P02 or 22P03 where the bytes are no value."""
    if value is None:
        return typed_null(oid)
    try:
        return _binary(oid, value) if form == 1 else _text(oid, value.decode())
    except (ValueError, InvalidOperation) as error:
        raise RedshiftError("22P02", f"invalid value of a parameter: {error}") from error
    except struct.error as error:
        raise RedshiftError("22P03", f"incorrect binary data in a parameter: {error}") from error


def _binary(oid: int, value: bytes) -> exp.Expr:
    if oid == 16:
        return exp.Boolean(this=value != b"\0")
    if oid in _WHOLE:
        return _whole(oid, struct.unpack(_WHOLE[oid], value)[0])
    if oid in _FRACTIONS:
        return _double(repr(struct.unpack(_FRACTIONS[oid], value)[0]))
    if oid in _MOMENTS:
        (microseconds,) = struct.unpack("!q", value)
        moment = _EPOCH + datetime.timedelta(microseconds=microseconds)
        zone = "+00" if oid == 1184 else ""
        return _cast_text(moment.isoformat(" ") + zone, _MOMENTS[oid])
    return exp.Literal.string(value.decode())


def _text(oid: int, text: str) -> exp.Expr:
    readers: dict[int, Callable[[str], exp.Expr]] = {
        16: lambda t: exp.Boolean(this=t.lower() in ("t", "true", "1", "y", "yes", "on")),
        1082: lambda t: _cast_text(t, "DATE"),
        1700: lambda t: exp.Literal.number(format(Decimal(t), "f")),
        **{kind: partial(_whole, kind) for kind in _WHOLE},
        **dict.fromkeys(_FRACTIONS, _double),
    }
    if oid in _MOMENTS:
        return _cast_text(text, _MOMENTS[oid])
    return readers.get(oid, exp.Literal.string)(text)


def _whole(oid: int, value: int | str) -> exp.Expr:
    return exp.cast(exp.Literal.number(int(value)), _NAMES.get(oid, "BIGINT"), dialect="redshift")


def _double(text: str) -> exp.Expr:
    return _cast_text(str(float(text)), "DOUBLE PRECISION")


def _cast_text(text: str, type_name: str) -> exp.Expr:
    return exp.cast(exp.Literal.string(text), type_name, dialect="redshift")
