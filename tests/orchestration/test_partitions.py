import pytest

from orchestration.partitions import LOAD_HOURS, hourly_loads, hours_of_run, outside, range_tags


def test_the_hour_that_is_being_written_has_a_partition():
    from datetime import datetime

    known = hourly_loads("2026-11-01-00").get_partition_keys(
        current_time=datetime.fromisoformat("2026-11-01T02:30:00+00:00")
    )
    assert list(known) == ["2026-11-01-00", "2026-11-01-01", "2026-11-01-02"]


def test_a_run_spans_its_hours_and_tells_them_back():
    tags = range_tags(["2026-11-02-03", "2026-11-01-23", "2026-11-02-00"])
    assert hours_of_run(tags) == ("2026-11-01-23", "2026-11-02-03")


def test_a_run_of_one_partition_tells_that_hour():
    assert hours_of_run({"dagster/partition": "2026-11-01-23"}) == ("2026-11-01-23",) * 2


def test_a_run_without_partitions_means_every_hour():
    first, last = hours_of_run({})
    assert first < LOAD_HOURS.get_first_partition_key() < last


@pytest.mark.parametrize(
    ("hours", "strays"),
    [(["2026-01-01-05"], []), (["2024-01-01-00", "2026-01-01-05"], ["2024-01-01-00"])],
)
def test_hours_without_a_partition_are_told(hours, strays):
    assert outside(hours, ["2026-01-01-00", "2026-01-01-09"]) == strays
