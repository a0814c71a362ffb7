"""Which fields are personal, as an installation declares it."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.personal_fields import BUILT_IN, HIDDEN, PersonalFields
from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.contract.envelope import Violation

Hide = Callable[[dict[str, Any], PersonalFields], dict[str, Any]]


@pytest.fixture
def hide(pseudonymiser: Pseudonymiser) -> Hide:
    def run(item: dict[str, Any], personal: PersonalFields) -> dict[str, Any]:
        call = pseudonymiser.pseudonymise(normalise(item, "batch", {}), personal)
        return {call.data_field: call.data, "context": call.context}

    return run


def event(**fields: Any) -> dict[str, Any]:
    return {"type": "track", "event": "E", "anonymousId": "a", **fields}


def test_a_further_name_is_personal_wherever_it_stands(
    hide: Hide, pseudonymiser: Pseudonymiser
) -> None:
    item = event(properties={"vatId": "DE1", "n": [{"vat_id": "DE1"}]}, context={"VAT-ID": "DE1"})
    done = hide(item, PersonalFields(personal=["vat_id"]))
    secret = pseudonymiser.pseudonym("DE1")
    assert done["properties"] == {"vatId": secret, "n": [{"vat_id": secret}]}
    assert done["context"] == {"VAT-ID": secret}


def test_a_path_is_that_one_field_through_lists(hide: Hide, pseudonymiser: Pseudonymiser) -> None:
    personal = PersonalFields(personal=["properties.orders.note", "context.app.build"])
    given_ = {"note": "stays", "orders": [{"note": "x", "email": "e"}, {"note": {"a": 1}}, 7]}
    done = hide(event(properties=given_, context={"app": {"build": "b"}}), personal)
    assert done["properties"]["note"] == "stays"
    first, second, third = done["properties"]["orders"]
    assert first["note"] == pseudonymiser.pseudonym("x")
    assert first["email"] == pseudonymiser.pseudonym("e")
    assert second["note"] == pseudonymiser.pseudonym('{"a":1}')
    assert third == 7
    assert done["context"]["app"]["build"] == pseudonymiser.pseudonym("b")


def test_an_excepted_name_or_path_stays_but_for_mail_addresses(
    hide: Hide, pseudonymiser: Pseudonymiser
) -> None:
    item = event(
        properties={"recipient": "ada@example.com", "shop": {"latitude": 5}, "latitude": 6}
    )
    personal = PersonalFields(not_personal=["recipient", "properties.shop.latitude"])
    done = hide(item, personal)["properties"]
    assert done["recipient"] == pseudonymiser.pseudonym("ada@example.com")
    assert done["shop"] == {"latitude": 5}
    assert done["latitude"] == pseudonymiser.pseudonym("6")


def test_traits_of_a_person_and_of_a_group(hide: Hide, pseudonymiser: Pseudonymiser) -> None:
    traits = {"name": "N", "plan": "P"}
    person = {"type": "identify", "userId": "u", "traits": traits}
    group = {"type": "group", "userId": "u", "groupId": "g", "traits": traits}
    by_plan = PersonalFields(personal=["traits.plan"], not_personal=["name"])
    hidden = pseudonymiser.pseudonym
    assert hide(person, BUILT_IN)["traits"] == {"name": hidden("N"), "plan": "P"}
    assert hide(group, BUILT_IN)["traits"] == traits
    for item in (person, group):
        assert hide(item, by_plan)["traits"] == {"name": "N", "plan": hidden("P")}


@pytest.mark.parametrize(
    ("pointer", "hidden"),
    [
        ("/properties/vat_id", True),
        ("/properties/orders/0/note", True),
        ("/properties/orders/0/note/deeper", True),
        ("/properties/note", False),
        ("/properties/email", True),
        ("", False),
        ("/event", False),
    ],
)
def test_a_violation_does_not_quote_what_is_personal(pointer: str, hidden: bool) -> None:
    personal = PersonalFields(personal=["vat_id", "properties.orders.note"])
    violation = Violation(pointer=pointer, keyword="type", expected="string", found="secret")
    assert personal.hide([violation])[0]["found"] == (HIDDEN if hidden else "secret")


names = st.sampled_from(["a", "b", "email", "plan"])
paths = st.lists(names, min_size=1, max_size=3).map(lambda parts: ".".join(["properties", *parts]))
data = st.dictionaries(
    names,
    st.recursive(
        st.text(max_size=20) | st.integers(-9, 9),
        lambda inner: st.lists(inner) | st.dictionaries(names, inner),
    ),
)


@given(data, st.lists(names | paths), st.lists(names | paths))
def test_no_declaration_breaks_it_or_changes_what_was_given(
    pseudonymiser: Pseudonymiser, data: dict[str, Any], given: list[str], excepted: list[str]
) -> None:
    before = json.dumps(data)
    call = normalise(event(properties=data), "batch", {})
    done = pseudonymiser.pseudonymise(call, PersonalFields(given, excepted))
    assert json.dumps(data) == before
    assert done.data.keys() == data.keys()
