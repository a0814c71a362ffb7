"""The same requests through the real gateway: it answers, stays alive, and does not grow."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.bench.http_load import read_status
from infra.local.bench.tracker_gateway import serve_tracker
from infra.local.settings import Stack, open_stack
from infra.local.stack import lifecycle
from infra.local.stack.process_spec import files_of
from infra.local.stack.processes import data_path

REQUESTS = 10_000
MOST_BYTES_GROWN = 64 * 1024 * 1024
# Set by the client itself, or saying that more will come than does.
OWN = {"content-length", "transfer-encoding", "expect", "connection"}


class Client:
    """Sends bytes as they are; a connection that the gateway has closed is opened again."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._link = socket.create_connection(self._address, 30)

    def status(self, request: bytes) -> int | None:
        """The status of the answer; None where the connection was cut without one."""
        for _ in range(2):
            try:
                self._link.sendall(request)
                return read_status(self._link)
            except (ConnectionError, BrokenPipeError):
                self._link.close()
                self._link = socket.create_connection(self._address, 30)
        return None

    def close(self) -> None:
        self._link.close()


def wire(sent: Any) -> bytes:
    """A request as it goes over the wire, whether HTTP allows it or not."""
    target = f"{sent.path}?{sent.query}" if sent.query else sent.path
    headers = {"host": "t.example", **sent.headers, "content-length": str(len(sent.body))}
    lines = [f"{sent.method} {target} HTTP/1.1"]
    lines += [f"{n}: {v}" for n, v in headers.items() if n == "content-length" or n not in OWN]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + sent.body


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """An installation whose lake takes what is too big for Kinesis."""
    stack = open_stack(tmp_path, free_ports=True)
    lake = [spec for spec in data_path(stack) if spec.name == "s3"]
    lifecycle.up(stack, lake, lambda name, became: None)
    yield stack
    lifecycle.down(stack)


@pytest.mark.slow
def test_requests_over_http_are_answered(stack: Stack, mutator: Any, stock: Any) -> None:
    requests = mutator(stock, seed=0)
    with serve_tracker(stack) as processes:
        key = stack.write_keys["web-shop"]
        client, gateway, settled = Client(stack.ports["gateway"]), processes["gateway"], 0
        for number in range(REQUESTS):
            request = wire(requests.request()).replace(b"writeKey=WK", f"writeKey={key}".encode())
            status = client.status(request)
            assert status is None or 200 <= status < 500, (status, request)
            if number % 500 == 499:
                size = gateway.memory_info().rss
                settled = settled or size
                assert size - settled < MOST_BYTES_GROWN
        client.close()
        assert gateway.is_running()
    assert "Traceback" not in files_of(stack.home, "gateway").log.read_text()
