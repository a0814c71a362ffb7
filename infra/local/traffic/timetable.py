"""When visits happen: a shop's day, quiet at night, busy at lunch and after dinner."""

from bisect import bisect
from datetime import datetime, timedelta
from itertools import accumulate

DAYS = 3
# Visits that begin in the last hour would run into the future.
LAST_START = timedelta(hours=1)

# Share of a day's visits by hour of the day, UTC.
HOURLY = (
    1.2, 0.7, 0.5, 0.4, 0.5, 1.0, 2.2, 3.6, 4.4, 4.9, 5.2, 5.6,
    6.4, 5.8, 5.1, 4.9, 5.1, 5.6, 6.4, 7.7, 8.3, 7.2, 4.6, 2.7,
)  # fmt: skip


class Timetable:
    """The DAYS before `anchor`, in which an even number in [0, 1) finds a busy hour more often."""

    def __init__(self, anchor: datetime) -> None:
        self._begin = anchor - timedelta(days=DAYS)
        hours = [self._begin + timedelta(hours=i) for i in range(DAYS * 24)]
        self._steps = list(accumulate(HOURLY[hour.hour] for hour in hours))
        self._latest = anchor - LAST_START

    def moment(self, share: float) -> datetime:
        """The moment before which `share` of all visits begin; grows with `share`."""
        sought = share * self._steps[-1]
        hour = min(bisect(self._steps, sought), len(self._steps) - 1)
        before = self._steps[hour - 1] if hour else 0.0
        within = (sought - before) / (self._steps[hour] - before)
        return min(self._begin + timedelta(hours=hour + within), self._latest)
