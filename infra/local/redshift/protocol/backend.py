"""Messages from server to client, as bytes."""

import struct
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import cast

from ..errors import FatalError, RedshiftError
from ..session.result import Notice
from ..types.fields import Field

PARSE_COMPLETE = b"1\x00\x00\x00\x04"
BIND_COMPLETE = b"2\x00\x00\x00\x04"
CLOSE_COMPLETE = b"3\x00\x00\x00\x04"
NO_DATA = b"n\x00\x00\x00\x04"
EMPTY_QUERY = b"I\x00\x00\x00\x04"
PORTAL_SUSPENDED = b"s\x00\x00\x00\x04"
AUTHENTICATION_OK = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
CLEARTEXT_PASSWORD = b"R\x00\x00\x00\x08\x00\x00\x00\x03"


def frame(kind: bytes, body: bytes) -> bytes:
    """A typed message with its length."""
    return kind + struct.pack("!i", len(body) + 4) + body


def parameter_status(name: str, value: str) -> bytes:
    """A server setting that the client is told."""
    return frame(b"S", name.encode() + b"\0" + value.encode() + b"\0")


def backend_key_data(process_id: int, secret: int) -> bytes:
    """What a CancelRequest must present."""
    return frame(b"K", struct.pack("!iI", process_id, secret))


def ready_for_query(status: str) -> bytes:
    """`status` is I outside a transaction, T inside, E in a failed one."""
    return frame(b"Z", status.encode())


def parameter_description(oids: Sequence[int]) -> bytes:
    """The types of a prepared statement's parameters."""
    return frame(b"t", struct.pack(f"!h{len(oids)}I", len(oids), *oids))


def row_description(fields: Sequence[Field], formats: Sequence[int]) -> bytes:
    """Columns of a result; a format is 0 for text and 1 for binary."""
    parts = [struct.pack("!h", len(fields))]
    for field, form in zip(fields, formats, strict=True):
        described = (0, 0, field.type.oid, field.type.size, field.modifier, form)
        parts.append(field.name.encode() + b"\0" + struct.pack("!ihIhih", *described))
    return frame(b"T", b"".join(parts))


class _Lengths(dict[int, bytes]):
    """Lengths as the protocol writes them; the short ones, which are most, are kept."""

    def __missing__(self, length: int) -> bytes:
        written = length.to_bytes(4, "big")
        if length < 4096:
            self[length] = written
        return written


_LENGTHS = _Lengths()
_NULL = b"\xff\xff\xff\xff"


def data_rows(columns: Sequence[Sequence[bytes | None]], count: int) -> bytes:
    """`count` rows of these columns, whose NULLs are None."""
    number = struct.pack("!h", len(columns))
    if columns:
        parts = chain.from_iterable(map(_lengths_and_values, columns))
        bodies = list(map(b"".join, zip(*parts, strict=True)))
    else:
        bodies = [b""] * count
    # Length, number of columns: 6 bytes more than the cells.
    lengths = map(_LENGTHS.__getitem__, map((6).__add__, map(len, bodies)))
    row = b"D%b" + number.replace(b"%", b"%%") + b"%b"
    return b"".join(map(row.__mod__, zip(lengths, bodies, strict=True)))


def _lengths_and_values(values: Sequence[bytes | None]) -> tuple[Iterable[bytes], Iterable[bytes]]:
    if None in values:
        lengths = (_NULL if value is None else _LENGTHS[len(value)] for value in values)
        return lengths, (value or b"" for value in values)
    present = cast("Sequence[bytes]", values)
    return map(_LENGTHS.__getitem__, map(len, present)), present


def command_complete(tag: str) -> bytes:
    """The tag that tells what was done, such as INSERT 0 3."""
    return frame(b"C", tag.encode() + b"\0")


def error_response(error: RedshiftError) -> bytes:
    """An error with severity, SQLSTATE and message."""
    return frame(b"E", _report("FATAL" if isinstance(error, FatalError) else "ERROR", error))


def notice_response(notice: Notice) -> bytes:
    """Something the client may show, such as an object skipped by IF NOT EXISTS."""
    return frame(b"N", _report(notice.severity, RedshiftError(notice.sqlstate, notice.message)))


def negotiate_protocol_version(unknown: Sequence[str]) -> bytes:
    """The newest minor version is 0, and these options of the start-up message are not known."""
    names = b"".join(name.encode() + b"\0" for name in unknown)
    return frame(b"v", struct.pack("!ii", 0, len(unknown)) + names)


def _report(severity: str, error: RedshiftError) -> bytes:
    items = [("S", severity), ("C", error.sqlstate), ("M", error.message.replace("\0", " "))]
    if error.detail:
        items.append(("D", error.detail.replace("\0", " ")))
    if error.position is not None:
        items.append(("P", str(error.position)))
    return b"".join(f"{code}{text}\0".encode(errors="replace") for code, text in items) + b"\0"
