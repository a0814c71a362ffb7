"""Messages from client to server, parsed."""

import struct
from dataclasses import dataclass

from ..errors import BAD_ENCODING, PROTOCOL_VIOLATION, FatalError, RedshiftError

MAJOR_VERSION = 3
SSL_REQUEST = 80877103
GSS_REQUEST = 80877104
CANCEL_REQUEST = 80877102


@dataclass(frozen=True)
class Parse:
    """A statement to prepare; oid 0 leaves a parameter's type open."""

    name: str
    sql: str
    parameter_oids: tuple[int, ...]


@dataclass(frozen=True)
class Bind:
    """Values for a prepared statement, each with its format (0 text, 1 binary)."""

    portal: str
    statement: str
    values: tuple[bytes | None, ...]
    value_formats: tuple[int, ...]
    result_formats: tuple[int, ...]


class _Body:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def text(self) -> str:
        end = self._data.find(b"\0", self._at)
        if end < 0:
            raise RedshiftError(PROTOCOL_VIOLATION, "string without an end in a message")
        piece = self._data[self._at : end]
        self._at = end + 1
        try:
            return piece.decode()
        except UnicodeDecodeError as error:
            raise RedshiftError(BAD_ENCODING, f"invalid byte sequence for UTF8: {error}") from error

    def number(self) -> int:
        return self._unpack("!i")[0]

    def numbers(self, code: str) -> tuple[int, ...]:
        (count,) = self._unpack("!h")
        return self._unpack(f"!{count}{code}") if count > 0 else ()

    def values(self) -> tuple[bytes | None, ...]:
        (count,) = self._unpack("!h")
        return tuple(self._value() for _ in range(count))

    def _value(self) -> bytes | None:
        (size,) = self._unpack("!i")
        if size < 0:
            return None
        piece = self._data[self._at : self._at + size]
        if len(piece) < size:
            raise RedshiftError(PROTOCOL_VIOLATION, "parameter longer than its message")
        self._at += size
        return piece

    def _unpack(self, layout: str) -> tuple[int, ...]:
        try:
            found = struct.unpack_from(layout, self._data, self._at)
        except struct.error as error:
            raise RedshiftError(PROTOCOL_VIOLATION, f"message cut short: {error}") from error
        self._at += struct.calcsize(layout)
        return found


def parse_code(body: bytes) -> int:
    """The version or request code at the start of a first message."""
    (code,) = struct.unpack_from("!i", body)
    return int(code)


def parse_parameters(body: bytes) -> dict[str, str]:
    """The parameters of a start-up message."""
    try:
        words = [word.decode() for word in body[4:].split(b"\0")]
    except UnicodeDecodeError as error:
        raise FatalError(PROTOCOL_VIOLATION, "start-up message that is no UTF-8") from error
    return {k: v for k, v in zip(words[::2], words[1::2], strict=False) if k}


def parse_cancel(body: bytes) -> tuple[int, int]:
    """Process id and secret of a CancelRequest."""
    process_id, secret = struct.unpack_from("!iI", body, 4)
    return process_id, secret


def parse_text(body: bytes) -> str:
    """The one string of a Query or password message."""
    return _Body(body).text()


def parse_parse(body: bytes) -> Parse:
    """A Parse message."""
    reader = _Body(body)
    return Parse(reader.text(), reader.text(), reader.numbers("I"))


def parse_bind(body: bytes) -> Bind:
    """A Bind message; one format code stands for all values, none for text."""
    reader = _Body(body)
    portal, statement = reader.text(), reader.text()
    formats = reader.numbers("h")
    values = reader.values()
    return Bind(portal, statement, values, spread(formats, len(values)), reader.numbers("h"))


def spread(formats: tuple[int, ...], count: int) -> tuple[int, ...]:
    """A format for each of `count` columns from the message's short form."""
    if len(formats) == count:
        return formats
    if len(formats) > 1:
        raise RedshiftError(PROTOCOL_VIOLATION, f"{len(formats)} formats for {count} values")
    return (formats or (0,)) * count


def parse_named(body: bytes) -> tuple[str, str]:
    """Kind (S statement, P portal) and name of a Describe or Close message."""
    return body[:1].decode(errors="replace"), _Body(body[1:]).text()


def parse_execute(body: bytes) -> tuple[str, int]:
    """Portal and the greatest number of rows to send, 0 for all."""
    reader = _Body(body)
    name = reader.text()
    return name, max(0, reader.number())
