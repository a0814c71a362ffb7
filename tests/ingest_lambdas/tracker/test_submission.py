"""What a request brings."""

from itertools import count

from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.tracker import snowplow
from ingest_lambdas.tracker.submission import assign_ids


def test_items_without_an_id_get_one() -> None:
    items = [{}, {"id": "mine"}, "no object", {}]
    assert assign_ids(items, lambda item: item.get("id"), count(1).__next__) == {"0": "1", "3": "2"}


def test_more_items_than_are_taken_get_no_ids() -> None:
    asked = count()
    given = assign_ids([{}] * (MOST_ITEMS_A_RECORD + 9), lambda item: None, asked.__next__)
    assert len(given) == next(asked) == MOST_ITEMS_A_RECORD


def test_snowplow_looks_at_no_more_events_than_are_taken() -> None:
    body = b'{"data": [' + b"{}," * MOST_ITEMS_A_RECORD + b'{"aid": "shop"}]}'
    inspected = snowplow.inspect(body, "tp2")
    assert inspected.submission.count == MOST_ITEMS_A_RECORD + 1
    assert inspected.app_ids == ()
