"""Values of DuckDB to the bytes of a DataRow, in text or in binary."""

import datetime
import json
import struct
from collections.abc import Callable, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from . import fields
from .fields import Field, WireType

Encoder = Callable[[Any], bytes]
# Months, and microseconds with the days among them.
Interval = Sequence[int]

_EPOCH = datetime.datetime(2000, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
_DAY = 86_400_000_000


def _text(value: Any) -> bytes:
    return str(value).encode()


def _boolean(value: bool) -> bytes:
    return b"t" if value else b"f"


def _float(digits: int) -> Encoder:
    # https://docs.aws.amazon.com/redshift/latest/dg/r_extra_float_digits.html
    picture = b"%%.%dg" % max(digits, 1)

    def encode(value: float) -> bytes:
        if isfinite(value):
            return picture % value
        return {"nan": b"NaN", "inf": b"Infinity", "-inf": b"-Infinity"}[repr(value)]

    return encode


def _decimal(value: Decimal | int) -> bytes:
    return (format(value, "f") if isinstance(value, Decimal) else str(value)).encode()


def _timestamp(value: datetime.datetime) -> bytes:
    text = value.isoformat(" ")
    return (text.rstrip("0") if value.microsecond else text).encode()


def _zoned_timestamp(value: datetime.datetime) -> bytes:
    return _timestamp(value.astimezone(datetime.UTC).replace(tzinfo=None)) + b"+00"


def _interval(value: Interval) -> bytes:
    months, microseconds = value
    years = int(months / 12)
    sign = -1 if microseconds < 0 else 1
    days, rest = divmod(abs(microseconds), _DAY)
    parts = [_counted(years, "year"), _counted(months - 12 * years, "mon")]
    parts.append(_counted(sign * days, "day"))
    if rest or not any(parts):
        parts.append(("-" if sign < 0 else "") + _clock(rest))
    return " ".join(filter(None, parts)).encode()


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}" if number else ""


def _clock(microseconds: int) -> str:
    seconds, fraction = divmod(microseconds, 1_000_000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{clock}.{fraction:06}" if fraction else clock


def _super(value: Any) -> bytes:
    return _write_json(value).encode()


# Python's writer takes a DECIMAL for no number; all else it writes faster than this would.
def _write_json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    except TypeError:
        pass
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return "[" + ",".join(map(_write_json, value)) + "]"
    if isinstance(value, dict):
        pairs = (f"{_write_json(name)}:{_write_json(item)}" for name, item in value.items())
        return "{" + ",".join(pairs) + "}"
    return _write_json(str(value))


def _bytes(value: bytes) -> bytes:
    return value.hex().encode()


def _array(value: Sequence[Any]) -> bytes:
    items = ("NULL" if item is None else _array_item(str(item)) for item in value)
    return ("{" + ",".join(items) + "}").encode()


def _array_item(text: str) -> str:
    if text and not any(c in text for c in '{}," \\'):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


_TEXT: dict[WireType, Encoder] = {
    fields.SMALLINT: b"%d".__mod__,
    fields.INTEGER: b"%d".__mod__,
    fields.BIGINT: b"%d".__mod__,
    fields.BOOLEAN: _boolean,
    fields.NUMERIC: _decimal,
    fields.TIMESTAMP: _timestamp,
    fields.TIMESTAMPTZ: _zoned_timestamp,
    fields.INTERVAL: _interval,
    fields.SUPER: _super,
    fields.BYTES: _bytes,
    fields.SMALLINT_ARRAY: _array,
    fields.INTEGER_ARRAY: _array,
    fields.TEXT_ARRAY: _array,
}


def _binary_interval(value: Interval) -> bytes:
    # As PostgreSQL 8.0 had it: microseconds, days among them, and months.
    months, microseconds = value
    return struct.pack("!qi", microseconds, months)


# FLT_DIG and DBL_DIG: the digits that a text of the type surely holds.
_FLOAT_DIGITS = {fields.REAL: 6, fields.DOUBLE: 15}

_BINARY: dict[WireType, Encoder] = {
    fields.BOOLEAN: struct.Struct("!?").pack,
    fields.SMALLINT: struct.Struct("!h").pack,
    fields.INTEGER: struct.Struct("!i").pack,
    fields.BIGINT: struct.Struct("!q").pack,
    fields.REAL: struct.Struct("!f").pack,
    fields.DOUBLE: struct.Struct("!d").pack,
    fields.TIMESTAMP: lambda v: struct.pack("!q", (v - _EPOCH) // _MICROSECOND),
    fields.TIMESTAMPTZ: lambda v: struct.pack("!q", (v - _EPOCH_UTC) // _MICROSECOND),
    fields.INTERVAL: _binary_interval,
}


def choose_formats(columns: Sequence[Field], wanted: Sequence[int]) -> list[int]:
    """The format of each column: binary only where it was asked for and exists."""
    return [
        1 if form == 1 and field.type in _BINARY else 0
        for field, form in zip(columns, wanted, strict=True)
    ]


def make_encoders(
    columns: Sequence[Field], formats: Sequence[int], extra_float_digits: int = 0
) -> list[Encoder]:
    """One encoder for each column; NULL is not theirs to encode."""
    return [
        _BINARY[field.type] if form == 1 else _text_encoder(field.type, extra_float_digits)
        for field, form in zip(columns, formats, strict=True)
    ]


def _text_encoder(kind: WireType, extra_float_digits: int) -> Encoder:
    if kind in _FLOAT_DIGITS:
        return _float(_FLOAT_DIGITS[kind] + extra_float_digits)
    return _TEXT.get(kind, _text)


def encode_columns(
    encoders: Sequence[Encoder], rows: Sequence[Sequence[Any]]
) -> list[list[bytes | None]]:
    """The values of some rows, column by column, None for NULL."""
    return [
        _encode_column(encode, values)
        for encode, values in zip(encoders, zip(*rows, strict=True), strict=True)
    ]


def _encode_column(encode: Encoder, values: Sequence[Any]) -> list[bytes | None]:
    # A row at a time, Python's own steps would take longer than all the rest of an answer.
    if encode is _text and set(map(type, values)) <= {str}:
        return list(map(str.encode, values))
    if None in values:
        return [None if value is None else encode(value) for value in values]
    return list(map(encode, values))
