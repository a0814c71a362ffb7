"""The typed lines and the columns say the same."""

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from ingest_lambdas.contract.envelope import CanonicalEvent, RejectedEvent


def test_a_canonical_event_has_the_keys_of_its_columns() -> None:
    assert set(CanonicalEvent.__annotations__) == {c.name for c in EVENTS.columns}
    assert CanonicalEvent.__required_keys__ == {c.name for c in EVENTS.columns if not c.nullable}


def test_a_rejected_event_has_the_keys_of_its_columns_and_what_stays_in_the_lake() -> None:
    only_in_the_lake = {"payload", "payload_base64", "envelope"}
    columns = {c.name for c in REJECTED_EVENTS.columns}
    assert set(RejectedEvent.__annotations__) == columns | only_in_the_lake
    assert {c.name for c in REJECTED_EVENTS.columns if not c.nullable} <= set(
        RejectedEvent.__required_keys__
    )
