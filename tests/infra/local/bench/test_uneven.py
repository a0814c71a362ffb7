"""Uneven traffic, small: its pace, and that a stack of its own is counted through."""

from pathlib import Path

import pytest

from infra.local.bench.paced_load import Outcome, Pace
from infra.local.bench.uneven import EVENTS_A_REQUEST, measure_uneven


def test_the_step_has_ten_times_the_requests() -> None:
    moments = list(Pace(requests=2, before=10, step=5, after=10).moments())
    assert moments == sorted(moments)
    assert moments[0] == 0
    assert sum(due < 10 for due in moments) == pytest.approx(20, abs=1)
    assert sum(10 <= due < 15 for due in moments) == pytest.approx(100, abs=1)
    assert sum(due >= 15 for due in moments) == pytest.approx(20, abs=1)


def test_the_slowest_are_those_of_a_time() -> None:
    outcome = Outcome(waited=[(0.0, 9.0), (1.0, 0.2), (1.5, 0.1), (2.0, 8.0)])
    assert outcome.slowest(1, 1, 2) == 0.2
    assert outcome.slowest(0, 1, 2) == 0.1


@pytest.mark.slow
def test_a_step_through_a_stack_loses_nothing(tmp_path: Path) -> None:
    pace = Pace(requests=2, before=1, step=2, after=1)
    figures = measure_uneven(tmp_path, pace, lambda text: None)
    sent = len(list(pace.moments())) * EVENTS_A_REQUEST
    assert len(figures.outcome.answered) == figures.arrivals == sent
    assert (figures.outcome.given_up, figures.lost, figures.unsettled) == (0, 0, 0)
    assert figures.drained < float("inf")
