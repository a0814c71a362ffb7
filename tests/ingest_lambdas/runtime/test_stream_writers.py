"""Writers: only what failed goes again, until the deadline, within the services' limits."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from ingest_lambdas.runtime.deadline import Deadline
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.retry import LONGEST_PAUSE
from ingest_lambdas.runtime.stream_record import StreamRecord

WRITERS = pytest.mark.parametrize("writer", [KinesisWriter, FirehoseWriter])


class Clock:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds + 0.001


@pytest.fixture
def clock() -> Clock:
    return Clock()


def records(number: int, size: int = 10) -> list[StreamRecord]:
    return [StreamRecord(f"{n:0{size}d}".encode(), str(n), n) for n in range(number)]


def refusals(code: str, status: int) -> Iterator[ClientError]:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    while True:
        yield ClientError(response, "Put")


class Refusing:
    """A client whose every call raises the next error, until there is none."""

    def __init__(self, errors: Iterator[Exception]) -> None:
        self.errors = errors
        self.calls = 0

    def put_records(self, **_: Any) -> dict[str, Any]:
        self.calls += 1
        for error in self.errors:
            raise error
        return {"FailedRecordCount": 0}


@WRITERS
def test_only_what_failed_is_sent_again(
    writer: Any, clock: Clock, fake_streams: Callable[..., Any]
) -> None:
    client = fake_streams(fails=lambda call, position: call == 0 and position in (1, 3))
    left = writer(client, "s", clock.pause).put(records(5), Deadline(9, clock))
    assert left == []
    assert [len(call) for call in client.calls] == [5, 2]
    assert len(client.stored) == 5


@WRITERS
def test_what_still_fails_at_the_deadline_is_returned(
    writer: Any, clock: Clock, fake_streams: Callable[..., Any]
) -> None:
    client = fake_streams(fails=lambda call, position: position == 0)
    sent = records(1)
    assert writer(client, "s", clock.pause).put(sent, Deadline(30, clock)) == sent
    assert clock.now == pytest.approx(30, abs=1)
    assert max(clock.pauses) <= LONGEST_PAUSE


@WRITERS
def test_past_the_deadline_it_is_tried_once(
    writer: Any, clock: Clock, fake_streams: Callable[..., Any]
) -> None:
    client = fake_streams(fails=lambda call, position: True)
    assert len(writer(client, "s", clock.pause).put(records(2), Deadline(-5, clock))) == 2
    assert len(client.calls) == 1


@pytest.mark.parametrize(
    ("writer", "largest"), [(KinesisWriter, 5 * 1024 * 1024), (FirehoseWriter, 4 * 1024 * 1024)]
)
def test_calls_stay_within_the_limits(
    writer: Any, largest: int, clock: Clock, fake_streams: Callable[..., Any]
) -> None:
    client = fake_streams()
    writer(client, "s", clock.pause).put(records(1100) + records(12, 900_000), Deadline(9, clock))
    assert sum(len(call) for call in client.calls) == 1112
    assert max(len(call) for call in client.calls) == 500
    assert max(sum(len(data) for data in call) for call in client.calls) <= largest


def test_nothing_to_send_calls_nothing(clock: Clock, fake_streams: Callable[..., Any]) -> None:
    client = fake_streams()
    assert KinesisWriter(client, "s", clock.pause).put([], Deadline(9, clock)) == []
    assert client.calls == []


@pytest.mark.parametrize(
    ("code", "status"),
    [("ProvisionedThroughputExceededException", 400), ("InternalFailure", 500), ("x", 503)],
)
def test_a_passing_error_is_waited_out(code: str, status: int, clock: Clock) -> None:
    three = (error for error, _ in zip(refusals(code, status), range(3), strict=False))
    client: Any = Refusing(three)
    assert KinesisWriter(client, "s", clock.pause).put(records(2), Deadline(60, clock)) == []
    assert client.calls == 4


def test_an_unreachable_service_is_tried_until_the_deadline(clock: Clock) -> None:
    def unreachable() -> Iterator[Exception]:
        while True:
            yield EndpointConnectionError(endpoint_url="http://127.0.0.1:9")

    client: Any = Refusing(unreachable())
    assert len(KinesisWriter(client, "s", clock.pause).put(records(2), Deadline(5, clock))) == 2
    assert client.calls > 2


def test_a_refusal_is_not_repeated(clock: Clock) -> None:
    client: Any = Refusing(refusals("ResourceNotFoundException", 400))
    assert len(KinesisWriter(client, "s", clock.pause).put(records(2), Deadline(60, clock))) == 2
    assert client.calls == 1
