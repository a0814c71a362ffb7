"""Which event is which: what brings it makes no difference, anything that it says does."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

Make = Callable[..., Any]
SETTINGS = settings(max_examples=60)
MOMENTS = st.sampled_from(["2026-11-23T22:43:59.000Z", "2026-11-23T21:00:00Z", None])
ADDRESSES = st.sampled_from(["198.51.100.9", "203.0.113.77", "2001:db8::1", None])
TRANSPORT = st.fixed_dictionaries(
    {
        "received_at": st.sampled_from(["2026-11-23T22:44:00.123Z", "2026-11-23T23:59:59.999Z"]),
        "source": st.sampled_from(["web-shop", "crm", "narrow"]),
        "ip": ADDRESSES,
        "user_agent": st.sampled_from(["one", "other", None]),
        "request_id": st.uuids().map(str),
        "network_user_id": st.uuids().map(str),
        "attempt": st.integers(0, 3),
    }
)
ITEM = {
    "type": "track",
    "event": "Product Viewed",
    "messageId": "m-1",
    "anonymousId": "visitor-0001-0001-0001",
    "userId": "customer-0001-of-the-shop",
    "timestamp": "2026-11-23T22:43:58.000Z",
    "properties": {"product_id": "p-1", "price": 9.5, "own": {"list": [1, {"deep": "text"}]}},
    "context": {
        "locale": "de-DE",
        "userAgent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0",
        "page": {"url": "https://shop.example/p?utm_source=mail", "title": "P"},
        "traits": {"email": "ada@shop.example"},
    },
    "integrations": {"All": True},
}
SNOWPLOW = {
    "e": "se",
    "eid": "c6ef3124-b53a-4b13-a233-0088f79dcbcb",
    "aid": "shop",
    "p": "web",
    "tv": "js-4.10.1",
    "duid": "visitor-0001-0001-0001",
    "dtm": "1795473838000",
    "se_ca": "category",
    "se_ac": "action",
    "url": "https://shop.example/",
}


def leaves(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of all values in objects and lists that are none themselves."""
    children: Any = enumerate(node) if isinstance(node, list) else ()
    if isinstance(node, dict):
        children = node.items()
    elif not isinstance(node, list):
        return [path]
    return [leaf for key, child in children for leaf in leaves(child, (*path, key))]


def shuffled(node: Any, rng: Random) -> Any:
    """The same, its objects' keys in another order."""
    if isinstance(node, list):
        return [shuffled(child, rng) for child in node]
    if not isinstance(node, dict):
        return node
    keys = rng.sample(list(node), len(node))
    return {key: shuffled(node[key], rng) for key in keys}


def changed(item: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    other = deepcopy(item)
    node: Any = other
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return other


def identities(made: Any, event: dict[str, Any]) -> list[tuple[str, str]]:
    """(event key, fingerprint) of each good event, in their order of arrival."""
    assert made.collect(event) == []
    assert made.rejected.lines() == []
    lines = sorted(made.validated.lines(), key=lambda line: str(line["arrival_id"]))
    return [(line["event_key"], line["fingerprint"]) for line in lines]


@SETTINGS
@given(
    transports=st.lists(TRANSPORT, min_size=2, max_size=2),
    sent=st.lists(MOMENTS, min_size=2, max_size=2),
    addresses=st.lists(ADDRESSES, min_size=2, max_size=2),
    rng=st.randoms(use_true_random=False),
    alone=st.booleans(),
)
def test_what_brings_an_event_makes_no_difference(
    transports: list[dict[str, Any]],
    sent: list[Any],
    addresses: list[Any],
    rng: Random,
    alone: bool,
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
) -> None:
    first = changed(ITEM, ("context", "ip"), addresses[0])
    again = shuffled(changed(ITEM, ("context", "ip"), addresses[1]), rng)
    body: Any = {"batch": [again], "sentAt": sent[1]}
    if alone:
        body = {**again, "sentAt": sent[1], "writeKey": "another"}
    event = kinesis_event(
        raw_record({"batch": [first], "sentAt": sent[0]}, **transports[0]),
        raw_record(body, "track" if alone else "batch", **transports[1]),
    )
    one, other = identities(bench(), event)
    assert one == other


@SETTINGS
@given(path=st.sampled_from(leaves(ITEM)), value=st.text("xyz", min_size=1))
def test_whatever_an_event_says_makes_a_difference(
    path: tuple[Any, ...],
    value: str,
    bench: Make,
    kinesis_event: Make,
    raw_record: Make,
) -> None:
    assume(path not in [("type",), ("event",), ("timestamp",), ("properties", "price")])
    other = changed(ITEM, path, value)
    event = kinesis_event(raw_record({"batch": [ITEM]}), raw_record({"batch": [other]}))
    (key, content), (other_key, other_content) = identities(bench(), event)
    assert key != other_key
    assert (content == other_content) == (path == ("messageId",))


def test_so_do_its_name_its_time_its_numbers_and_what_it_lacks(
    bench: Make, kinesis_event: Make, raw_record: Make
) -> None:
    without = deepcopy(ITEM)
    del without["properties"]["own"]  # type: ignore[attr-defined]
    others = [
        changed(ITEM, ("event",), "Product Clicked"),
        changed(ITEM, ("timestamp",), "2026-11-23T22:43:58.001Z"),
        changed(ITEM, ("properties", "price"), 9.51),
        changed(ITEM, ("properties", "more"), None),
        without,
    ]
    event = kinesis_event(*(raw_record({"batch": [item]}) for item in [ITEM, *others]))
    assert len(set(identities(bench(), event))) == 1 + len(others)


@SETTINGS
@given(
    transports=st.lists(TRANSPORT, min_size=2, max_size=2),
    ways=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "stm": st.sampled_from(["1795473838100", "1795473839999"]),
                "ip": ADDRESSES,
                "nuid": st.uuids().map(str),
                "tnuid": st.uuids().map(str),
            },
        ),
        min_size=2,
        max_size=2,
    ),
)
def test_nor_does_what_brings_a_snowplow_event(
    transports: list[dict[str, Any]],
    ways: list[dict[str, Any]],
    bench: Make,
    kinesis_event: Make,
    snowplow_record: Make,
) -> None:
    records = [
        snowplow_record({**SNOWPLOW, **way}, **{**transport, "source": "web-shop"})
        for way, transport in zip(ways, transports, strict=True)
    ]
    one, other = identities(bench(), kinesis_event(*records))
    assert one == other
    different = snowplow_record({**SNOWPLOW, "se_ac": "another"})
    assert one not in identities(bench(), kinesis_event(different))
