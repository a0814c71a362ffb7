"""The law: every arrival comes out good or rejected, whatever it holds and whatever fails."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS, Table

Make = Callable[..., Any]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
PRODUCT = st.fixed_dictionaries({"product_id": st.text(min_size=1), "own": JSON})
CONTEXT = st.fixed_dictionaries(
    {},
    optional={
        "page": st.fixed_dictionaries({"url": st.text()}) | JSON,
        "userAgent": st.text() | JSON,
        "campaign": st.dictionaries(st.sampled_from(["source", "name"]), st.text()) | JSON,
        "locale": st.text() | JSON,
        "ip": st.ip_addresses().map(str) | JSON,
        "traits": JSON,
    },
)
SHAPED = {
    "type": st.just("track"),
    "event": st.sampled_from(["Product Viewed", "Product Added", "Cart Viewed"]),
    "anonymousId": st.text(min_size=1),
    "properties": PRODUCT,
}
ODD = {
    "type": st.sampled_from(["page", "screen", "identify", "group", "alias", "x"]),
    "event": JSON,
    "messageId": st.text() | JSON,
    "userId": st.text() | JSON,
    "previousId": st.text(),
    "groupId": st.text(),
    "timestamp": st.datetimes().map(str) | JSON,
    "properties": JSON,
    "traits": JSON,
    "context": JSON,
}
LIKELY = {"context": CONTEXT, "messageId": st.text(), "timestamp": st.datetimes().map(str)}
GOOD = st.fixed_dictionaries(SHAPED, optional=LIKELY)
NEARLY = st.builds(lambda good, odd: good | odd, GOOD, st.fixed_dictionaries({}, optional=ODD))
ITEMS = st.lists(GOOD | NEARLY | JSON, min_size=1, max_size=6)
SHARED = st.dictionaries(st.sampled_from(["context", "sentAt"]), JSON)
RECORD = st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode())
SETTINGS = settings(max_examples=150)


def fits(table: Table, line: dict[str, Any]) -> bool:
    """Whether COPY would take the line."""
    for column in table.columns:
        value = line.get(column.name)
        if value is None:
            assert column.nullable, column.name
        elif column.length:
            assert len(value.encode()) <= column.length, column.name
            assert "\0" not in value, column.name
        if column.accepted and value is not None:
            assert value in column.accepted, column.name
    return True


@SETTINGS
@given(items=ITEMS, shared=SHARED, ascii_only=st.booleans())
def test_every_item_is_good_or_rejected_once_and_fits_its_table(
    items: list[Any],
    shared: dict[str, Any],
    ascii_only: bool,
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
) -> None:
    made = bench()
    text = json.dumps({**shared, "batch": items}, ensure_ascii=ascii_only)
    record = raw_record(text.encode(errors="replace").decode(), count=len(items))
    assert made.collect(kinesis_event(record)) == []
    good, rejected = made.validated.lines(), made.rejected.lines()
    arrivals = Counter(line["arrival_id"] for line in good + rejected)
    assert arrivals == {f"shardId-000000000001:100:{n}": 1 for n in range(len(items))}
    assert all(fits(EVENTS, line) for line in good)
    assert all(fits(REJECTED_EVENTS, line) for line in rejected)


@SETTINGS
@given(records=st.lists(RECORD, max_size=4))
def test_no_record_blocks_the_shard(records: list[bytes], bench: Make, kinesis_event: Make) -> None:
    made = bench()
    assert made.collect(kinesis_event(*records)) == []
    assert len({line["arrival_id"] for line in made.rejected.lines()}) == len(records)


@SETTINGS
@given(failures=st.lists(st.booleans(), max_size=12), patience=st.booleans())
def test_partial_failures_lose_nothing(
    failures: list[bool],
    patience: bool,
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    invocation: Make,
) -> None:
    drawn = iter(failures)

    def fails(call: int, position: int) -> bool:
        return next(drawn, False)

    made = bench(validated=fails, rejected=fails)
    made.context = invocation(40_000 if patience else 20_000)
    bodies = [
        {"batch": [track(anonymousId=f"{n}-{i}", event=event)]}
        for n in range(4)
        for i, event in enumerate(("Product Viewed", "Off Plan"))
    ]
    event = kinesis_event(*(raw_record(body) for body in bodies))
    waiting = event["Records"]
    while waiting:
        again = made.collect({"Records": waiting})
        sequences = [record["kinesis"]["sequenceNumber"] for record in waiting]
        waiting = waiting[sequences.index(again[0]) :] if again else []
    arrivals = {f"shardId-000000000001:{100 + n}:0" for n in range(8)}
    good = {line["arrival_id"] for line in made.validated.lines()}
    rejected = {line["arrival_id"] for line in made.rejected.lines()}
    assert good | rejected == arrivals
    assert not good & rejected
