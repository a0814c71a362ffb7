"""No clear personal data goes on."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.rejection import Rejection

Track = Callable[..., dict[str, Any]]


def hide(pseudonymiser: Pseudonymiser, item: dict[str, Any]) -> Call:
    return pseudonymiser.pseudonymise(normalise(item, "batch", {}))


def test_the_same_id_always_has_the_same_pseudonym_and_another_key_another_one(
    pseudonymiser: Pseudonymiser, track: Track
) -> None:
    by_track = hide(pseudonymiser, track(userId="u-1", anonymousId="a-1"))
    by_alias = hide(pseudonymiser, {"type": "alias", "userId": "u-1", "previousId": "a-1"})
    assert by_alias.user_id == by_track.user_id
    assert by_alias.previous_id == by_track.anonymous_id
    assert by_track.user_id != by_track.anonymous_id
    assert len(by_track.user_id or "") == 64
    other = hide(Pseudonymiser(b"another key 1234"), track(userId="u-1"))
    assert other.user_id != by_track.user_id


def test_personal_fields_leave_no_clear_trace(pseudonymiser: Pseudonymiser) -> None:
    secrets = {
        "email": "Ada@Example.com",
        "firstName": "Augusta",
        "last_name": "Lovelace",
        "name": "Ada Lovelace",
        "phone": 442079460000,
        "birthday": "1815-12-10",
        "username": "countess",
        "avatar": "https://img.example/countess.png",
        "address": {"street": "St James Square", "city": "London"},
    }
    item = {
        "type": "identify",
        "userId": "customer-0001-of-many",
        "traits": {**secrets, "note": "mail ada@example.com", "id": "customer-0001-of-many"},
        "context": {
            "traits": secrets,
            "device": {"id": "F00-BA4", "name": "Ada's phone", "model": "X"},
            "page": {"url": "https://shop.example/?email=ada%40example.com&x=1"},
        },
    }
    call = hide(pseudonymiser, item)
    text = json.dumps([call.data, call.context]).lower()
    for clear in ("ada", "augusta", "lovelace", "4420", "1815", "countess", "james", "customer-0"):
        assert clear not in text
    assert call.data["id"] == call.user_id
    assert call.data["email"] == pseudonymiser.pseudonym("ada@example.com")
    assert call.data["email"] in call.data["note"]
    assert call.context["device"]["model"] == "X"
    assert call.context["page"]["url"].endswith("&x=1")


def test_a_products_name_is_not_a_persons(pseudonymiser: Pseudonymiser, track: Track) -> None:
    properties = {"product_id": "p", "name": "Rose water", "products": [{"name": "Cream"}]}
    assert hide(pseudonymiser, track(properties=properties)).data == properties


def test_a_short_id_does_not_hide_what_only_looks_like_it(
    pseudonymiser: Pseudonymiser, track: Track
) -> None:
    properties = {"product_id": "5", "rating": "5"}
    assert hide(pseudonymiser, track(userId="5", properties=properties)).data == properties


def test_empty_personal_fields_become_null(pseudonymiser: Pseudonymiser) -> None:
    item = {"type": "identify", "userId": "u", "traits": {"email": "", "phone": None}}
    assert hide(pseudonymiser, item).data == {"email": None, "phone": None}


def test_library_names_with_an_at_sign_stay(pseudonymiser: Pseudonymiser) -> None:
    for text in ("@segment/analytics-node", "analytics.js@1.2.3", "a @ b"):
        assert pseudonymiser.scrub(text) == text


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 1e301, 1e-301])
def test_numbers_that_the_warehouse_cannot_hold(
    pseudonymiser: Pseudonymiser, track: Track, number: float
) -> None:
    with pytest.raises(Rejection) as error:
        hide(pseudonymiser, track(properties={"product_id": "p", "n": [number]}))
    assert error.value.reason == "schema_violation"
