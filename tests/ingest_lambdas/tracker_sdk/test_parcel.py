"""Packing keeps every line, once, within the size."""

from datetime import UTC, datetime

import orjson
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.tracker_sdk.chunk import Chunk
from ingest_lambdas.tracker_sdk.items import size_inside_text
from ingest_lambdas.tracker_sdk.parcel import pack

LINES = st.lists(st.text(max_size=60).map(lambda text: orjson.dumps({"x": text})), min_size=1)


@given(groups=st.lists(LINES, max_size=6), largest=st.integers(20, 400))
def test_every_line_travels_once_and_parcels_keep_to_the_size(
    groups: list[list[bytes]], largest: int
) -> None:
    chunks = [Chunk(lines, None, len(lines), sum(map(len, lines))) for lines in groups]
    parcels = list(pack(chunks, largest))
    assert [line for parcel in parcels for line in parcel.lines] == [
        line for lines in groups for line in lines
    ]
    for parcel in parcels:
        assert parcel.size == sum(map(size_inside_text, parcel.lines))
        assert parcel.size <= largest or len(parcel.lines) == 1
    for chunk in chunks:
        owned = [n for parcel in parcels for owner, n in parcel.owners if owner is chunk]
        assert sum(owned) == chunk.count


def test_a_parcel_is_a_batch_stamped_when_it_is_sent() -> None:
    (parcel,) = pack([Chunk([b'{"a":1}', b'{"a":2}'], None, 2, 14)], 100)
    assert orjson.loads(parcel.body(datetime(2026, 11, 24, tzinfo=UTC))) == {
        "sentAt": "2026-11-24T00:00:00.000Z",
        "batch": [{"a": 1}, {"a": 2}],
    }
