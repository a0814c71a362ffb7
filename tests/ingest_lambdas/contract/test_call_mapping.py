"""Rows become the calls that a mapping declares, or say which field is wrong."""

from typing import Any

import pytest

from ingest_lambdas.contract.call_mapping import (
    MappingUnreadable,
    RowUnmappable,
    map_row,
    read_mapping,
)

MAPPING = """
[[call]]
type = "identify"
user_id = "customer.id"
timestamp = "changed"

[call.traits]
email = "customer.email"
vip = { path = "customer.vip", as = "boolean" }

[[call]]
type = "track"
event = { value = "Order Completed" }
user_id = "customer.id"
when = { path = "kind", in = ["order", "reorder"] }

[call.properties]
total = { path = "total", as = "number" }
"""


def calls(row: dict[str, Any], mapping: str = MAPPING) -> list[dict[str, Any]]:
    return list(map_row(read_mapping(mapping), row))


def test_a_row_makes_every_call_that_applies() -> None:
    row = {
        "customer": {"id": 7, "email": "a@b.example", "vip": "yes"},
        "changed": "2026-01-02 03:04:05+01:00",
        "kind": "order",
        "total": "12.50",
    }
    assert calls(row) == [
        {
            "type": "identify",
            "userId": "7",
            "timestamp": "2026-01-02T02:04:05.000Z",
            "traits": {"email": "a@b.example", "vip": True},
        },
        {
            "type": "track",
            "event": "Order Completed",
            "userId": "7",
            "properties": {"total": 12.5},
        },
    ]


def test_what_a_row_lacks_is_left_out() -> None:
    assert calls({"customer": {"id": "u", "email": ""}, "kind": "visit"}) == [
        {"type": "identify", "userId": "u", "traits": {}}
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"customer": {"email": "x"}}, "neither a user id nor an anonymous id"),
        ({"customer": {"id": "u", "vip": "perhaps"}}, "customer.vip: 'perhaps' is no boolean"),
        ({"customer": {"id": "u"}, "changed": "soon"}, "'soon' is no ISO 8601 moment"),
        ({"customer": {"id": "u"}, "kind": "order", "total": "nan"}, "total: 'nan' is no number"),
        ({"customer": "u"}, "neither"),
    ],
)
def test_a_row_that_is_not_as_declared_says_where(row: dict[str, Any], reason: str) -> None:
    with pytest.raises(RowUnmappable, match=reason):
        calls(row)


@pytest.mark.parametrize(
    ("mapping", "reason"),
    [
        ("call = [", "mapping: "),
        ("", "declares no"),
        ('[[call]]\ntype = "buy"', "call 1: type is one of"),
        ('[[call]]\ntype = "track"\nuserid = "x"', "call 1: userid is unknown"),
        ('[[call]]\ntype = "track"\nuser_id = 7', "call 1: user_id is a path"),
        ('[[call]]\ntype = "track"\nuser_id = {path = "x", as = "date"}', "as is one of"),
    ],
)
def test_a_mapping_that_is_not_well_declared_says_where(mapping: str, reason: str) -> None:
    with pytest.raises(MappingUnreadable, match=reason):
        read_mapping(mapping)
