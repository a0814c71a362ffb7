"""The line between an SDK and the gateway: it fails each event so many times, then carries it.

Real HTTP over real sockets. What is struck is an event, not a connection: a request is failed as
long as any event in it has not been failed often enough. Preflights and settings pass.
"""

import asyncio
import socket
import struct
import threading
from collections import Counter
from contextlib import suppress
from typing import Literal

from tests.outside.sdks.http_message import Message, read_message, refusal

Failure = Literal["none", "503", "429", "timeout", "reset"]
HOST = "127.0.0.1"
# How long an unanswered request stays open where its SDK knows no time-out of its own.
SILENT_SECONDS = 4.0


class Line:
    """One SDK's way to the gateway. `delivered` are the ids of events that were answered 200."""

    def __init__(self, gateway_port: int, failure: Failure, times: int) -> None:
        self.failure = failure
        self.times = 0 if failure == "none" else times
        self.failed: Counter[str] = Counter()
        self.delivered: set[str] = set()
        self.port = 0
        self._gateway_port = gateway_port
        self._changed = threading.Condition()

    @property
    def url(self) -> str:
        """What the SDK is told instead of the gateway's address."""
        return f"http://{HOST}:{self.port}"

    def wait_until_delivered(self, events: int, seconds: float) -> bool:
        """Whether so many events have been answered 200 before the patience ended."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.delivered) >= events, seconds)

    def wait_until_seen(self, events: int, seconds: float) -> bool:
        """Whether so many events have been failed or answered before the patience ended."""
        with self._changed:
            return self._changed.wait_for(
                lambda: len(self.delivered | self.failed.keys()) >= events, seconds
            )

    async def listen(self) -> asyncio.Server:
        """Take a free port and serve it on the running loop."""
        server = await asyncio.start_server(self._serve, HOST, 0, limit=2**20)
        self.port = int(server.sockets[0].getsockname()[1])
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            message = await read_message(reader)
            if strike := self._strike(message):
                await self._fail(message, strike, reader, writer)
            else:
                await self._carry(message, writer)
        writer.close()

    def _strike(self, message: Message) -> int:
        """The how-manieth failure this request meets; 0 where it is to be carried."""
        ids = message.event_ids()
        least = min((self.failed[event_id] for event_id in ids), default=self.times)
        if least >= self.times:
            return 0
        with self._changed:
            self.failed.update(ids)
            self._changed.notify_all()
        return least + 1

    async def _fail(
        self,
        message: Message,
        strike: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        """Where only the answer is lost, every second time the work is done all the same."""
        if self.failure in ("503", "429"):
            writer.write(refusal(message, int(self.failure)))
            await writer.drain()
            return
        if strike % 2 == 0:
            await self._forward(message)
        if self.failure == "timeout":
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), SILENT_SECONDS)
        # Lingering for no time makes the kernel send a reset instead of an orderly end.
        option = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, option)
        writer.transport.abort()

    async def _carry(self, message: Message, writer: asyncio.StreamWriter) -> None:
        answer = await self._forward(message)
        # Counted before the sender hears of it: it may be gone the moment that it does.
        if answer.startswith(b"HTTP/1.1 200"):
            with self._changed:
                self.delivered.update(message.event_ids())
                self._changed.notify_all()
        writer.write(answer)
        await writer.drain()

    async def _forward(self, message: Message) -> bytes:
        reader, writer = await asyncio.open_connection(HOST, self._gateway_port)
        writer.write(message.closing())
        await writer.drain()
        answer = await reader.read()
        writer.close()
        return answer


class Lines:
    """Every line of the tests, on one thread."""

    def __init__(self, gateway_port: int) -> None:
        self._gateway_port = gateway_port
        self._servers: list[asyncio.Server] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="lines", daemon=True)
        self._thread.start()

    def open(self, failure: Failure, times: int) -> Line:
        """A new line on a port of its own, which fails each event so many times."""
        line = Line(self._gateway_port, failure, times)
        listening = asyncio.run_coroutine_threadsafe(line.listen(), self._loop)
        self._servers.append(listening.result(10))
        return line

    def close(self) -> None:
        """Cut them all."""
        asyncio.run_coroutine_threadsafe(self._cancel(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _cancel(self) -> None:
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
