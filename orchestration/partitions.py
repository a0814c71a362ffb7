"""Partitions: raw tables by load hour. Event days are not partitions: late data must never fail
a run because its day lies outside a definition."""

from collections.abc import Iterable, Mapping, Sequence

import dagster as dg

from ingest_lambdas.contract.lake_layout import LOAD_HOUR_FORMAT
from orchestration.settings import read_settings

PARTITION_TAG = "dagster/partition"
RANGE_START_TAG = "dagster/asset_partition_range_start"
RANGE_END_TAG = "dagster/asset_partition_range_end"
FIRST_HOUR = "0000-00-00-00"
LAST_HOUR = "9999-99-99-99"


def hourly_loads(start: str) -> dg.HourlyPartitionsDefinition:
    """Load hours (UTC) from `start` to the hour that is still being written."""
    return dg.HourlyPartitionsDefinition(start_date=start, fmt=LOAD_HOUR_FORMAT, end_offset=1)


def range_tags(hours: Iterable[str]) -> dict[str, str]:
    """Tags of the one run that loads these hours and those between; empty hours cost nothing."""
    ordered = sorted(hours)
    return {RANGE_START_TAG: ordered[0], RANGE_END_TAG: ordered[-1]}


def hours_of_run(tags: Mapping[str, str]) -> tuple[str, str]:
    """First and last load hour of a run, from its tags; every hour where they name none."""
    single = tags.get(PARTITION_TAG)
    if single is not None:
        return single, single
    return tags.get(RANGE_START_TAG, FIRST_HOUR), tags.get(RANGE_END_TAG, LAST_HOUR)


def outside(hours: Iterable[str], known: Sequence[str]) -> list[str]:
    """Hours with no partition: they must be told of, never skipped in silence."""
    return sorted(hour for hour in hours if not known or not known[0] <= hour <= known[-1])


LOAD_HOURS = hourly_loads(read_settings().load_start)
