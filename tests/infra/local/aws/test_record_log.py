import pytest

from infra.local.aws.checkpoints import Checkpoints
from infra.local.aws.database import Database
from infra.local.aws.record_log import TRIM_CHUNK, RecordLogs


@pytest.fixture
def log(database: Database, logs: RecordLogs) -> int:
    return int(database.write(RecordLogs.create))


def test_reads_stay_within_their_log_and_their_bounds(
    database: Database, logs: RecordLogs, log: int
) -> None:
    other = int(database.write(RecordLogs.create))
    logs.append({log: [("a", b"12345")] * 4, other: [("b", b"1")] * 4})
    assert [r.position for r in logs.read(log, 2, 2, 1000)] == [2, 3]
    assert [r.position for r in logs.read(log, 1, 10, 11)] == [1, 2]
    assert [r.position for r in logs.read(log, 1, 10, 1)] == [1], "one always fits"
    assert {r.partition_key for r in logs.read(log, 1, 100, 1000)} == {"a"}


def test_a_time_is_found_also_after_trimming(
    logs: RecordLogs, log: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for second in range(1, 11):
        monkeypatch.setattr("time.time_ns", lambda s=second: s * 1_000_000_000)
        logs.append({log: [("k", b"")]})
    assert logs.position_at(log, 4_000) == 4
    assert logs.position_at(log, 4_001) == 5
    logs.trim(log, 6)
    assert logs.position_at(log, 0) == 6
    assert logs.position_at(log, 99_000) == 11


def test_arrivals_never_fall_though_the_clock_does(
    logs: RecordLogs, log: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for now in (5_000, 3_000, 6_000):
        monkeypatch.setattr("time.time_ns", lambda now=now: now * 1_000_000)
        logs.append({log: [("k", b"")]})
    assert [r.arrival for r in logs.read(log, 1, 10, 10)] == [5_000, 5_000, 6_000]


def test_trimming_deletes_in_bounded_steps(logs: RecordLogs, log: int) -> None:
    logs.append({log: [("k", b"")] * (TRIM_CHUNK + 10)})
    assert logs.trim(log, TRIM_CHUNK + 5)
    assert not logs.trim(log, TRIM_CHUNK + 5)
    assert logs.extent(log).first == TRIM_CHUNK + 5
    assert logs.read(log, 1, 1, 1)[0].position == TRIM_CHUNK + 5


def test_lag_counts_the_slowest_of_a_logs_readers(
    logs: RecordLogs, log: int, checkpoints: Checkpoints
) -> None:
    logs.append({log: [("k", b"")] * 10})
    checkpoints.put("a/0", {log: 4})
    checkpoints.put("a/1", {log: 9})
    assert checkpoints.behind({"a": [("a/0", log), ("a/1", log)]}) == {"a": 6}
    assert checkpoints.behind({"new": [("new", log)]}) == {"new": 10}


def test_a_checkpoint_never_moves_back(
    logs: RecordLogs, log: int, checkpoints: Checkpoints
) -> None:
    checkpoints.put("a", {log: 4})
    checkpoints.put("a", {log: 2})
    assert checkpoints.get("a", log) == 4


def test_consumers_divided_anew_begin_where_the_slowest_was(
    log: int, checkpoints: Checkpoints
) -> None:
    checkpoints.put("m:0/2", {log: 7})
    checkpoints.put("m:1/2", {log: 3})
    checkpoints.adopt(["m:0/1"], log, "m:", beginning=0)
    assert checkpoints.get("m:0/1", log) == 3
    assert checkpoints.get("m:0/2", log) is None
    checkpoints.adopt(["n:0/1"], log, "n:", beginning=5)
    assert checkpoints.get("n:0/1", log) == 5
