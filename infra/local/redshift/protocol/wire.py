"""Frames on a socket: reads length-prefixed messages within bounds, buffers what is sent."""

import contextlib
import socket
import ssl
import struct
from typing import BinaryIO, cast

from ..errors import IDLE_IN_TRANSACTION, PROTOCOL_VIOLATION, FatalError

_IDLE_TRANSACTION = (
    IDLE_IN_TRANSACTION,
    "terminating connection due to idle-in-transaction timeout",
)
START_UP_LIMIT = 10_000
# Redshift refuses a statement over 16 MB; a Bind may carry some more than its statement.
MESSAGE_LIMIT = 32 * 1024 * 1024
FLUSH_AT = 64 * 1024


class Disconnected(Exception):
    """The client has left, or cannot be reached."""


class Wire:
    """One client's socket; not shared between threads, but for `interrupt`."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._reader: BinaryIO | None = None
        self._pending: list[bytes] = []
        self._overdue = _IDLE_TRANSACTION
        self._pending_size = 0

    def read_start_up(self) -> bytes:
        """The body of an untyped first message, without its length.

        Nothing is read beyond it: what follows an SSLRequest belongs to the handshake, and text
        that was slipped in before it must not be taken for encrypted.
        """
        (length,) = struct.unpack("!i", self._receive(4))
        _require_length(length, START_UP_LIMIT)
        return self._receive(length - 4)

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Continue under TLS; raises Disconnected where the client does not agree."""
        try:
            self._socket = context.wrap_socket(self._socket, server_side=True)
        except OSError as error:
            raise Disconnected from error

    def address(self) -> tuple[str, int]:
        """Host and port of the client."""
        try:
            host, port = self._socket.getpeername()[:2]
        except OSError as error:
            raise Disconnected from error
        return str(host), int(port)

    def encryption(self) -> tuple[str, str]:
        """Version and cipher of TLS, empty without it."""
        if not isinstance(self._socket, ssl.SSLSocket):
            return "", ""
        cipher = self._socket.cipher()
        return self._socket.version() or "", cipher[0] if cipher else ""

    def limit_waiting(
        self, seconds: float | None, overdue: tuple[str, str] = _IDLE_TRANSACTION
    ) -> None:
        """The longest that a message may take to come, None for ever.

        Then an error of the SQLSTATE and the message of `overdue` ends the connection.
        """
        self._overdue = overdue
        with contextlib.suppress(OSError):
            self._socket.settimeout(seconds)

    def read_message(self) -> tuple[bytes, bytes]:
        """Type and body of the next message."""
        kind = self._read_exactly(1)
        (length,) = struct.unpack("!i", self._read_exactly(4))
        _require_length(length, MESSAGE_LIMIT)
        return kind, self._read_exactly(length - 4)

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
            try:
                self._socket.sendall(data)
            except OSError as error:
                raise Disconnected from error

    def interrupt(self) -> None:
        """End the connection from another thread: what waits on it returns."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let the socket go, which its reader would keep open."""
        with contextlib.suppress(OSError):
            if self._reader is not None:
                self._reader.close()
        self._socket.close()

    def _receive(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            try:
                piece = self._socket.recv(size - len(data))
            except OSError as error:
                raise Disconnected from error
            if not piece:
                raise Disconnected
            data += piece
        return data

    def _read_exactly(self, size: int) -> bytes:
        if self._reader is None:
            self._reader = cast(BinaryIO, self._socket.makefile("rb", buffering=65536))
        reader = self._reader
        try:
            data: bytes = reader.read(size)
        except TimeoutError as error:
            raise FatalError(*self._overdue) from error
        except OSError as error:
            raise Disconnected from error
        if len(data) < size:
            raise Disconnected
        return data


def _require_length(length: int, limit: int) -> None:
    if not 4 <= length <= limit:
        raise FatalError(PROTOCOL_VIOLATION, f"message of {length} bytes, at most {limit}")
