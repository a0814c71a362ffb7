"""The examples of Segment's public e-commerce spec pass the tracking plan."""

from collections.abc import Callable
from typing import Any

from ingest_lambdas.collector.police import police
from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema import EventName


def test_every_example_of_the_spec_is_good(reference: Callable[[str], Any]) -> None:
    examples = reference("segment_ecommerce_spec/events.json")
    assert len(examples) == 25
    passed = {}
    for example in examples:
        call = normalise(example | {"anonymousId": "a"}, "batch", {})
        passed[example["event"]] = police(call, packaged()).schema_ref
    assert len(passed) == 25
    assert all(schema.startswith("iglu:io.headwater/") for schema in passed.values())


def test_a_price_in_words_is_a_violation(reference: Callable[[str], Any]) -> None:
    for example in reference("segment_ecommerce_spec/events.json"):
        products = example["properties"].get("products")
        holder = products[0] if products else example["properties"]
        if "price" in holder:
            assert not _passes(example, holder | {"price": "abc"}, bool(products))


def _passes(example: dict[str, Any], product: dict[str, Any], nested: bool) -> bool:
    changed = {"products": [product]} if nested else product
    item = example | {"anonymousId": "a", "properties": {**example["properties"], **changed}}
    call = normalise(item, "batch", {})
    [planned] = packaged().candidates(EventName("track", example["event"]))
    return planned.validator.is_valid(call.data)
