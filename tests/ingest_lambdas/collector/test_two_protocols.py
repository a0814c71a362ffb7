"""Snowplow's events through the whole collector, beside Segment's."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.contract.columns import EVENTS

Make = Callable[..., Any]
CORE = "com.snowplowanalytics.snowplow"
ECOMMERCE = f"{CORE}.ecommerce"
SENT_MS = 1_795_473_838_000


def packed(envelope: str, data: Any) -> str:
    schema = f"iglu:{CORE}/{envelope}/jsonschema/1-0-0"
    return json.dumps({"schema": schema, "data": data})


def described(place: str, data: Any) -> dict[str, Any]:
    return {"schema": f"iglu:{place}/jsonschema/1-0-0", "data": data}


def page_view(**parameters: Any) -> dict[str, Any]:
    event = {"e": "pv", "eid": "e-1", "aid": "shop", "duid": "visitor-0001-0001-0001"}
    times = {"dtm": str(SENT_MS - 2_000), "stm": str(SENT_MS)}
    return {**event, **times, "url": "https://shop.example/p", **parameters}


def added_to_cart(**parameters: Any) -> dict[str, Any]:
    product = {"id": "p-1", "category": "lips", "price": 9.5, "currency": "EUR", "quantity": 2}
    action = described(f"{ECOMMERCE}/snowplow_ecommerce_action", {"type": "add_to_cart"})
    entities = [described(f"{ECOMMERCE}/product", product)]
    told = {"ue_pr": packed("unstruct_event", action), "co": packed("contexts", entities)}
    return page_view(e="ue", **told, **parameters)


def test_a_good_event_has_its_columns(
    bench: Make, kinesis_event: Make, snowplow_record: Make
) -> None:
    made = bench()
    item = page_view(page="P", lang="de", tv="js-4.10.1", uid="u")
    assert made.collect(kinesis_event(snowplow_record(item))) == []
    [line] = made.validated.lines()
    assert {c.name for c in EVENTS.columns if not c.nullable} <= line.keys()
    assert line.keys() <= {c.name for c in EVENTS.columns}
    assert (line["protocol"], line["source"], line["event_type"]) == (
        "snowplow",
        "web-shop",
        "page",
    )
    assert (line["event_id"], line["event_at"]) == ("e-1", "2026-11-23T22:43:58.123Z")
    assert (line["page_url"], line["page_title"]) == ("https://shop.example/p", "P")
    assert (line["library"], line["ip"]) == ("snowplow-js/4.10.1", "203.0.113.0")
    assert line["visitor_id"] == line["anonymous_id"] != "visitor-0001-0001-0001"


def test_both_protocols_tell_of_the_same_event(
    bench: Make, kinesis_event: Make, snowplow_record: Make, raw_record: Make, track: Make
) -> None:
    made = bench()
    properties = {
        "product_id": "p-1", "category": "lips", "price": 9.5, "currency": "EUR", "quantity": 2
    }  # fmt: skip
    segment = raw_record({"batch": [track(event="Product Added", properties=properties)]})
    made.collect(kinesis_event(segment, snowplow_record(added_to_cart())))
    one, two = made.validated.lines()
    same = ("event_type", "event_name", "schema_ref", "properties", "visitor_id", "event_day")
    assert [one[name] for name in same] == [two[name] for name in same]
    assert (one["protocol"], two["protocol"]) == ("segment", "snowplow")


def test_a_resend_has_the_same_key_whatever_the_network_says(
    bench: Make, kinesis_event: Make, snowplow_record: Make
) -> None:
    made = bench()
    first = snowplow_record(added_to_cart())
    later = added_to_cart(stm=str(SENT_MS + 60_000), ip="198.51.100.9")
    again = snowplow_record(later, network_user_id="network-2", ip="198.51.100.1")
    made.collect(kinesis_event(first, again))
    keys = {line["event_key"] for line in made.validated.lines()}
    assert len(keys) == 1


def test_of_the_anonymous_nothing_but_the_event_is_kept(
    bench: Make, kinesis_event: Make, snowplow_record: Make
) -> None:
    made = bench()
    items = [page_view(eid=f"e-{n}", duid=None, ip="192.0.2.1", nuid="n") for n in range(2)]
    record = snowplow_record(*items, anonymous=True, ip=None)
    del record["network_user_id"]
    made.collect(kinesis_event(record))
    lines = made.validated.lines()
    assert len({line["visitor_id"] for line in lines}) == 2
    assert not {"ip", "anonymous_id", "user_id"} & set().union(*lines)
    assert all("network_user_id" not in line.get("context", {}) for line in lines)


def test_without_an_id_of_its_own_a_visitor_is_the_networks(
    bench: Make, kinesis_event: Make, snowplow_record: Make, pseudonymiser: Any
) -> None:
    made = bench()
    made.collect(kinesis_event(snowplow_record(page_view(duid=None))))
    [line] = made.validated.lines()
    assert line["visitor_id"] == pseudonymiser.pseudonym("network-1")
    assert line["context"]["network_user_id"] == line["visitor_id"]
    assert "anonymous_id" not in line


def test_bad_events_are_set_aside_each_with_its_reason(
    bench: Make, kinesis_event: Make, snowplow_record: Make
) -> None:
    made = bench()
    stranger = packed("contexts", [described("com.acme/own", {})])
    nameless = packed("contexts", [described(f"{ECOMMERCE}/product", {"id": "p"})])
    items = [
        page_view(),
        None,
        page_view(e="xx", eid="kind"),
        page_view(aid="lenient", eid="other's"),
        page_view(co=stranger, eid="unknown"),
        page_view(co=nameless, eid="violation"),
        page_view(page="x" * 33_000, eid="size"),
    ]
    assert made.collect(kinesis_event(snowplow_record(*items))) == []
    assert [line["event_id"] for line in made.validated.lines()] == ["e-1"]
    rejected = made.rejected.lines()
    assert {line.get("event_id"): line["reason"] for line in rejected} == {
        None: "malformed",
        "kind": "adapter_failure",
        "other's": "adapter_failure",
        "unknown": "unknown_event",
        "violation": "schema_violation",
        "size": "size_violation",
    }
    assert {line["protocol"] for line in rejected} == {"snowplow"}
    assert json.loads(rejected[1]["payload"]) == items[2]


def test_a_lenient_source_keeps_what_no_schema_knows(
    bench: Make,
    kinesis_event: Make,
    snowplow_record: Make,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = bench()
    own = packed("unstruct_event", described("com.acme/own", {"a": 1}))
    entity = packed("contexts", [described("com.acme/thing", {"b": 2})])
    item = page_view(e="ue", ue_pr=own, co=entity, aid="lenient")
    made.collect(kinesis_event(snowplow_record(item, source="lenient")))
    [line] = made.validated.lines()
    assert (line["event_name"], line["properties"]) == ("own", {"a": 1})
    assert line["schema_ref"] == "iglu:io.headwater/unplanned/jsonschema/1-0-0"
    assert line["context"]["entities"][0]["data"] == {"b": 2}
    assert [(v["pointer"], v["keyword"]) for v in line["violations"]] == [
        ("/ue_pr/data/schema", "enum"),
        ("/co/data/0/schema", "enum"),
    ]
    assert {v["found"] for v in line["violations"]} == {"string"}
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["flagged"] == 1


def test_a_body_that_was_too_big_to_read_is_one_arrival_of_its_size(
    bench: Make, kinesis_event: Make, snowplow_record: Make
) -> None:
    made = bench()
    record = snowplow_record(count=1, unread_bytes=900_000, body_ref="s3://b/oversize/x")
    assert made.collect(kinesis_event(record)) == []
    [line] = made.rejected.lines()
    assert (line["reason"], line["protocol"]) == ("size_violation", "snowplow")
    assert line["violations"][0]["found"] == "900000 bytes"
    assert json.loads(line["payload"])["body_ref"] == "s3://b/oversize/x"


@pytest.mark.parametrize("query", ["e=pv&eid=g-1&aid=shop&url=https%3A%2F%2Fshop.example%2Fp"])
def test_a_pixel_is_an_event(
    bench: Make, kinesis_event: Make, raw_record: Make, query: str
) -> None:
    made = bench()
    record = raw_record(query, "i", protocol="snowplow", network_user_id="n")
    zipped = {**record, "body_base64": base64.b64encode(query.encode()).decode()}
    del zipped["body"]
    made.collect(kinesis_event(record, zipped))
    lines = made.validated.lines()
    assert [line["event_id"] for line in lines] == ["g-1", "g-1"]
    assert lines[0]["page_url"] == "https://shop.example/p"


def test_an_app_tells_of_its_device_and_its_ids_are_pseudonyms(
    bench: Make, kinesis_event: Make, snowplow_record: Make, pseudonymiser: Any
) -> None:
    made = bench()
    mobile = {
        "osType": "android", "osVersion": "16", "deviceManufacturer": "Acme",
        "deviceModel": "Phone 7", "androidIdfa": "advertising-1",
    }  # fmt: skip
    session = {
        "userId": "app-user-0001-0001", "sessionId": "s", "sessionIndex": 1,
        "storageMechanism": "SQLITE",
    }  # fmt: skip
    place = {"latitude": 47.4979, "longitude": 19.0402}
    contexts = [
        described(f"{CORE}/mobile_context", mobile),
        described(f"{CORE}/client_session", session),
        described(f"{CORE}/geolocation_context", place),
        described("com.snowplowanalytics.mobile/application", {"version": "7.1", "build": "71"}),
    ]
    item = page_view(
        e="ue", duid=None, p="mob", tv="andr-6.0.2", co=packed("contexts", contexts),
        ue_pr=packed(
            "unstruct_event", described("com.snowplowanalytics.mobile/application_install", {})
        ),
    )  # fmt: skip
    made.collect(kinesis_event(snowplow_record(item, user_agent="okhttp/4.12.0")))
    [line] = made.validated.lines()
    assert line["event_name"] == "Application Installed"
    assert line["properties"] == {"version": "7.1", "build": "71"}
    assert (line["os"], line["os_version"], line["device"]) == ("android", "16", "Phone 7")
    assert (line["app_name"], line["app_version"]) == ("shop", "7.1")
    assert line["anonymous_id"] == pseudonymiser.pseudonym("app-user-0001-0001")
    text = json.dumps(line)
    assert not [
        told for told in ("advertising-1", "app-user", "47.4979", "19.0402") if told in text
    ]
