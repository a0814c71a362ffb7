"""Message ids read out of the archive, in whatever form a record keeps its body."""

import base64
import io
from typing import Any

import orjson

from infra.local.demo.archive import archived_message_ids

BATCH = b'{"batch": [{"messageId": "a"}, {"type": "track"}, {"messageId": "b"}], "writeKey": "k"}'


class Store:
    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:
        assert (Bucket, Key) == ("personal", "oversize/x")
        return {"Body": io.BytesIO(b'{"batch": [{"messageId": "big"}]}')}


class Lake:
    """As much of the lake as the archive's reader uses."""

    client = Store()

    def __init__(self, *records: dict[str, Any]) -> None:
        self._records = records

    def files(self, kind: str, first: str) -> list[str]:
        assert (kind, first) == ("received", "2026-11-23-22")
        return ["one"]

    def lines(self, file: str) -> list[bytes]:
        shared = {"protocol": "segment", "endpoint": "batch", "message_ids": {"1": "assigned"}}
        place = {"shard": "s", "sequence": "1", "approximate_arrival": "2026-11-23T22:00:00.000Z"}
        return [orjson.dumps({**place, "record": {**shared, **r}}) for r in self._records]


def read(*records: dict[str, Any]) -> set[str]:
    lake: Any = Lake(*records)
    return archived_message_ids(lake, "2026-11-23-22")


def test_ids_of_a_text_body_and_ids_that_the_tracker_assigned() -> None:
    assert read({"body": BATCH.decode()}) == {"a", "assigned", "b"}


def test_ids_of_a_body_that_is_kept_as_bytes() -> None:
    assert read({"body_base64": base64.b64encode(BATCH).decode()}) == {"a", "assigned", "b"}


def test_ids_of_a_body_that_is_kept_elsewhere() -> None:
    assert read({"body_ref": "s3://personal/oversize/x"}) == {"big"}


def test_ids_of_snowplows_events() -> None:
    post = {"protocol": "snowplow", "endpoint": "tp2", "body": '{"data": [{"eid": "s"}, {}]}'}
    pixel = {"protocol": "snowplow", "endpoint": "i", "body": "e=pv&eid=x"}
    unread = {"protocol": "snowplow", "endpoint": "tp2", "unread_bytes": 9, "body_base64": "AA=="}
    assert read(post, pixel, unread) == {"s", "assigned", "x"}


def test_a_single_call_is_its_own_item() -> None:
    assert read({"endpoint": "track", "body": '{"messageId": "t"}'}) == {"t"}
