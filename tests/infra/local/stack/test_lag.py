"""Waiting until the streams are drained, whatever the streams process answers meanwhile."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from infra.local.settings import Stack, open_stack
from infra.local.stack.lag import Lag, wait_until_drained

DRAINING = {
    "drained": False,
    "consumers": [
        {"name": "collector", "kind": "event-source", "behind_records": 3, "buffered_bytes": 0},
        {"name": "events", "kind": "firehose", "behind_records": 1, "buffered_bytes": 512},
    ],
}
DRAINED = {"drained": True, "consumers": []}


class Handler(BaseHTTPRequestHandler):
    answers: list[Any]

    def do_GET(self) -> None:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.send_response(200 if answer else 503)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    stack = open_stack(tmp_path, free_ports=True)
    with ThreadingHTTPServer(("127.0.0.1", stack.ports["streams"]), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield stack
        server.shutdown()


def wait(stack: Stack, patience: float, *answers: Any) -> tuple[bool, list[Lag]]:
    Handler.answers = list(answers)
    seen: list[Lag] = []
    return wait_until_drained(stack, patience, seen.append), seen


def test_it_waits_as_long_as_anything_is_behind(stack: Stack) -> None:
    drained, seen = wait(stack, 20, DRAINING, DRAINING, DRAINED)
    assert drained
    assert [(lag.behind, lag.buffered_bytes) for lag in seen] == [(4, 512), (4, 512), (0, 0)]


def test_a_process_that_is_being_started_again_only_costs_patience(stack: Stack) -> None:
    drained, seen = wait(stack, 20, None, DRAINED)
    assert drained
    assert not seen[0].drained


def test_patience_ends(stack: Stack) -> None:
    drained, seen = wait(stack, 0.3, DRAINING)
    assert not drained
    assert seen


def test_nobody_there_is_not_drained(tmp_path: Path) -> None:
    absent = open_stack(tmp_path, free_ports=True)
    assert not wait_until_drained(absent, 0.3, lambda lag: None)
