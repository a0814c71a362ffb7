"""Sending through the real SDK against a gateway that answers as it pleases."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from threading import enumerate as enumerate_threads

import pytest
from segment.analytics.consumer import Consumer

from infra.local.settings import Stack, open_stack
from infra.local.traffic.journal import read_journal
from infra.local.traffic.runs import NoRunYet, Run, begin_run, last_run
from infra.local.traffic.simulate import Sent, simulate

Judge = Callable[[int], int]
EVENTS = 700


class Gateway(ThreadingHTTPServer):
    """Takes batches; `judge` gives the status of the n-th request."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.judge: Judge = lambda n: 200
        self.requests = 0
        self.accepted: Counter[str] = Counter()
        self.lock = Lock()


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        ids = [item["messageId"] for item in json.loads(gzip.decompress(body))["batch"]]
        with self.server.lock:
            self.server.requests += 1
            status = self.server.judge(self.server.requests)
            if status == 200:
                self.server.accepted.update(ids)
        answer = b'{"code": "x", "message": "y"}'
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return open_stack(tmp_path, free_ports=True)


@pytest.fixture
def gateway(stack: Stack) -> Iterator[Gateway]:
    with Gateway(stack.ports["gateway"]) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def run_once(stack: Stack, run: Run, patience: float = 60) -> Sent:
    return simulate(stack, run, lambda answered: None, patience)


def journalled(stack: Stack, run: Run) -> Counter[str]:
    return Counter(read_journal(run.journal(stack.home)))


def test_the_journal_holds_exactly_what_was_answered(stack: Stack, gateway: Gateway) -> None:
    run = begin_run(stack.home, 1, EVENTS)
    sent = run_once(stack, run)
    assert sent.complete
    assert (sent.calls, sent.answered) == (EVENTS, EVENTS)
    assert journalled(stack, run) == gateway.accepted
    assert len(gateway.accepted) == sent.distinct == EVENTS - 3


def test_what_a_shaky_gateway_refuses_is_sent_again(stack: Stack, gateway: Gateway) -> None:
    gateway.judge = lambda n: 503 if n % 3 == 0 else 200
    run = begin_run(stack.home, 1, EVENTS)
    sent = run_once(stack, run)
    assert sent.complete
    assert journalled(stack, run) == gateway.accepted


def test_a_repeated_run_sends_the_same_ids_only(stack: Stack, gateway: Gateway) -> None:
    begin_run(stack.home, 1, EVENTS)
    run_once(stack, last_run(stack.home))
    before = set(gateway.accepted)
    run_once(stack, last_run(stack.home))
    assert set(gateway.accepted) == before
    assert min(gateway.accepted.values()) == 2


def test_a_refusal_for_good_is_counted_and_not_repeated(stack: Stack, gateway: Gateway) -> None:
    gateway.judge = lambda n: 401
    run = begin_run(stack.home, 1, 50)
    sent = run_once(stack, run)
    assert sent.refused == {"401 x": 50}
    assert not sent.complete
    assert journalled(stack, run) == Counter()


def test_without_a_gateway_all_is_reported_as_not_answered(stack: Stack) -> None:
    run = begin_run(stack.home, 1, 50)
    sent = run_once(stack, run, patience=0.5)
    assert (sent.answered, sent.unanswered) == (0, 50)


def test_no_upload_thread_outlives_its_run(stack: Stack, gateway: Gateway) -> None:
    before = set(enumerate_threads())
    gateway.judge = lambda n: 503
    run_once(stack, begin_run(stack.home, 1, 50), patience=0.5)
    left = {thread for thread in enumerate_threads() if thread not in before}
    assert not [thread for thread in left if isinstance(thread, Consumer)]


def test_a_line_cut_off_by_a_crash_counts_as_unwritten(tmp_path: Path) -> None:
    journal = tmp_path / "run.ndjson"
    journal.write_text('{"answered": ["a", "b"]}\n{"answered": ["c"')
    assert list(read_journal(journal)) == ["a", "b"]


def test_ordinals_count_through_all_seeds(tmp_path: Path) -> None:
    with pytest.raises(NoRunYet, match="simulate"):
        last_run(tmp_path)
    first, second = begin_run(tmp_path, 5, 10), begin_run(tmp_path, 9, 10)
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert last_run(tmp_path) == second
