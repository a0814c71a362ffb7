from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.cycle_schedule import cycle_cron, is_nightly


@pytest.mark.parametrize(
    ("seconds", "cron"),
    [
        (60, "*/1 * * * *"),
        (600, "*/10 * * * *"),
        (3600, "0 * * * *"),
        (21600, "0 */6 * * *"),
        (86400, "0 0 * * *"),
    ],
)
def test_a_cycle_becomes_cron(seconds, cron):
    assert cycle_cron(seconds) == cron


@pytest.mark.parametrize("seconds", [1, 45, 420, 5400, 18000, 172800])
def test_a_cycle_that_cron_cannot_say_evenly_is_refused(seconds):
    with pytest.raises(ValueError, match=str(seconds)):
        cycle_cron(seconds)


@given(st.sampled_from([60, 600, 1800, 3600, 21600, 86400]), st.dates())
def test_every_day_has_exactly_one_nightly_tick(seconds, day):
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if not datetime.min.replace(tzinfo=UTC) + timedelta(days=2) < midnight:
        return
    ticks = [midnight + timedelta(seconds=n) for n in range(0, 86400, seconds)]
    assert sum(is_nightly(tick, seconds) for tick in ticks) == 1
