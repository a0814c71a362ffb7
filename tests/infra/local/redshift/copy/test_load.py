import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.local.redshift.copy import CopyError, parse_copy, run_copy

AUTO = "FORMAT JSON 'auto' GZIP TIMEFORMAT 'auto'"


@pytest.fixture
def table(warehouse: Any) -> Any:
    warehouse.create("t", id="integer not null", name="character varying(8)")
    return warehouse


def test_a_prefix_loads_every_file_and_counts_its_lines(table: Any, lake: Any) -> None:
    lake.put("in/1.gz", {"id": 1}, {"id": 2})
    lake.put("in/2.gz", {"id": 3}, b"", {"id": 4, "name": "x"})
    lake.put("other/3.gz", {"id": 9})
    assert table.copy(f"FROM 's3://lake/in/' {AUTO}") == 4
    assert table.rows("SELECT id, name FROM raw.t ORDER BY id") == [
        (1, None), (2, None), (3, None), (4, "x"),
    ]  # fmt: skip
    files = "SELECT file_name, lines_scanned, query_id FROM redshift_metadata.load_files ORDER BY 1"
    query = table.log.last_copy_id
    assert table.rows(files) == [
        ("s3://lake/in/1.gz", 2, query), ("s3://lake/in/2.gz", 2, query),
    ]  # fmt: skip
    assert table.log.last_copy_count == 4


def test_a_manifest_loads_what_it_names(table: Any, lake: Any) -> None:
    first = lake.put("a.gz", {"id": 1})
    entries = [
        {"url": first, "mandatory": True},
        {"url": "s3://lake/missing.gz", "mandatory": False},
    ]
    manifest = lake.put("m.json", {"entries": entries}, packed=False)
    assert table.copy(f"FROM '{manifest}' MANIFEST {AUTO}") == 1
    entries[1]["mandatory"] = True
    lake.put("m.json", {"entries": entries}, packed=False)
    with pytest.raises(CopyError, match="missing.gz"):
        table.copy(f"FROM '{manifest}' MANIFEST {AUTO}")
    assert table.rows("SELECT count(*) FROM raw.t") == [(1,)]


def test_nothing_to_read_is_an_error(table: Any, lake: Any) -> None:
    with pytest.raises(CopyError, match="prefix 'nowhere/' does not exist"):
        table.copy(f"FROM 's3://lake/nowhere/' {AUTO}")
    with pytest.raises(CopyError, match="NoSuchBucket"):
        table.copy(f"FROM 's3://nobucket/x' {AUTO}")


@pytest.mark.parametrize(
    "line",
    [
        b"{nope",
        b'{"id":1,}',
        b'{"id":[1,]}',
        b"[1]",
        b"null",
        b'{"id":1} {"id":2}',
        b'{"id":"\xff"}',
    ],
)
def test_a_line_that_is_no_json_object_fails_the_load(table: Any, lake: Any, line: bytes) -> None:
    address = lake.put("bad.gz", {"id": 1}, line, {"id": 3})
    with pytest.raises(CopyError, match="stl_load_errors"):
        table.copy(f"FROM '{address}' {AUTO}")
    assert table.errors() == [(2, "", 1216)]
    assert table.rows("SELECT count(*) FROM raw.t") == [(0,)]
    assert table.rows("SELECT count(*) FROM redshift_metadata.load_files") == [(0,)]


def test_text_that_looks_like_a_trailing_comma_loads(table: Any, lake: Any) -> None:
    address = lake.put("ok.gz", {"id": 1, "name": ",}"})
    assert table.copy(f"FROM '{address}' {AUTO}") == 1


def test_maxerror_tolerates_fewer_errors_than_it_says(table: Any, lake: Any) -> None:
    address = lake.put("bad.gz", {"id": 1}, b"{", {"id": "x"}, {"id": 4, "name": "too long for it"})
    with pytest.raises(CopyError):
        table.copy(f"FROM '{address}' {AUTO} MAXERROR 3")
    assert table.copy(f"FROM '{address}' {AUTO} MAXERROR 4") == 1
    assert table.errors()[-3:] == [(2, "", 1216), (3, "id", 1207), (4, "name", 1204)]
    scanned = "SELECT lines_scanned, error_count FROM redshift_metadata.load_files"
    assert table.rows(scanned) == [(4, 3)]


def test_errors_survive_the_rollback_and_show_the_line(table: Any, lake: Any) -> None:
    address = lake.put("bad.gz", {"id": 1, "name": "x" * 2000})
    with pytest.raises(CopyError):
        table.copy(f"FROM '{address}' {AUTO}")
    shown = "SELECT file_name, column_type, column_length, raw_line, error_reason"
    (row,) = table.rows(f"{shown} FROM redshift_metadata.load_errors")
    assert row[:3] == (address, "varchar", "8")
    assert len(row[3]) == 1024 and row[3].startswith('{"id":1')
    assert row[4] == "String length exceeds DDL length"


def test_columns_may_be_named_and_their_keys_match_exactly(table: Any, lake: Any) -> None:
    address = lake.put("c.gz", {"id": 1, "name": "left"}, {"ID": 9, "id": 2, "NAME": "up"})
    assert table.copy(f"(id) FROM '{address}' {AUTO}") == 2
    assert table.rows("SELECT * FROM raw.t ORDER BY 1") == [(1, None), (2, None)]
    with pytest.raises(CopyError) as refused:
        table.copy(f"(id, nope) FROM '{address}' {AUTO}")
    assert refused.value.sqlstate == "42703"


