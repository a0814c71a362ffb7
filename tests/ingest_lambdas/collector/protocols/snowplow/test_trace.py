"""Where a violation of a Snowplow event is pointed at: in the event as it was sent."""

from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.police import police, with_entities
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.contract.registry import packaged

from .conftest import CORE

Make = Callable[..., Any]
SHOP = f"{CORE}.ecommerce"


def pointers(call: Any) -> set[tuple[str, str]]:
    with pytest.raises(Rejection) as error:
        police(call, packaged())
    return {(v["pointer"], v["keyword"]) for v in error.value.violations}


def test_a_parameter(snowplow_event: Make, call_of: Make) -> None:
    item = snowplow_event("tr", tr_id="o-1", tr_tt="-5", tr_cu="EURO")
    assert pointers(call_of(item)) == {("/tr_tt", "minimum"), ("/tr_cu", "pattern")}


def test_a_renamed_field_of_an_event(snowplow_event: Make, call_of: Make) -> None:
    event = (f"{CORE}/add_to_cart", {"sku": "s", "quantity": 1, "unitPrice": -1})
    assert pointers(call_of(snowplow_event("ue", event=event))) == {
        ("/ue_pr/data/data/unitPrice", "minimum")
    }


@pytest.mark.parametrize("packed", [False, True])
def test_fields_of_absorbed_entities(
    snowplow_event: Make, encoded: Make, call_of: Make, packed: bool
) -> None:
    event = (f"{SHOP}/snowplow_ecommerce_action/jsonschema/1-0-2", {"type": "transaction"})
    item = snowplow_event(
        "ue",
        (f"{CORE}/web_page", {"id": "p"}),
        (f"{SHOP}/product", {"id": "a", "category": "c", "price": 1, "currency": "EUR"}),
        (f"{SHOP}/product", {"id": "b" * 600, "category": "c", "price": -1, "currency": "EUR"}),
        (f"{SHOP}/transaction", {"transaction_id": "t", "revenue": -1, "currency": "EUR"}),
        event=event,
    )
    place = "/cx" if packed else "/co"
    call = call_of(encoded(item, True, True) if packed else item)
    found = pointers(call)
    assert (f"{place}/data/2/data/id", "maxLength") in found
    assert (f"{place}/data/2/data/price", "minimum") in found
    assert (f"{place}/data/3/data/revenue", "minimum") in found
    assert not {pointer for pointer, _ in found if pointer.startswith("/properties")}


def test_a_single_product_lies_flat(snowplow_event: Make, call_of: Make) -> None:
    event = (f"{SHOP}/snowplow_ecommerce_action/jsonschema/1-0-2", {"type": "product_view"})
    product = {"id": "a", "category": "c", "price": -1, "currency": "EUR"}
    item = snowplow_event("ue", (f"{SHOP}/product", product), event=event)
    assert ("/co/data/0/data/price", "minimum") in pointers(call_of(item))


def test_a_number_that_the_warehouse_cannot_hold(snowplow_event: Make, call_of: Make) -> None:
    event = (f"{CORE}/timing", {"category": "c", "variable": "v", "timing": 1, "own": 2**64 - 1})
    entity = (f"{CORE}/web_page", {"id": "p", "own": [2**64 - 1]})
    for item, pointer in (
        (snowplow_event("ue", event=event), "/ue_pr/data/data/own"),
        (snowplow_event("pv", entity), "/co/data/0/data/own/0"),
    ):
        with pytest.raises(Rejection) as error:
            Pseudonymiser(b"0123456789abcdef").pseudonymise(with_entities(call_of(item)))
        assert error.value.violations[0]["pointer"] == pointer


def test_an_event_that_no_schema_knows(snowplow_event: Make, call_of: Make) -> None:
    item = snowplow_event("ue", event=("com.acme/own", {}))
    assert pointers(call_of(item)) == {("/ue_pr/data/schema", "enum")}
