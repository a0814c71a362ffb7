"""Judging by the tracking plan."""

import json
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


def test_a_persons_id_is_not_shown_wherever_it_stands(track: Track) -> None:
    rejection = rejection_of(track(userId="ada-4711", properties={"price": "ada-4711"}))
    found = {v["pointer"]: v["found"] for v in rejection.violations}
    assert found["/properties/price"] == "string"


@pytest.mark.parametrize("properties", ["text", [], 5, True])
def test_properties_must_be_an_object(track: Track, properties: Any) -> None:
    assert rejection_of(track(properties=properties)).reason == "schema_violation"


def test_violations_are_bounded(track: Track) -> None:
    products = [{"product_id": "p", "price": "x"}] * 100
    item = track(event="Cart Viewed", properties={"products": products})
    violations = rejection_of(item).violations
    assert len(violations) == 21
    assert (violations[-1]["keyword"], violations[-1]["found"]) == ("more", "80 more")


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


def described(vendor_and_name: str, data: Any, pointer: str = "/co/data/0") -> Entity:
    ref = SchemaRef.parse(f"iglu:{vendor_and_name}/jsonschema/1-0-0")
    return Entity(ref, data, pointer)


WEB_PAGE = "com.snowplowanalytics.snowplow/web_page"


def test_what_is_off_the_plan_passes_where_the_source_allows_it(track: Track) -> None:
    call = normalise(track(event="Own Event", properties={"any": "thing"}), "batch", {})
    verdict = police(call, packaged(), "allow")
    assert verdict.schema_ref == UNPLANNED
    assert [(v["pointer"], v["found"]) for v in verdict.violations] == [("/event", '"Own Event"')]
    assert rejection_of(track(event="Own Event")).reason == "unknown_event"
    with pytest.raises(Rejection) as error:
        police(replace(call, data="text"), packaged(), "allow")
    assert error.value.reason == "schema_violation"


def test_what_breaks_its_schema_passes_flagged_where_the_source_allows_it(track: Track) -> None:
    call = normalise(track(properties={"price": "abc"}), "batch", {})
    verdict = police(call, packaged(), "allow")
    assert verdict.schema_ref == "iglu:io.headwater/product_viewed/jsonschema/1-0-0"
    assert {(v["pointer"], v["keyword"]) for v in verdict.violations} == {
        ("/properties", "required"),
        ("/properties/price", "type"),
    }
    assert police(normalise(track(), "batch", {}), packaged(), "allow").violations == []


def test_an_entity_is_judged_by_its_own_schema(track: Track) -> None:
    call = normalise(track(), "batch", {})
    good = replace(call, entities=(described(WEB_PAGE, {"id": "v"}),))
    assert police(good, packaged()).violations == []
    broken = replace(call, entities=(described(WEB_PAGE, {"id": 5}),))
    with pytest.raises(Rejection) as error:
        police(broken, packaged())
    assert error.value.schema_ref == f"iglu:{WEB_PAGE}/jsonschema/1-0-0"
    assert error.value.violations[0]["pointer"] == "/co/data/0/data/id"
    flagged = police(broken, packaged(), "allow")
    assert flagged.schema_ref.endswith("product_viewed/jsonschema/1-0-0")
    assert flagged.violations == error.value.violations


def test_an_entity_without_a_schema_is_policed_by_the_source(track: Track) -> None:
    stranger = described("com.acme/loyalty", {"level": 5}, "/cx/data/1")
    call = replace(normalise(track(), "batch", {}), entities=(described(WEB_PAGE, {"id": "v"}),))
    call = replace(call, entities=(*call.entities, stranger))
    with pytest.raises(Rejection) as error:
        police(call, packaged())
    assert error.value.reason == "unknown_event"
    assert error.value.violations[0]["pointer"] == "/cx/data/1/schema"
    assert police(call, packaged(), "allow").violations == error.value.violations
    assert with_entities(call).own_context["entities"] == [
        {"schema": f"iglu:{WEB_PAGE}/jsonschema/1-0-0", "data": {"id": "v"}},
        {"schema": str(stranger.ref), "data": {"level": 5}},
    ]


def test_everything_that_is_wrong_is_told_at_once(track: Track) -> None:
    entities = (described(WEB_PAGE, {"id": 5}), described("com.acme/x", {}, "/co/data/1"))
    call = replace(normalise(track(properties={}), "batch", {}), entities=entities)
    with pytest.raises(Rejection) as error:
        police(call, packaged())
    assert error.value.reason == "schema_violation"
    assert error.value.schema_ref == "iglu:io.headwater/product_viewed/jsonschema/1-0-0"
    assert [v["pointer"] for v in error.value.violations] == [
        "/properties",
        "/co/data/0/data/id",
        "/co/data/1/schema",
    ]


def test_absorbed_entities_are_not_told_twice(track: Track) -> None:
    entity = described(WEB_PAGE, {"id": "v"})._replace(absorbed=True)
    call = replace(normalise(track(), "batch", {}), entities=(entity,))
    assert with_entities(call) == call


def test_a_client_of_segments_api_lists_entities_too(track: Track) -> None:
    page = {"schema": f"iglu:{WEB_PAGE}/jsonschema/1-0-0", "data": {"id": "v"}}
    call = normalise(track(context={"entities": [page], "timezone": "UTC"}), "batch", {})
    assert police(call, packaged()).violations == []
    assert with_entities(call).own_context == {"entities": [page]}
    assert call.context == {"timezone": "UTC"}
    rejection = rejection_of(track(context={"entities": [page, {**page, "data": {"id": 5}}]}))
    assert rejection.violations[0]["pointer"] == "/context/entities/1/data/id"
    unknown = rejection_of(
        track(context={"entities": [{**page, "schema": "iglu:a/b/jsonschema/1-0-0"}]})
    )
    assert unknown.reason == "unknown_event"
    with pytest.raises(Rejection) as error:
        normalise(track(context={"entities": [page, "text"]}), "batch", {})
    assert error.value.reason == "adapter_failure"
    assert error.value.violations[0]["pointer"] == "/context/entities/1"


@pytest.mark.parametrize("entities", ["text", {}, [], [1], [{"schema": 5}]])
def test_entities_of_the_clients_own_making_are_left_alone(track: Track, entities: Any) -> None:
    call = normalise(track(context={"entities": entities}), "batch", {})
    assert (call.entities, call.context) == ((), {"entities": entities})


def test_a_name_beside_the_properties_is_pointed_at(track: Track) -> None:
    page = {"type": "page", "anonymousId": "a", "name": 5}
    assert [v["pointer"] for v in rejection_of(page).violations] == ["/name"]
    page["properties"] = {"name": 5}
    assert [v["pointer"] for v in rejection_of(page).violations] == ["/properties/name"]


def test_of_branches_it_is_told_what_each_wants_and_no_data(track: Track) -> None:
    rejection = rejection_of(track(event="Product Added", properties={"products": "ada@x.example"}))
    [branches] = [v for v in rejection.violations if v["keyword"] == "anyOf"]
    assert json.loads(branches["expected"]) == {
        "branches": [{"required": {"property": "product_id"}}, {"type": {"types": ["array"]}}]
    }
    assert branches["found"] == "object"
