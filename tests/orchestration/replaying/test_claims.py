"""What is claimed before it is sent may be interrupted anywhere and repeated at any time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from redshift_connector.error import ProgrammingError

from orchestration.clients.lake import LakeFile
from orchestration.clients.warehouse import Session
from orchestration.replaying import claims
from orchestration.replaying.replay import close_as_discarded
from tests.orchestration.replaying.pipeline import Killed, batches
from tests.orchestration.replaying.steps import (
    EVERYTHING,
    SECOND,
    THIRD,
    balance_of,
    outcomes,
    pass_through,
    run,
)


def test_replays_at_the_same_time_share_the_work(broken):
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: run(broken), range(3)))
    assert sorted(report.sent for report in reports) == [0, 0, 20]
    pass_through(broken, SECOND)
    assert balance_of(broken).transport_duplicates == 0


@pytest.mark.parametrize("calls", [0, 1, 2, 3])
def test_killed_while_it_sends_the_next_run_sends_the_rest(broken, monkeypatch, calls):
    monkeypatch.setattr("orchestration.replaying.outgoing.MOST_RECORDS_A_CALL", 1)
    before = len(broken.shard.records)
    broken.shard.dies_after = before + calls
    with pytest.raises(Killed):
        run(broken)
    assert outcomes(broken) == [("pending", 1, 20)]
    broken.shard.dies_after = None
    again = run(broken)
    assert (again.claimed, again.sent) == (0, 20)
    pass_through(broken, SECOND)
    balance = balance_of(broken)
    assert balance.balanced
    assert (balance.good, balance.events) == (20, 20)
    assert balance.transport_duplicates == calls * 5


def test_killed_before_it_marks_what_is_loaded_meanwhile_is_not_sent_again(broken, monkeypatch):
    def die(*_):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("orchestration.replaying.replay.mark_put", die)
        with pytest.raises(Killed):
            run(broken)
    pass_through(broken, SECOND)
    assert run(broken).sent == 0
    assert balance_of(broken).balanced


def test_an_attempt_that_never_comes_through_is_sent_again_after_a_safe_time(broken, monkeypatch):
    run(broken)
    broken.shard.records.clear()
    broken.shard.flowed = 0
    assert run(broken).sent == 0
    monkeypatch.setattr(claims, "SAFE_AFTER", timedelta(0))
    assert run(broken).sent == 20


def test_pages_and_hours_are_walked_to_their_end(broken, monkeypatch):
    broken.break_schema()
    for batch in batches(range(50, 60)):
        broken.send(batch)
    pass_through(broken, SECOND)
    broken.mend_schema()
    monkeypatch.setattr(claims, "PAGE", 7)
    assert run(broken).sent == 30
    pass_through(broken, THIRD)
    balance = balance_of(broken)
    assert balance.balanced and balance.good == 30


def test_a_lost_attempt_whose_original_is_gone_is_open_again_and_can_be_discarded(
    broken, monkeypatch
):
    run(broken)
    for file in broken.lake.files("rejected"):
        broken.lake.client.delete_object(Bucket=broken.lake.personal_bucket, Key=file.key)
    monkeypatch.setattr(claims, "SAFE_AFTER", timedelta(0))
    assert run(broken).missing == 20
    assert close_as_discarded(broken.warehouse, EVERYTHING, "run", "gone") == 20


def test_a_load_that_settles_at_the_same_time_is_waited_for(broken, monkeypatch):
    """As redshift_connector tells of a row that another transaction changed first."""
    execute, conflicts = Session.execute, []

    def once_in_conflict(session, statement, parameters=()):
        if "set put_at" in statement and not conflicts:
            conflicts.append(statement)
            raise ProgrammingError({"C": "XX000", "M": "1023", "D": "Serializable isolation"})
        return execute(session, statement, parameters)

    monkeypatch.setattr(Session, "execute", once_in_conflict)
    assert run(broken).sent == 20
    assert len(conflicts) == 1
    assert broken.rows("select count(*) from ops.replay_outcomes where put_at is null") == [(0,)]


def test_a_file_is_read_through_the_lake_only_once_a_page(broken, monkeypatch):
    read = []
    lines = type(broken.lake).lines

    def spy(lake, file: LakeFile):
        read.append(file.key)
        return lines(lake, file)

    monkeypatch.setattr(type(broken.lake), "lines", spy)
    run(broken)
    assert len(read) == len(set(read)) == 2
