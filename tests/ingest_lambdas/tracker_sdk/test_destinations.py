"""The two ways out: what they send, and how they read what comes back."""

import base64
import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import orjson
import pytest

from ingest_lambdas.tracker_sdk.chunk import Chunk
from ingest_lambdas.tracker_sdk.http_destination import HttpDestination
from ingest_lambdas.tracker_sdk.kinesis_destination import KinesisDestination
from ingest_lambdas.tracker_sdk.parcel import Parcel, pack

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def parcel(*ids: str) -> Parcel:
    lines = [orjson.dumps({"type": "track", "messageId": name}) for name in ids]
    (made,) = pack([Chunk(lines, None, len(lines), 0)], 10_000)
    return made


class Gateway(ThreadingHTTPServer):
    """Answers each request with the next of `answers`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.requests: list[tuple[str, str, dict[str, Any]]] = []


class Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = gzip.decompress(self.rfile.read(int(self.headers["content-length"])))
        taken = (self.path, self.headers["authorization"], orjson.loads(body))
        self.server.requests.append(taken)
        status, headers = self.server.answers.pop(0)
        self.send_response(status)
        for name, value in {"content-length": "0", **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def http(gateway: Gateway) -> Iterator[HttpDestination]:
    made = HttpDestination(f"http://127.0.0.1:{gateway.server_port}/", "WK", lambda: NOW)
    yield made
    made.close()


def test_over_http_a_parcel_is_a_batch_with_the_write_key(
    http: HttpDestination, gateway: Gateway
) -> None:
    gateway.answers = [(200, {})]
    assert http.send([parcel("a", "b")]).failed == []
    ((path, authorization, body),) = gateway.requests
    assert path == "/v1/batch"
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"WK:"
    assert body["sentAt"] == "2026-11-24T00:00:00.000Z"
    assert [item["messageId"] for item in body["batch"]] == ["a", "b"]


@pytest.mark.parametrize("status", [401, 404, 429, 500, 503])
def test_after_a_failure_it_and_all_behind_it_wait(
    http: HttpDestination, gateway: Gateway, status: int
) -> None:
    gateway.answers = [(200, {}), (status, {"retry-after": "7"})]
    first, second, third = parcel("a"), parcel("b"), parcel("c")
    outcome = http.send([first, second, third])
    assert outcome.failed == [second, third]
    assert (outcome.refused, outcome.pause) == ([], 7.0)
    assert str(status) in outcome.error


def test_what_is_unusable_is_refused_and_the_rest_goes_on(
    http: HttpDestination, gateway: Gateway
) -> None:
    gateway.answers = [(400, {}), (200, {})]
    bad, good = parcel("a"), parcel("b")
    outcome = http.send([bad, good])
    assert (outcome.refused, outcome.failed) == ([bad], [])
    assert len(gateway.requests) == 2


def test_a_gateway_that_is_away_is_a_failure(gateway: Gateway) -> None:
    away = HttpDestination("http://127.0.0.1:9", "WK")
    waiting = parcel("a")
    assert away.send([waiting]).failed == [waiting]
    away.close()


def test_on_kinesis_a_parcel_is_a_record_like_the_trackers(
    fake_streams: Callable[..., Any],
) -> None:
    streams = fake_streams(fails=lambda call, position: position == 1)
    kinesis = KinesisDestination(streams, "events-raw", "crm", lambda: NOW)
    first, second = parcel("a", "b"), parcel("c")
    outcome = kinesis.send([first, second])
    assert outcome.failed == [second]
    ((_, data),) = streams.stored
    record = orjson.loads(data)
    assert (record["source"], record["count"], record["message_ids"]) == ("crm", 2, {})
    assert "received_at" not in record
    assert [item["messageId"] for item in orjson.loads(record["body"])["batch"]] == ["a", "b"]
