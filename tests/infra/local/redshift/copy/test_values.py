"""What COPY makes of a value, by column type: expectations cite the Redshift documentation.

Data conversion parameters: https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-data-conversion.html
Load error reference: https://docs.aws.amazon.com/redshift/latest/dg/r_Load_Error_Reference.html
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from infra.local.redshift.copy import CopyError

AUTO = "FORMAT JSON 'auto' GZIP TIMEFORMAT 'auto'"


@pytest.mark.parametrize(
    ("declared", "value", "loaded", "options"),
    [
        ("character varying(4)", "abcd", "abcd", ""),
        ("character varying(4)", "éé", "éé", ""),
        ("character varying(4)", "", "", ""),
        ("character varying(4)", 12.5, "12.5", ""),
        ("character varying(9)", True, "true", ""),
        ("character varying(99)", {"a": [1]}, '{"a":[1]}', ""),
        ("character varying(3)", "éé", "é", "TRUNCATECOLUMNS"),
        ("character varying(3)", "abcdef", "abc", "TRUNCATECOLUMNS"),
        ("character varying(5)", "a€€", "a€", "TRUNCATECOLUMNS"),
        ("character varying(4)", "", None, "EMPTYASNULL"),
        ("character varying(4)", "  ", None, "BLANKSASNULL"),
        ("character varying(4)", "ab \t", "ab", "TRIMBLANKS"),
        ("character(4)", "ab ", "ab ", "TRIMBLANKS"),
        ("integer", "  ", None, ""),
        ("date", "00/00/00", None, "ACCEPTANYDATE"),
        ("timestamp without time zone", "never", None, "ACCEPTANYDATE"),
        ("numeric(20,3)", 12345678901.125, Decimal("12345678901.125"), ""),
        ("character varying(9)", "Infinity", "Infinity", ""),
        ("integer", 7, 7, ""),
        ("integer", "-7", -7, ""),
        ("integer", "", None, ""),
        ("bigint", 2**62, 2**62, ""),
        ("boolean", True, True, ""),
        ("boolean", "f", False, ""),
        ("boolean", 1, True, ""),
        # Beyond the scale digits are cut, unless ROUNDEC asks to round.
        ("numeric(8,2)", "19.999", Decimal("19.99"), ""),
        ("numeric(8,2)", "19.999", Decimal("20.00"), "ROUNDEC"),
        ("numeric(8,0)", "-19.9", Decimal("-19"), ""),
        ("double precision", 1e300, 1e300, ""),
        ("date", "2026-02-28", date(2026, 2, 28), ""),
        ("timestamp without time zone", "2026-02-28", datetime(2026, 2, 28), ""),
        ("timestamp without time zone", "2026-02-28 01:02", datetime(2026, 2, 28, 1, 2), ""),
        (
            "timestamp without time zone",
            "2026-02-28T01:02:03.004Z",
            datetime(2026, 2, 28, 1, 2, 3, 4000),
            "",
        ),
        # An offset moves the moment to UTC.
        (
            "timestamp without time zone",
            "2026-02-28T01:02:03+02:00",
            datetime(2026, 2, 27, 23, 2, 3),
            "",
        ),
        (
            "timestamp with time zone",
            "2026-02-28T01:02:03-0330",
            datetime(2026, 2, 28, 4, 32, 3, tzinfo=UTC),
            "",
        ),
    ],
)
def test_a_value_is_converted_as_redshift_does(
    warehouse: Any, lake: Any, declared: str, value: Any, loaded: Any, options: str
) -> None:
    warehouse.create("t", a=declared)
    address = lake.put("one.gz", {"a": value, "unknown": 1})
    assert warehouse.copy(f"FROM '{address}' {AUTO} {options}") == 1
    kept = "a" if "with time zone" not in declared else "timezone('UTC', a)"
    expected = loaded.replace(tzinfo=None) if kept != "a" else loaded
    assert warehouse.rows(f"SELECT {kept} FROM raw.t") == [(expected,)]


@pytest.mark.parametrize(
    ("declared", "value", "code"),
    [
        ("character varying(3)", "éé", 1204),
        ("character(3)", "é", 1220),
        ("character varying(9)", "a\x00b", 1220),
        ("integer", 1.5, 1207),
        ("integer", " 1", 1207),
        ("integer", "0x1", 1207),
        ("integer", True, 1207),
        ("integer", 2**31, 1222),
        ("smallint", 40000, 1222),
        ("numeric(4,2)", "100", 1204),
        ("numeric(4,2)", "1e1", 1209),
        ("numeric(4,2)", "ten", 1209),
        ("double precision", "1,5", 1208),
        ("boolean", "maybe", 1210),
        ("boolean", 2, 1210),
        ("date", "28/02/2026", 1205),
        ("date", "2026-02-30", 1205),
        ("date", "2026-2-3", 1205),
        ("timestamp without time zone", "2026-02-30T00:00:00Z", 1206),
        ("timestamp without time zone", "yesterday", 1206),
        ("timestamp without time zone", "2026-02-28T00:00:00 Europe/Paris", 1206),
        ("timestamp without time zone", 1_700_000_000, 1206),
        ("integer not null", None, 1213),
    ],
)
def test_what_redshift_refuses_is_refused(
    warehouse: Any, lake: Any, declared: str, value: Any, code: int
) -> None:
    warehouse.create("t", a=declared, b="integer")
    first = {"b": 1, "a": None} if "not null" not in declared else b""
    address = lake.put("bad.gz", first, {"b": 2, "a": value})
    with pytest.raises(CopyError, match="stl_load_errors"):
        warehouse.copy(f"FROM '{address}' {AUTO}")
    assert warehouse.errors() == [(2, "a", code)]
    assert warehouse.rows("SELECT count(*) FROM raw.t") == [(0,)]


@pytest.mark.parametrize("written", [rb"\\N", rb"\u005cN", rb"\u005CN", rb"\\\u004e"])
def test_null_is_read_however_json_writes_it(warehouse: Any, lake: Any, written: bytes) -> None:
    warehouse.create("t", a="character varying(9)")
    address = lake.put_bytes("n.json", b'{"a":"x"}\n{"a":"%s"}\n' % written)
    assert warehouse.copy(f"FROM '{address}' FORMAT JSON 'auto'") == 2
    assert warehouse.rows("SELECT a FROM raw.t ORDER BY a") == [("x",), (None,)]


@pytest.mark.parametrize(("written", "code"), [(rb"\u0000", 1220), (b"\0", 1216)])
def test_a_null_byte_is_refused_however_json_writes_it(
    warehouse: Any, lake: Any, written: bytes, code: int
) -> None:
    warehouse.create("t", a="character varying(9)")
    address = lake.put_bytes("n.json", b'{"a":"x"}\n{"a":"x%s"}\n' % written)
    with pytest.raises(CopyError, match="stl_load_errors"):
        warehouse.copy(f"FROM '{address}' FORMAT JSON 'auto'")
    assert [(line, found) for line, _, found in warehouse.errors()] == [(2, code)]


@pytest.mark.parametrize("declared", ["character varying(9)", "double precision", "super"])
@pytest.mark.parametrize("literal", [b"NaN", b"-Infinity"])
def test_what_is_no_json_number_is_no_value(
    warehouse: Any, lake: Any, declared: str, literal: bytes
) -> None:
    warehouse.create("t", a=declared)
    line = b'{"a": ' + (b"[%s]" % literal if declared == "super" else literal) + b"}"
    address = lake.put("bad.gz", {"a": None}, line)
    with pytest.raises(CopyError, match="stl_load_errors"):
        warehouse.copy(f"FROM '{address}' {AUTO}")
    assert warehouse.errors() == [(2, "", 1216)]


def test_default_formats_are_not_iso_8601(warehouse: Any, lake: Any) -> None:
    warehouse.create("t", a="timestamp without time zone")
    address = lake.put("t.gz", {"a": "2026-02-28T01:02:03Z"})
    with pytest.raises(CopyError):
        warehouse.copy(f"FROM '{address}' FORMAT JSON 'auto' GZIP")
    address = lake.put("t.gz", {"a": "2026-02-28 01:02:03"})
    assert warehouse.copy(f"FROM '{address}' FORMAT JSON 'auto' GZIP") == 1


@pytest.mark.parametrize(
    ("time_format", "value"),
    [
        ("epochsecs", 1_772_240_523),
        ("epochmillisecs", "1772240523000"),
        ("DD.MM.YYYY HH24:MI:SS", "28.02.2026 01:02:03"),
        ("MON DD YYYY HH12:MI:SS AM", "Feb 28 2026 01:02:03 AM"),
    ],
)
def test_time_formats(warehouse: Any, lake: Any, time_format: str, value: Any) -> None:
    warehouse.create("t", a="timestamp without time zone")
    address = lake.put("t.gz", {"a": value})
    warehouse.copy(f"FROM '{address}' FORMAT JSON 'auto' GZIP TIMEFORMAT '{time_format}'")
    assert warehouse.rows("SELECT a FROM raw.t") == [(datetime(2026, 2, 28, 1, 2, 3),)]


def test_super_keeps_the_json_value(warehouse: Any, lake: Any) -> None:
    warehouse.create("t", a="super")
    values = [{"k": [1, "two", None, {"x": True}]}, "text", 1.5, None, []]
    address = lake.put("s.gz", *({"a": value} for value in values))
    warehouse.copy(f"FROM '{address}' {AUTO}")
    assert [row[0] for row in warehouse.rows("SELECT a FROM raw.t")] == values
