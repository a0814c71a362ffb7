"""Judging by the tracking plan."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest_lambdas.collector.call import Entity
from ingest_lambdas.collector.police import UNPLANNED, police, with_entities
from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.contract.registry import Registry, packaged, read_folder
from ingest_lambdas.contract.schema_ref import SchemaRef

Track = Callable[..., dict[str, Any]]


def rejection_of(item: dict[str, Any], registry: Registry | None = None) -> Rejection:
    with pytest.raises(Rejection) as error:
        police(normalise(item, "batch", {}), registry or packaged())
    return error.value


def test_a_good_call_names_its_schema(track: Track) -> None:
    verdict = police(normalise(track(), "batch", {}), packaged())
    assert verdict.schema_ref == "iglu:io.headwater/product_viewed/jsonschema/1-0-0"


def test_an_event_off_the_plan(track: Track) -> None:
    rejection = rejection_of(track(event="product viewed"))
    assert rejection.reason == "unknown_event"
    assert rejection.violations[0]["found"] == '"product viewed"'


def test_each_violation_says_where_and_what(track: Track) -> None:
    products = [{"product_id": "p", "price": "abc"}, {"price": -1}]
    item = track(event="Order Completed", properties={"currency": "EURO", "products": products})
    rejection = rejection_of(item)
    assert rejection.reason == "schema_violation"
    assert rejection.schema_ref == "iglu:io.headwater/order_completed/jsonschema/1-0-0"
    found = {(v["pointer"], v["keyword"]): v["found"] for v in rejection.violations}
    assert found == {
        ("/properties", "required"): "object",
        ("/properties/currency", "pattern"): '"EURO"',
        ("/properties/products/0/price", "type"): '"abc"',
        ("/properties/products/1", "required"): "object",
        ("/properties/products/1/price", "minimum"): "-1",
    }
    assert all(v["expected"] for v in rejection.violations)


def test_a_personal_value_is_not_shown() -> None:
    item = {"type": "identify", "userId": "u", "traits": {"email": {"work": "ada@example.com"}}}
    assert rejection_of(item).violations[0]["found"] == "object"
    item = {"type": "identify", "userId": "u", "traits": {"phone": 1.5}}
    assert rejection_of(item).violations[0]["found"] == "number"


@pytest.mark.parametrize("properties", ["text", [], 5, True])
def test_properties_must_be_an_object(track: Track, properties: Any) -> None:
    assert rejection_of(track(properties=properties)).reason == "schema_violation"


def test_violations_are_bounded(track: Track) -> None:
    products = [{"product_id": "p", "price": "x"}] * 100
    item = track(event="Cart Viewed", properties={"products": products})
    assert len(rejection_of(item).violations) == 20


def test_senders_of_the_older_model_are_still_understood(tmp_path: Path, track: Track) -> None:
    for model, field in (("1-0-0", "old"), ("2-0-0", "new")):
        file = tmp_path / "v" / "n" / "jsonschema" / model
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            '{"$schema": "http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema'
            '/jsonschema/1-0-0#", "self": {"vendor": "v", "name": "n", "format": "jsonschema",'
            f' "version": "{model}"}}, "x-event": {{"type": "track", "name": "N"}}, "title": "N",'
            f' "description": "d", "examples": [{{}}], "required": ["{field}"]}}'
        )
    registry = Registry(read_folder(tmp_path))
    older = normalise(track(event="N", properties={"old": 1}), "batch", {})
    assert police(older, registry).schema_ref == "iglu:v/n/jsonschema/1-0-0"
    neither = rejection_of(track(event="N", properties={}), registry)
    assert neither.schema_ref == "iglu:v/n/jsonschema/2-0-0"


def described(vendor_and_name: str, data: Any, pointer: str = "/co/0") -> Entity:
    ref = SchemaRef.parse(f"iglu:{vendor_and_name}/jsonschema/1-0-0")
    return Entity(ref, data, pointer)


WEB_PAGE = "com.snowplowanalytics.snowplow/web_page"


def test_what_is_off_the_plan_passes_where_the_source_allows_it(track: Track) -> None:
    call = normalise(track(event="Own Event", properties={"any": "thing"}), "batch", {})
    assert police(call, packaged(), "allow").schema_ref == UNPLANNED
    assert rejection_of(track(event="Own Event")).reason == "unknown_event"
    with pytest.raises(Rejection) as error:
        police(replace(call, data="text"), packaged(), "allow")
    assert error.value.reason == "schema_violation"


def test_what_is_on_the_plan_must_pass_it_whatever_the_policy(track: Track) -> None:
    with pytest.raises(Rejection) as error:
        police(normalise(track(properties={}), "batch", {}), packaged(), "allow")
    assert error.value.reason == "schema_violation"


def test_an_entity_is_judged_by_its_own_schema(track: Track) -> None:
    call = normalise(track(), "batch", {})
    good = replace(call, entities=(described(WEB_PAGE, {"id": "v"}),))
    assert police(good, packaged()).unjudged == ()
    with pytest.raises(Rejection) as error:
        police(replace(call, entities=(described(WEB_PAGE, {"id": 5}),)), packaged())
    assert error.value.schema_ref == f"iglu:{WEB_PAGE}/jsonschema/1-0-0"
    assert error.value.violations[0]["pointer"] == "/co/0/id"


def test_an_entity_without_a_schema_is_policed_by_the_source(track: Track) -> None:
    stranger = described("com.acme/loyalty", {"level": 5}, "/cx/1")
    call = replace(normalise(track(), "batch", {}), entities=(described(WEB_PAGE, {"id": "v"}),))
    call = replace(call, entities=(*call.entities, stranger))
    with pytest.raises(Rejection) as error:
        police(call, packaged())
    assert (error.value.reason, error.value.violations[0]["pointer"]) == ("unknown_event", "/cx/1")
    verdict = police(call, packaged(), "allow")
    assert verdict.schema_ref.endswith("product_viewed/jsonschema/1-0-0")
    assert with_entities(call, verdict).context["entities"] == [
        {"schema": f"iglu:{WEB_PAGE}/jsonschema/1-0-0", "data": {"id": "v"}},
        {"schema": str(stranger.ref), "data": {"level": 5}, "unjudged": True},
    ]


def test_absorbed_entities_are_not_told_twice(track: Track) -> None:
    entity = described(WEB_PAGE, {"id": "v"})._replace(absorbed=True)
    call = replace(normalise(track(), "batch", {}), entities=(entity,))
    assert with_entities(call, police(call, packaged())) == call
