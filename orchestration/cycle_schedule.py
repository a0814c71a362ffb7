"""When a cycle is due: pure decisions of the schedule."""

from datetime import datetime, timedelta

NIGHTLY_HOUR = timedelta(hours=2)
MINUTE, HOUR, DAY = 60, 3600, 86400


def cycle_cron(seconds: int) -> str:
    """Cron of a cycle; raises ValueError where cron cannot say it evenly."""
    if seconds % MINUTE == 0 and HOUR % seconds == 0:
        minutes = seconds // MINUTE
        return f"*/{minutes} * * * *" if minutes < 60 else "0 * * * *"
    if seconds % HOUR == 0 and DAY % seconds == 0:
        return f"0 */{seconds // HOUR} * * *" if seconds < DAY else "0 0 * * *"
    raise ValueError(
        f"a cycle of {seconds} s is no divisor of an hour in minutes or of a day in hours"
    )


def is_nightly(tick: datetime, cycle_seconds: int) -> bool:
    """Whether this is the day's first tick after 02:00 UTC: the one that lists the whole lake."""
    before = tick - timedelta(seconds=cycle_seconds)
    return (tick - NIGHTLY_HOUR).date() != (before - NIGHTLY_HOUR).date()
