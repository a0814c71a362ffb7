from typing import Any

import pytest

from orchestration.replaying import outgoing
from orchestration.replaying.outgoing import Outgoing


class Recorded:
    """A stream that takes everything."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    def put(self, records: list[bytes]) -> None:
        self.calls.append(len(records))


def records(number: int, arrivals: int = 2, size: int = 10) -> list[Any]:
    return [{"arrival_ids": ["a"] * arrivals, "body": "x" * size} for _ in range(number)]


def test_calls_are_filled_by_number_and_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "MOST_RECORDS_A_CALL", 3)
    monkeypatch.setattr(outgoing, "LARGEST_CALL", 2_000)
    stream: Any = Recorded()
    told: list[int] = []
    out = Outgoing(None, stream, told.append, rate=1e9)  # type: ignore[arg-type]
    assert out.send(records(7)) == 14
    assert out.send(records(3, size=900)) == 6
    assert stream.calls == [3, 3, 1, 2, 1]
    assert (out.arrivals, out.records, told) == (20, 10, [6, 6, 2, 4, 2])


def test_it_waits_until_the_pace_allows_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "MOST_RECORDS_A_CALL", 1)
    now = [100.0]

    def pause(seconds: float) -> None:
        now[0] += seconds

    stream: Any = Recorded()
    out = Outgoing(None, stream, rate=4, clock=lambda: now[0], pause=pause)  # type: ignore[arg-type]
    out.send(records(6))
    assert now[0] == pytest.approx(103.0)
    now[0] += 60
    out.send(records(1))
    assert now[0] == pytest.approx(163.0)
