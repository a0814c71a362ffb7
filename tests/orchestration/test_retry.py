import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.retry import LONGEST_WAIT_SECONDS, pause_before, retry


class Flaky:
    def __init__(self, *errors):
        self.errors = list(errors)

    def __call__(self):
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def test_transient_failures_are_retried_after_a_pause():
    waits = []
    done = retry(Flaky(OSError(), OSError()), lambda e: isinstance(e, OSError), wait=waits.append)
    assert done == "done"
    assert len(waits) == 2


def test_other_failures_are_raised_at_once():
    waits = []
    with pytest.raises(KeyError):
        retry(Flaky(KeyError()), lambda e: isinstance(e, OSError), wait=waits.append)
    assert waits == []


def test_the_last_failure_is_raised():
    with pytest.raises(OSError, match="third"):
        retry(
            Flaky(OSError("first"), OSError("second"), OSError("third")),
            lambda e: True,
            attempts=3,
            wait=lambda seconds: None,
        )


@given(st.integers(0, 60))
def test_pauses_stay_within_their_bound(attempt):
    assert 0 <= pause_before(attempt) <= LONGEST_WAIT_SECONDS
