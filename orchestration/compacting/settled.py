"""Which load hours are compacted: those in which hardly anything lands any more."""

from datetime import datetime, timedelta

from ingest_lambdas.contract.lake_layout import LOAD_HOUR_FORMAT

# What lands later is loaded as ever, and compacted with its like by another run.
SETTLES_IN = timedelta(hours=3)


def last_settled_hour(now: datetime) -> str:
    """The last load hour that ended long enough before `now`, which is UTC."""
    return (now - SETTLES_IN - timedelta(hours=1)).strftime(LOAD_HOUR_FORMAT)