def test_auto_ignorecase_and_jsonpaths_map_keys(table: Any, lake: Any) -> None:
    address = lake.put("k.gz", {"Id": 1, "NAME": "a", "deep": {"list": ["x", {"y y": "b"}]}})
    table.copy(f"FROM '{address}' FORMAT JSON 'auto ignorecase' GZIP")
    paths = lake.put(
        "p.json", {"jsonpaths": ["$['Id']", "$['deep']['list'][1]['y y']"]}, packed=False
    )
    table.copy(f"FROM '{address}' FORMAT JSON '{paths}' GZIP")
    assert table.rows("SELECT id, name FROM raw.t ORDER BY name") == [(1, "a"), (1, "b")]
    lake.put("p.json", {"jsonpaths": ["$.Id"]}, packed=False)
    with pytest.raises(CopyError, match="should match"):
        table.copy(f"FROM '{address}' FORMAT JSON '{paths}' GZIP")


def test_csv_counts_fields_and_keeps_line_breaks_in_quotes(table: Any, lake: Any) -> None:
    body = b'id,name\n1,"a\nb"\n2,"say ""x"""\n3,\n'
    address = lake.put_bytes("f.csv", body)
    assert table.copy(f"FROM '{address}' CSV IGNOREHEADER 1") == 3
    assert table.rows("SELECT id, name FROM raw.t ORDER BY id") == [
        (1, "a\nb"), (2, 'say "x"'), (3, ""),
    ]  # fmt: skip
    address = lake.put_bytes("g.csv", b"1,a\n2\n3,c,d\nx,e\n")
    with pytest.raises(CopyError):
        table.copy(f"FROM '{address}' CSV MAXERROR 3")
    assert table.errors() == [(2, "", 1214), (3, "", 1202), (4, "id", 1207)]


def test_parquet_matches_by_position_and_type(table: Any, lake: Any, tmp_path: Path) -> None:
    path = tmp_path / "f.parquet"
    table.connection.execute(f"COPY (SELECT 1::INTEGER a, 'x' b) TO '{path}' (FORMAT PARQUET)")
    address = lake.put_bytes("f.parquet", path.read_bytes())
    assert table.copy(f"FROM '{address}' FORMAT AS PARQUET") == 1
    assert table.rows("SELECT * FROM raw.t") == [(1, "x")]
    with pytest.raises(CopyError, match="Unmatched number of columns"):
        table.copy(f"(id) FROM '{address}' FORMAT AS PARQUET")
    with pytest.raises(CopyError, match="incompatible Parquet schema"):
        table.copy(f"(name, id) FROM '{address}' FORMAT AS PARQUET")


def test_gzip_members_in_a_row_and_a_cut_file(table: Any, lake: Any) -> None:
    members = gzip.compress(b'{"id":1}\n') + gzip.compress(b'{"id":2}')
    address = lake.put_bytes("two.gz", members)
    assert table.copy(f"FROM '{address}' {AUTO}") == 2
    address = lake.put_bytes("cut.gz", members[:-4])
    with pytest.raises(CopyError, match="zlib error: unexpected end"):
        table.copy(f"FROM '{address}' {AUTO}")
    address = lake.put_bytes("damaged.gz", b"no gzip at all")
    with pytest.raises(CopyError, match="zlib error"):
        table.copy(f"FROM '{address}' {AUTO}")


def test_invalid_characters_are_replaced_where_asked(table: Any, lake: Any) -> None:
    address = lake.put("i.gz", b'{"id":1,"name":"a\xff\xfeb"}')
    assert table.copy(f"FROM '{address}' {AUTO} ACCEPTINVCHARS '^'") == 1
    assert table.rows("SELECT name FROM raw.t") == [("a^^b",)]


def test_the_caller_s_transaction_decides(table: Any, lake: Any) -> None:
    address = lake.put("one.gz", {"id": 1})
    statement = parse_copy(f"COPY raw.t FROM '{address}' {AUTO}")
    assert statement is not None
    table.connection.execute("BEGIN")
    run_copy(table.connection, statement, table.log, table.check)
    # The loader reads the counts before it commits.
    assert table.rows("SELECT lines_scanned FROM redshift_metadata.load_files") == [(1,)]
    table.connection.execute("ROLLBACK")
    assert table.rows("SELECT count(*) FROM raw.t") == [(0,)]


def test_a_missing_table_is_named(warehouse: Any, lake: Any) -> None:
    with pytest.raises(CopyError, match='relation "raw.t" does not exist') as refused:
        warehouse.copy(f"FROM 's3://lake/x' {AUTO}")
    assert refused.value.sqlstate == "42P01"


TEXTS = st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_a_load_keeps_each_text_or_names_its_line(
    table: Any, lake: Any, texts: list[str | None]
) -> None:
    table.rows("DELETE FROM redshift_metadata.load_errors")
    table.rows("DELETE FROM raw.t")
    rows = [{"id": n, "name": text} for n, text in enumerate(texts, 1)]
    refused = [
        n for n, t in enumerate(texts, 1) if t is not None and ("\0" in t or len(t.encode()) > 8)
    ]
    address = lake.put("any.gz", *rows)
    if refused:
        with pytest.raises(CopyError):
            table.copy(f"FROM '{address}' {AUTO}")
        assert [line for line, _, _ in table.errors()] == refused
    else:
        table.copy(f"FROM '{address}' {AUTO}")
        assert [r[0] for r in table.rows("SELECT name FROM raw.t ORDER BY id")] == texts


def test_csv_of_any_text_comes_back(table: Any, lake: Any) -> None:
    texts = ["plain", 'q"q', "a,b", "\r\n", " x ", "é"]
    out = io.StringIO()
    csv.writer(out).writerows(enumerate(texts))
    address = lake.put_bytes("any.csv", out.getvalue().encode())
    table.copy(f"FROM '{address}' CSV")
    assert [r[0] for r in table.rows("SELECT name FROM raw.t ORDER BY id")] == texts
