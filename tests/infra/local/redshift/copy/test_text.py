"""Delimited text and CSV: expectations are those of the page on data conversion parameters.

https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html
"""

import bz2
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.local.redshift.copy import CopyError


@pytest.fixture
def table(warehouse: Any) -> Any:
    warehouse.create("t", id="integer", name="character varying(60)")
    return warehouse


@pytest.mark.parametrize(
    ("body", "options", "rows"),
    [
        (b"1|a\n2|b\n", "", [(1, "a"), (2, "b")]),
        (b"1|a|\r\n2||\n", "", [(1, "a"), (2, "")]),
        (b"1\ta\n", r"DELIMITER '\t'", [(1, "a")]),
        (b"1\x01a\n", r"DELIMITER '\001'", [(1, "a")]),
        # The examples of ESCAPE.
        (b"1|The quick brown fox\\\njumped\n", "ESCAPE", [(1, "The quick brown fox\njumped")]),
        (rb"2| A\\B\\C", "ESCAPE", [(2, r" A\B\C")]),
        (rb"3| A \| B \| C", "ESCAPE", [(3, " A | B | C")]),
        (
            rb"4|'A Midsummer Night\'s Dream'",
            "ESCAPE REMOVEQUOTES",
            [(4, "A Midsummer Night's Dream")],
        ),
        (b"1|\\N\n2|\\\\N\n", "ESCAPE", [(1, None), (2, None)]),
        (b"1|\\N\n", "", [(1, None)]),
        # The examples of REMOVEQUOTES.
        (b"1|'a pipe (|) character'\n", "REMOVEQUOTES", [(1, "a pipe (|) character")]),
        (b"1|Blue'\n", "REMOVEQUOTES", [(1, "Blue'")]),
        (b"1|none\n", "NULL AS 'none'", [(1, None)]),
        (b"1|\x00\n", r"NULL AS '\0'", [(1, None)]),
        (b"1\n2|b\n", "FILLRECORD", [(1, ""), (2, "b")]),
        (b"1\n", "FILLRECORD EMPTYASNULL", [(1, None)]),
        (b"\n1|a\n\n", "IGNOREBLANKLINES", [(1, "a")]),
        (b"id|name\n1|a\n", "IGNOREHEADER 1", [(1, "a")]),
        (b'1,"a,b"\n', "CSV", [(1, "a,b")]),
        (b"1,%a,b%\n", "CSV QUOTE AS '%'", [(1, "a,b")]),
        (b"1|%q%\n", "CSV QUOTE '%' DELIMITER '|'", [(1, "q")]),
    ],
)
def test_fields(
    table: Any, lake: Any, body: bytes, options: str, rows: list[tuple[Any, ...]]
) -> None:
    address = lake.put_bytes("f.txt", body)
    assert table.copy(f"FROM '{address}' {options}") == len(rows)
    assert table.rows("SELECT id, name FROM raw.t ORDER BY id") == rows


@pytest.mark.parametrize(
    ("body", "options", "code"),
    [
        (b"1\n", "", 1214),
        (b"1|a|b\n", "", 1202),
        (b"\n", "", 1211),
        (b"1|'Black\n", "REMOVEQUOTES", 1216),
        (b'1, "a"\n', "CSV", 1216),
        (b"1|\xff\n", "", 1220),
        (b"x|a\n", "", 1207),
        (b"1|a\x00b\n", r"NULL AS '\0'", 1218),
    ],
)
def test_refused_records(table: Any, lake: Any, body: bytes, options: str, code: int) -> None:
    address = lake.put_bytes("f.txt", body)
    with pytest.raises(CopyError, match="stl_load_errors"):
        table.copy(f"FROM '{address}' {options}")
    assert [error[2] for error in table.errors()] == [code]


def test_super_fields_hold_json(warehouse: Any, lake: Any) -> None:
    warehouse.create("t", id="integer", j="super")
    address = lake.put_bytes("f.txt", b'1|{"a": [1, null]}\n2|null\n3|\n')
    assert warehouse.copy(f"FROM '{address}'") == 3
    assert [row[0] for row in warehouse.rows("SELECT j FROM raw.t ORDER BY id")] == [
        {"a": [1, None]}, None, None,
    ]  # fmt: skip
    address = lake.put_bytes("f.txt", b"1|{nope\n")
    with pytest.raises(CopyError):
        warehouse.copy(f"FROM '{address}'")
    assert warehouse.errors() == [(1, "j", 1224)]


def test_bzip2_and_a_manifest_that_promises_another_length(table: Any, lake: Any) -> None:
    packed = bz2.compress(b"1|a\n") + bz2.compress(b"2|b\n")
    address = lake.put_bytes("f.bz2", packed)
    assert table.copy(f"FROM '{address}' BZIP2") == 2
    entry: dict[str, Any] = {"url": address, "meta": {"content_length": len(packed)}}
    manifest = lake.put_bytes("m.json", json.dumps({"entries": [entry]}).encode())
    assert table.copy(f"FROM '{manifest}' MANIFEST BZIP2") == 2
    entry["meta"]["content_length"] += 1
    lake.put_bytes("m.json", json.dumps({"entries": [entry]}).encode())
    with pytest.raises(CopyError, match="content_length"):
        table.copy(f"FROM '{manifest}' MANIFEST BZIP2")


LINES = st.lists(
    st.sampled_from([b"1|a", b"2|", b"x|a", b"3", b"4|b|c", b"5|\xff", b"6|" + b"y" * 61]),
    min_size=1,
    max_size=12,
)


@settings(
    deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LINES)
def test_loaded_and_refused_are_all_lines(table: Any, lake: Any, lines: list[bytes]) -> None:
    table.rows("DELETE FROM redshift_metadata.load_errors")
    address = lake.put_bytes("any.txt", b"\n".join(lines) + b"\n")
    loaded = table.copy(f"FROM '{address}' MAXERROR 1000")
    assert loaded + len(table.errors()) == len(lines)
    assert loaded == sum(line in (b"1|a", b"2|") for line in lines)
