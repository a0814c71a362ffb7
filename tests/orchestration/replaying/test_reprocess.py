"""An enrichment changes, the archive goes through again: each arrival as its latest attempt."""

import pytest

from orchestration.replaying.reprocess import reprocess
from tests.orchestration.replaying.pipeline import RECEIVED_AT, Killed, batches
from tests.orchestration.replaying.steps import FIRST, SECOND, THIRD, balance_of, pass_through
from tests.orchestration.replaying.steps import run as replay

NOT_YET = "[user_agent]\nenabled = false\n"
DROP_ALL = '[consent]\nunstated = "refused"\n[consent.purposes]\nAnalytics = "drop"\n'
BROWSERS = """
select browser, count(*) from raw.events as e
join marts.fct_events as f on f.arrival_id = e.arrival_id
where e.attempt = (select max(attempt) from raw.events) group by browser
"""


def run(pipeline, hours=(FIRST, FIRST)):
    return reprocess(pipeline.warehouse, pipeline.lake, pipeline.stream, hours, "run", rate=1e9)


@pytest.fixture
def loaded(pipeline):
    """Twenty good events without a browser; the enrichment that finds it is on by now."""
    pipeline.configure_enrichments(NOT_YET)
    for batch in batches(range(20)):
        pipeline.send(batch)
    pass_through(pipeline, FIRST)
    pipeline.configure_enrichments("")
    return pipeline


def test_every_archived_arrival_comes_again_and_its_latest_attempt_holds(loaded):
    report = run(loaded)
    assert (report.attempt, report.files, report.sent) == (1, 2, 20)
    pass_through(loaded, SECOND)
    balance = balance_of(loaded)
    assert balance.balanced
    assert (balance.arrivals, balance.good, balance.events) == (20, 20, 20)
    assert (balance.superseded_attempts, balance.transport_duplicates) == (20, 0)
    assert loaded.rows(BROWSERS) == [("Chrome", 20)]
    times = "select distinct received_at::varchar, event_at::varchar from raw.events"
    assert len(loaded.rows(times)) == 1


def test_it_may_be_done_again_and_replays_in_the_archive_are_no_arrivals(loaded):
    run(loaded)
    pass_through(loaded, FIRST)
    again = run(loaded)
    assert (again.attempt, again.sent) == (2, 20)
    pass_through(loaded, SECOND)
    balance = balance_of(loaded)
    assert balance.balanced
    assert (balance.arrivals, balance.events, balance.superseded_attempts) == (20, 20, 40)


def test_killed_between_files_the_rest_is_sent_as_the_same_attempt(loaded, monkeypatch):
    monkeypatch.setattr("orchestration.replaying.outgoing.MOST_RECORDS_A_CALL", 1)
    loaded.shard.dies_after = len(loaded.shard.records) + 3
    with pytest.raises(Killed):
        run(loaded)
    loaded.shard.dies_after = None
    again = run(loaded)
    assert (again.files, again.sent) == (1, 10)
    pass_through(loaded, SECOND)
    balance = balance_of(loaded)
    assert balance.balanced
    assert (balance.events, balance.transport_duplicates) == (20, 5)
    assert loaded.rows("select distinct attempt from raw.events order by 1") == [(0,), (1,)]


def test_consent_withdrawn_since_takes_the_events_out(loaded):
    loaded.configure_enrichments(DROP_ALL)
    run(loaded)
    pass_through(loaded, SECOND)
    balance = balance_of(loaded)
    assert balance.balanced
    assert (balance.good, balance.consent_dropped, balance.events) == (0, 20, 0)
    assert (balance.warehouse_rows, balance.superseded_attempts) == (20, 20)


def test_the_days_of_old_and_new_rows_are_marked_as_touched(loaded):
    with loaded.warehouse.connect() as session:
        session.execute("update raw.events set event_day = '2026-10-31'")
        session.execute("delete from ops.touched_visitor_days")
    run(loaded)
    pass_through(loaded, SECOND)
    days = loaded.rows(
        "select event_day::varchar, count(distinct visitor_id) from ops.touched_visitor_days "
        "group by 1 order by 1"
    )
    assert days == [("2026-10-31", 7), (RECEIVED_AT[:10], 7)]


def test_what_a_stricter_schema_now_rejects_leaves_the_events_and_can_be_replayed(loaded):
    loaded.break_schema()
    run(loaded)
    pass_through(loaded, SECOND)
    balance = balance_of(loaded)
    assert balance.balanced
    assert (balance.open_rejected, balance.events) == (20, 0)
    loaded.mend_schema()
    replay(loaded)
    pass_through(loaded, THIRD)
    balance = balance_of(loaded)
    assert balance.balanced
    assert (balance.good, balance.recovered, balance.events) == (20, 20, 20)


def test_only_the_hours_asked_for_are_sent(loaded):
    assert run(loaded, (SECOND, THIRD)).sent == 0
    assert run(loaded, (FIRST, SECOND)).sent == 20
