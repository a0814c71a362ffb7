"""What UNLOAD writes, COPY reads back equal, of every type and in every format."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

COLUMNS = {
    "s": "smallint",
    "i": "integer",
    "b": "bigint",
    "n": "decimal(18,4)",
    "r": "double precision",
    "f": "boolean",
    "v": "varchar(80)",
    "d": "date",
    "t": "timestamp",
    "z": "timestamptz",
    "j": "super",
}
FORMATS = {
    "text": ("escape null as '@null'", "escape null as '@null' timeformat 'auto'"),
    "quoted": (
        "addquotes escape null as '@null'",
        "removequotes escape null as '@null' timeformat 'auto'",
    ),
    "csv": ("csv null as '@null' gzip", "csv null as '@null' gzip timeformat 'auto'"),
    "json": ("json zstd", "json 'auto' zstd timeformat 'auto'"),
    "bzip2": ("csv null as '@null' bzip2", "csv null as '@null' bzip2 timeformat 'auto'"),
    "parquet": ("parquet", "parquet serializetojson"),
}
MOMENTS = st.datetimes(datetime.datetime(1970, 1, 1), datetime.datetime(2200, 1, 1))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text("aé :,", max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=5,
)
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(-(2**15), 2**15 - 1),
        st.none() | st.integers(-(2**31), 2**31 - 1),
        st.none() | st.integers(-(2**63), 2**63 - 1),
        st.none() | st.decimals(-(10**10), 10**10, places=4),
        st.none() | st.floats(-1e9, 1e9),
        st.none() | st.booleans(),
        st.none() | TEXTS,
        st.none() | st.dates(datetime.date(1000, 1, 1)),
        st.none() | MOMENTS,
        st.none() | MOMENTS.map(lambda moment: moment.replace(tzinfo=datetime.UTC)),
        DOCUMENTS.map(lambda document: [document]),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture
def tables(connect: Any) -> Any:
    """Two tables of every type, emptied for each example.

    Each statement commits: an example that fails leaves no transaction aborted for the next one.
    """
    connection = connect()
    connection.autocommit = True
    cursor = connection.cursor()
    columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    cursor.execute(f"create temp table source (k integer, {columns})")
    cursor.execute(f"create temp table target (k integer, {columns})")
    return cursor


@pytest.mark.parametrize("format_name", FORMATS)
def test_boundaries(tables: Any, lake: Any, format_name: str) -> None:
    """The least, the greatest, the empty and NULL of each type."""
    utc = datetime.UTC
    least = datetime.datetime(1970, 1, 1)
    greatest = datetime.datetime(2199, 12, 31, 23, 59, 59, 999999)
    rows = [
        (-(2**15), -(2**31), -(2**63), Decimal("-9999999999.9999"), -1e308, False, "",
         datetime.date(1, 1, 1), least, least.replace(tzinfo=utc), [[]]),
        (2**15 - 1, 2**31 - 1, 2**63 - 1, Decimal("9999999999.9999"), 1e-300, True,
         "\t|,\\\"' \n\\N é€𝄞", datetime.date(9999, 12, 31), greatest,
         greatest.replace(tzinfo=utc), [{"a": [None, "é :,", 1.5], "": {}}, True]),
        (None,) * 10 + ([None],),
    ]  # fmt: skip
    require_same(tables, format_name, rows)


@pytest.mark.slow
@pytest.mark.parametrize("format_name", FORMATS)
@settings(
    deadline=None,
    derandomize=True,
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS)
def test_round_trip(tables: Any, lake: Any, format_name: str, rows: list[Any]) -> None:
    require_same(tables, format_name, rows)


def require_same(tables: Any, format_name: str, rows: list[Any]) -> None:
    """Fail unless the rows come back as they were."""
    unloaded, copied = FORMATS[format_name]
    if format_name == "quoted":
        # r_UNLOAD escapes the quotation marks of character columns alone, not those of SUPER.
        rows = [(*row[:-1], [1]) for row in rows]
    tables.execute("truncate source")
    tables.execute("truncate target")
    selects = [
        f"select {k}, {', '.join(map(typed, row, COLUMNS.values()))}" for k, row in enumerate(rows)
    ]
    tables.execute(f"insert into source {' union all '.join(selects)}")
    address = f"s3://lake/trip/{format_name}/"
    tables.execute(
        f"unload ('select * from source') to '{address}' iam_role default {unloaded} allowoverwrite"
    )
    tables.execute(f"copy target from '{address}' iam_role default {copied}")
    read = "select *, case when j is not null then json_typeof(j) end from {} order by k"
    tables.execute(read.format("source"))
    expected = tables.fetchall()
    assert len(expected) == len(rows)
    tables.execute(read.format("target"))
    assert tables.fetchall() == expected


def typed(value: Any, kind: str) -> str:
    """A value of its column's type: in a UNION a bare text or NULL would be a VARCHAR."""
    return f"{literal(value)}::{kind}"


def literal(value: Any) -> str:
    """A value in SQL."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"json_parse({literal(json.dumps(value, ensure_ascii=False))})"
    if isinstance(value, float):
        return f"'{value!r}'::double precision"
    if isinstance(value, bool | int | Decimal):
        # The sign binds less than the cast behind it.
        return f"({str(value).lower()})"
    if isinstance(value, str):
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
    return f"'{value}'"
