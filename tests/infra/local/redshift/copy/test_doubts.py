"""Numbers that DuckDB's JSON reader would change: refused, where a text of the same look loads."""

from typing import Any

import pytest

from infra.local.redshift.copy import CopyError

AUTO = "FORMAT JSON 'auto'"


@pytest.mark.parametrize("declared", ["numeric(38,3)", "character varying(40)"])
def test_a_number_longer_than_a_double_is_refused_by_name(
    warehouse: Any, lake: Any, declared: str
) -> None:
    warehouse.create("t", a=declared)
    address = lake.put_bytes("n.json", b'{"a": 123456789012345.678}\n')
    with pytest.raises(CopyError, match="123456789012345.678") as refused:
        warehouse.copy(f"FROM '{address}' {AUTO}")
    assert refused.value.sqlstate == "0A000"
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
