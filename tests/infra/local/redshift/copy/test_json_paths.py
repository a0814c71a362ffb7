"""JSONPaths files as copy-parameters-data-format and its usage notes document them."""

from typing import Any

import pytest

from infra.local.redshift.copy import CopyError


@pytest.fixture
def table(warehouse: Any) -> Any:
    warehouse.create("t", id="integer not null", name="character varying(8)")
    return warehouse


@pytest.mark.parametrize("line", [{"id": 1, "a": ["x"]}, {"id": 1, "a": "xy"}, {"id": 1}])
def test_an_array_element_that_is_not_there_fails_the_load(
    table: Any, lake: Any, line: dict[str, Any]
) -> None:
    """copy-parameters-data-format: Not an array or index out of range."""
    address = lake.put("a.gz", {"id": 0, "a": ["x", "y"]}, line)
    paths = lake.put("p.json", {"jsonpaths": ["$.id", "$.a[1]"]}, packed=False)
    with pytest.raises(CopyError, match="stl_load_errors"):
        table.copy(f"FROM '{address}' FORMAT JSON '{paths}' GZIP")
    reasons = "SELECT line_number, error_reason FROM redshift_metadata.load_errors"
    reason = "Invalid JSONPath format: Not an array or index out of range."
    assert table.rows(reasons) == [(2, reason)]


def test_a_jsonpaths_file_of_another_name_means_auto(table: Any, lake: Any) -> None:
    address = lake.put("a.gz", {"id": 1, "name": "x"})
    paths = lake.put("p.json", {"paths": ["$.name", "$.id"]}, packed=False)
    table.copy(f"FROM '{address}' FORMAT JSON '{paths}' GZIP")
    assert table.rows("SELECT id, name FROM raw.t") == [(1, "x")]
