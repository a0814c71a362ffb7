from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.aws.event_source.outcome import Attempt, after_failure, first_failed
from infra.local.aws.record_log import Record

NUMBERS = ["49001", "49002", "49003"]


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (None, None),
        ({}, None),
        ({"batchItemFailures": []}, None),
        ({"batchItemFailures": None}, None),
        ({"batchItemFailures": [{"itemIdentifier": "49003"}]}, 2),
        ({"batchItemFailures": [{"itemIdentifier": n} for n in ("49003", "49002")]}, 1),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, 0),
        ({"batchItemFailures": [{"itemIdentifier": None}]}, 0),
        ({"batchItemFailures": [{"badKey": "49002"}]}, 0),
        ({"batchItemFailures": [{"itemIdentifier": "49999"}]}, 0),
        ({"batchItemFailures": "49002"}, 0),
    ],
)
def test_reports_are_read_as_aws_documents(result: Any, expected: int | None) -> None:
    assert first_failed(result, NUMBERS) == expected


def records(count: int) -> tuple[Record, ...]:
    return tuple(Record(i, 0, "k", b"") for i in range(1, count + 1))


@settings(deadline=None)
@given(st.integers(1, 60), st.integers(0, 70), st.booleans())
def test_what_follows_a_failure_is_the_rest_in_order(count: int, at: int, bisect: bool) -> None:
    attempt = Attempt(records(count), failures=2)
    at = min(at, count - 1)
    following = after_failure(attempt, at, bisect)
    assert tuple(r for part in following for r in part.records) == attempt.records[at:]


def test_halving_spends_no_retry_and_a_single_record_does() -> None:
    halves = after_failure(Attempt(records(5), 2), 0, bisect=True)
    assert [(len(half.records), half.failures) for half in halves] == [(2, 2), (3, 2)]
    assert after_failure(Attempt(records(1), 2), 0, bisect=True)[0].failures == 3
    assert after_failure(Attempt(records(5), 2), 0, bisect=False)[0].failures == 3


def test_progress_starts_a_new_count() -> None:
    (rest,) = after_failure(Attempt(records(5), 2), 3, bisect=False)
    assert (len(rest.records), rest.failures) == (2, 0)
