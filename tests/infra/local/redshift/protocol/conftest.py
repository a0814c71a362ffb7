"""A client that speaks the bare protocol, to say what no driver says."""

import socket
import struct
from collections.abc import Callable, Iterator

import pytest

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"
Message = tuple[bytes, bytes]


def text(value: str) -> bytes:
    """A string as messages hold it."""
    return value.encode() + b"\0"


class RawClient:
    """Sends messages as they are given; `read` takes one answer."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.reader = self.socket.makefile("rb")

    def start(self, code: int = 3 << 16, **parameters: str) -> None:
        known = {"user": "tester", "database": "shop", **parameters}
        body = b"".join(text(name) + text(value) for name, value in known.items()) + b"\0"
        self.socket.sendall(struct.pack("!ii", len(body) + 8, code) + body)

    def log_in(self, **parameters: str) -> list[Message]:
        self.start(**parameters)
        assert self.read()[0] == b"R"
        self.send(b"p", text(PASSWORD))
        return self.read_until(b"Z")

    def send(self, kind: bytes, body: bytes = b"") -> None:
        self.socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def parse(self, sql: str, name: str = "", oids: tuple[int, ...] = ()) -> None:
        self.send(b"P", text(name) + text(sql) + struct.pack(f"!h{len(oids)}I", len(oids), *oids))

    def bind(self, *values: bytes | None, portal: str = "", formats: tuple[int, ...] = ()) -> None:
        body = text(portal) + text("") + struct.pack("!hh", 0, len(values))
        for value in values:
            body += struct.pack("!i", -1 if value is None else len(value)) + (value or b"")
        self.send(b"B", body + struct.pack(f"!h{len(formats)}h", len(formats), *formats))

    def execute(self, portal: str = "", limit: int = 0) -> None:
        self.send(b"E", text(portal) + struct.pack("!i", limit))

    def sync(self) -> list[Message]:
        self.send(b"S")
        return self.read_until(b"Z")

    def query(self, sql: str) -> list[Message]:
        self.send(b"Q", text(sql))
        return self.read_until(b"Z")

    def read(self) -> Message:
        head = self.reader.read(5)
        if not head:
            return b"", b""
        return head[:1], self.reader.read(struct.unpack("!i", head[1:])[0] - 4)

    def read_until(self, kind: bytes) -> list[Message]:
        found = [self.read()]
        while found[-1][0] not in (kind, b""):
            found.append(self.read())
        return found

    @staticmethod
    def kinds(messages: list[Message]) -> str:
        """The messages' types in a row."""
        return b"".join(kind for kind, _ in messages).decode()

    @staticmethod
    def report(messages: list[Message], kind: bytes = b"E") -> dict[str, str]:
        """The fields of the first error, or notice."""
        body = next(body for found, body in messages if found == kind)
        return {item[:1].decode(): item[1:].decode() for item in body.split(b"\0") if item}

    def close(self) -> None:
        self.reader.close()
        self.socket.close()


@pytest.fixture
def connect_raw(redshift: Server) -> Iterator[Callable[..., RawClient]]:
    """Makes bare connections, and closes them when the test is done."""
    opened: list[RawClient] = []

    def open_one(port: int = redshift.port) -> RawClient:
        opened.append(RawClient(port))
        return opened[-1]

    yield open_one
    for client in opened:
        client.close()


@pytest.fixture
def raw(connect_raw: Callable[..., RawClient]) -> RawClient:
    """A client that is logged in."""
    client = connect_raw()
    client.log_in()
    return client
