"""Numbers that DuckDB's JSON reader would change: refused, where a text of the same look loads."""

import re
from typing import Any

import pytest

from infra.local.redshift.copy import CopyError

AUTO = "FORMAT JSON 'auto'"


def assert_refused(warehouse: Any, lake: Any, content: bytes, match: str) -> None:
    """A load of the content is refused as not supported, in words that match."""
    address = lake.put_bytes("n.json", content)
    with pytest.raises(CopyError, match=match) as refused:
        warehouse.copy(f"FROM '{address}' {AUTO}")
    assert refused.value.sqlstate == "0A000"


@pytest.mark.parametrize("declared", ["numeric(38,3)", "character varying(40)"])
def test_a_number_longer_than_a_double_is_refused_by_name(
    warehouse: Any, lake: Any, declared: str
) -> None:
    warehouse.create("t", a=declared)
    assert_refused(warehouse, lake, b'{"a": 123456789012345.678}\n', "123456789012345.678")
    address = lake.put_bytes("n.json", b'{"a": "123456789012345.678"}\n')
    assert warehouse.copy(f"FROM '{address}' {AUTO}") == 1


@pytest.mark.parametrize("literal", [b"nan", b"inf", b"-Infinity"])
def test_no_number_is_refused_wherever_it_stands(warehouse: Any, lake: Any, literal: bytes) -> None:
    warehouse.create("t", a="super")
    address = lake.put_bytes("n.json", b'{"a": ":nan,inf"}\n')
    assert warehouse.copy(f"FROM '{address}' {AUTO}") == 1
    address = lake.put_bytes("n.json", b'{"a": {"b": [%s]}}\n' % literal)
    with pytest.raises(CopyError, match="stl_load_errors"):
        warehouse.copy(f"FROM '{address}' {AUTO}")
    assert warehouse.errors() == [(1, "", 1216)]


@pytest.mark.parametrize("literal", ["1.50", "1e5", "[1.50]"])
def test_a_number_that_a_text_would_spell_otherwise_is_refused(
    warehouse: Any, lake: Any, literal: str
) -> None:
    warehouse.create("t", a="character varying(40)", b="numeric(9,2)")
    address = lake.put_bytes("n.json", b'{"a": "1.50", "b": 1.50}\n{"a": 1.5, "b": 0.10}\n')
    assert warehouse.copy(f"FROM '{address}' {AUTO}") == 2
    assert_refused(
        warehouse, lake, b'{"a": %s}\n' % literal.encode(), re.escape(literal.strip("[]"))
    )


@pytest.mark.parametrize("literal", ["-0", "[-0]", '{"b":[1,-0]}'])
def test_a_negative_zero_is_refused_in_a_text_alone(
    warehouse: Any, lake: Any, literal: str
) -> None:
    warehouse.create("t", a="character varying(40)", b="integer")
    address = lake.put_bytes("n.json", b'{"a": "-0", "b": -0}\n{"a": 0, "b": 0}\n')
    assert warehouse.copy(f"FROM '{address}' {AUTO}") == 2
    assert_refused(warehouse, lake, b'{"a": %s}\n' % literal.encode(), "the JSON number -0")


@pytest.mark.parametrize("spaced", ['{"b": 1}', "[1, 2]", "[ ]", '["\\u00e9"]', '{"b":[1,\t2]}'])
def test_a_document_with_white_space_or_escapes_is_refused_in_a_text(
    warehouse: Any, lake: Any, spaced: str
) -> None:
    warehouse.create("t", a="character varying(40)", v="super")
    compact = '{"a": {"b":[1,{"c":"é, x"}],"d":null},  "v": ' + spaced + "}\n"
    address = lake.put_bytes("n.json", compact.encode())
    assert warehouse.copy(f"FROM '{address}' {AUTO}") == 1
    assert_refused(
        warehouse,
        lake,
        b'{"a": 1}\n{"a": %s}\n' % spaced.encode(),
        "white space or escapes.*column a, line 2",
    )


@pytest.mark.parametrize("declared", ["numeric(38,22)", "super"])
@pytest.mark.parametrize(
    "literal",
    [
        "0.10000000000000000555",
        "52.520000000000000017",
        "-1767312000.00000000123",
        "10000000000.50000001",
    ],
)
def test_a_number_whose_double_is_a_shorter_one_is_refused(
    warehouse: Any, lake: Any, declared: str, literal: str
) -> None:
    assert repr(float(literal)) != literal and len(repr(float(literal))) < 17
    warehouse.create("t", a=declared)
    assert_refused(warehouse, lake, b'{"a": %s}\n' % literal.encode(), re.escape(literal))


def test_a_number_as_long_as_a_double_can_be_is_loaded(warehouse: Any, lake: Any) -> None:
    warehouse.create("t", a="super", b="numeric(20,17)")
    line = b'{"a": [0.30000000000000004, 0.00012345678901234567], "b": 0.30000000000000004}\n'
    address = lake.put_bytes("n.json", line)
    assert warehouse.copy(f"FROM '{address}' {AUTO}") == 1


def test_a_long_fraction_inside_a_document_is_refused(warehouse: Any, lake: Any) -> None:
    warehouse.create("t", a="super")
    assert_refused(
        warehouse, lake, b'{"a": {"b": [1.123456789012345678901]}}\n', "1.123456789012345678901"
    )
