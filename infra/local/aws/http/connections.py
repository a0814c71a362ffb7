"""The server's side of each HTTP connection: header sizes are bounded, and it can be cut."""

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEADER_BYTES = 64 * 1024


class Connection(HttpToolsProtocol):
    """uvicorn's protocol, which by itself neither bounds headers nor resets connections."""

    _open: ClassVar[dict[tuple[str, int], asyncio.Transport]] = {}
    _header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client:
            self._open[self.client] = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self.client:
            self._open.pop(self.client, None)
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._header_bytes = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._count(len(name) + len(value) + 4)
        super().on_header(name, value)

    def _count(self, size: int) -> None:
        self._header_bytes += size
        if self._header_bytes > MOST_HEADER_BYTES:
            self.transport.abort()

    @classmethod
    def reset(cls, client: Any) -> None:
        """Cut the connection of a client's (host, port) without an answer."""
        if transport := cls._open.get(tuple(client)):
            transport.abort()
