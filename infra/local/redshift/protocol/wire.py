"""Frames on a socket: reads length-prefixed messages within bounds, buffers what is sent."""

import contextlib
import socket
import struct

from ..errors import PROTOCOL_VIOLATION, FatalError

START_UP_LIMIT = 10_000
# Redshift refuses a statement over 16 MB; a Bind may carry some more than its statement.
MESSAGE_LIMIT = 32 * 1024 * 1024
FLUSH_AT = 64 * 1024


class Disconnected(Exception):
    """The client closed its side."""


class Wire:
    """One client's socket; not shared between threads."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._reader = connection.makefile("rb", buffering=65536)
        self._pending: list[bytes] = []
        self._pending_size = 0

    def read_start_up(self) -> bytes:
        """The body of an untyped first message, without its length."""
        return self._read_body(START_UP_LIMIT)

    def read_message(self) -> tuple[bytes, bytes]:
        """Type and body of the next message."""
        kind = self._read_exactly(1)
        return kind, self._read_body(MESSAGE_LIMIT)

    def send(self, message: bytes) -> None:
        """Queue a message; the queue goes out when it is large or on `flush`."""
        self._pending.append(message)
        self._pending_size += len(message)
        if self._pending_size >= FLUSH_AT:
            self.flush()

    def flush(self) -> None:
        """Send what is queued."""
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._pending_size = 0
            self._socket.sendall(data)

    def close(self) -> None:
        """Let the socket go, which its reader would keep open."""
        with contextlib.suppress(OSError):
            self._reader.close()
        self._socket.close()

    def _read_body(self, limit: int) -> bytes:
        (length,) = struct.unpack("!i", self._read_exactly(4))
        if not 4 <= length <= limit:
            raise FatalError(PROTOCOL_VIOLATION, f"message of {length} bytes, at most {limit}")
        return self._read_exactly(length - 4)

    def _read_exactly(self, size: int) -> bytes:
        data: bytes = self._reader.read(size)
        if len(data) < size:
            raise Disconnected
        return data
