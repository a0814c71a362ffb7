import pytest

from expectations.business_rules import BUSINESS_RULES
from expectations.connection import WarehouseConnection
from expectations.run import run_suite, run_suites
from expectations.suite import Suite, between, columns_exist, no_rows
from expectations.suites import RAW_EVENTS, RAW_REJECTED_EVENTS

# The library imports them, wherever it is first imported.
pytestmark = pytest.mark.filterwarnings(
    "ignore:module 'sre_(constants|parse|compile)' is deprecated:DeprecationWarning"
)


def test_good_rows_pass_and_only_the_named_hours_are_looked_at(
    raw_events: WarehouseConnection,
) -> None:
    result = run_suite(raw_events, RAW_EVENTS, ["2026-03-01-10"])

    assert [one.expectation for one in result.failed] == []
    assert len(result.results) == len(RAW_EVENTS.expectations)
    assert (result.suite, result.load_hours) == ("raw_events", ("2026-03-01-10",))


def test_bad_rows_are_named_with_what_was_found(raw_events: WarehouseConnection) -> None:
    result = run_suite(raw_events, RAW_EVENTS, ["2026-03-01-11", "2026-03-01-10"])

    failed = {one.expectation: one for one in result.failed}
    assert failed.keys() == {
        "event_at_is_not_ahead",
        "event_day_is_of_event_at",
        "event_type_accepted",
        "event_key_well_formed",
        "byte_lengths_in_contract",
        "arrival_id_well_formed",
    }
    assert all(one.error is None and one.unexpected_count == 1 for one in failed.values())
    assert "call" in str(failed["event_type_accepted"].sample)
    assert failed["event_type_accepted"].column == "event_type"
    assert "shardId-empty:1:0" in str(failed["byte_lengths_in_contract"].sample)
    assert "'event_id'" in str(failed["byte_lengths_in_contract"].sample)
    for one in failed.values():
        assert one.sql is not None and "2026-03-01-11" in one.sql


def test_without_hours_the_whole_relation_is_checked(raw_events: WarehouseConnection) -> None:
    rejected, events = run_suites(raw_events, {RAW_REJECTED_EVENTS: (), RAW_EVENTS: ()})

    assert rejected.success
    assert "event_type_accepted" in {one.expectation for one in events.failed}


def test_a_missing_column_fails_what_needs_it(raw_events: WarehouseConnection) -> None:
    expectations = (
        columns_exist(["arrival_id", "gone"]),
        between("gone", 0),
        between("attempt", 0),
    )
    result = run_suite(raw_events, Suite("narrow", "raw.events", expectations))

    failed = {one.expectation: one for one in result.failed}
    assert failed.keys() == {"columns_exist", "gone_in_range"}
    assert failed["gone_in_range"].error is not None


def test_a_query_that_cannot_run_is_a_failure_with_its_error(
    raw_events: WarehouseConnection,
) -> None:
    rule = no_rows("broken", "select no_such_column from {batch} limit 20")
    result = run_suite(raw_events, Suite("broken", "raw.events", (rule,)))

    assert "no_such_column" in str(result.failed[0].error)


def test_a_relation_that_is_not_there_is_no_verdict(raw_events: WarehouseConnection) -> None:
    from expectations.datasource import UnreachableRelation

    with pytest.raises(UnreachableRelation, match="no_such_table"):
        run_suite(raw_events, Suite("none", "raw.no_such_table", (columns_exist(["a"]),)))


@pytest.mark.parametrize(
    ("suite", "hour"), [(RAW_EVENTS, "x' or '1'='1"), (BUSINESS_RULES[0], "2026-03-01-10")]
)
def test_hours_that_are_none_or_mean_nothing_here_are_refused(suite: Suite, hour: str) -> None:
    nowhere = WarehouseConnection("127.0.0.1", 1, "d", "u", "p", "disable")

    with pytest.raises(ValueError):
        run_suite(nowhere, suite, [hour])
