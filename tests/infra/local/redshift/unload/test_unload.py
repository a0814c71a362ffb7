"""UNLOAD through a client: file names, formats and manifests as r_UNLOAD documents them."""

import gzip
import json
from typing import Any

import pytest
import redshift_connector

ROWS = "select 1 as id, 'a,b'::varchar(9) as name union all select 2, null order by 1"


def unload(cursor: Any, query: str, target: str, options: str = "") -> None:
    """Run UNLOAD with the query's quotes doubled."""
    quoted = query.replace("'", "''")
    cursor.execute(f"unload ('{quoted}') to 's3://lake/{target}' iam_role default {options}")


@pytest.mark.parametrize(
    ("target", "options", "files"),
    [
        ("a_", "", {"0000_part_00": b"1|a,b\n2|\n"}),
        ("b_", "csv header", {"0000_part_00": b'id,name\n1,"a,b"\n2,\n'}),
        ("c_", "csv parallel off", {"000": b'1,"a,b"\n2,\n'}),
        ("d_", "csv extension 'csv'", {"0000_part_00.csv": b'1,"a,b"\n2,\n'}),
        ("e_", "delimiter ',' escape null as '~'", {"0000_part_00": b"1,a\\,b\n2,~\n"}),
        ("f_", "delimiter ',' addquotes", {"0000_part_00": b'"1","a,b"\n"2",\n'}),
        ("g_", "json", {"0000_part_00": b'{"id":1,"name":"a,b"}\n{"id":2,"name":null}\n'}),
        (
            "h",
            "csv partition by (id)",
            {"/id=1/0000_part_00": b'"a,b"\n', "/id=2/0000_part_00": b"\n"},
        ),
        (
            "i/",
            "csv partition by (name) include",
            {
                "name=__HIVE_DEFAULT_PARTITION__/0000_part_00": b"2,\n",
                "name=a%2Cb/0000_part_00": b'1,"a,b"\n',
            },
        ),
    ],
)
def test_files(cursor: Any, lake: Any, target: str, options: str, files: dict[str, bytes]) -> None:
    unload(cursor, ROWS, target, options)
    assert {key: lake.read(target + key) for key in lake.keys(target)} == files
    cursor.execute("select pg_last_unload_count(), pg_last_unload_id() > 0")
    assert list(cursor.fetchone()) == [2, True]


def test_compressed_files_are_named_so(cursor: Any, lake: Any) -> None:
    unload(cursor, ROWS, "packed/", "csv gzip")
    assert lake.keys("packed/") == ["0000_part_00.gz"]
    assert gzip.decompress(lake.read("packed/0000_part_00.gz")) == b'1,"a,b"\n2,\n'


def test_large_results_become_several_files(cursor: Any, lake: Any) -> None:
    cursor.execute("create temp table wide (i integer, t varchar(1000))")
    cursor.execute("insert into wide select 1, repeat('x', 1000)")
    for _ in range(13):
        cursor.execute("insert into wide select i, t from wide")
    unload(cursor, "select * from wide", "large/", "csv maxfilesize 5 mb manifest verbose")
    sizes = [len(lake.read(f"large/{key}")) for key in lake.keys("large/") if "part" in key]
    assert sum(sizes) == 8192 * 1003
    assert len(sizes) == 2 and max(sizes) <= 5 * 1024 * 1024
    manifest = json.loads(lake.read("large/manifest"))
    assert [entry["url"] for entry in manifest["entries"]] == [
        "s3://lake/large/0000_part_00", "s3://lake/large/0000_part_01",
    ]  # fmt: skip
    assert manifest["meta"] == {"content_length": sum(sizes), "record_count": 8192}
    assert manifest["schema"]["elements"][0] == {"name": "i", "type": {"base": "integer"}}
    assert manifest["author"]["name"] == "Amazon Redshift"


def test_what_is_there_is_not_overwritten_unasked(connect: Any, lake: Any) -> None:
    connection = connect()
    connection.autocommit = True
    cursor = connection.cursor()
    unload(cursor, ROWS, "twice/", "csv")
    with pytest.raises(redshift_connector.Error, match="not empty"):
        unload(cursor, ROWS, "twice/", "csv")
    unload(cursor, "select 1", "twice/", "csv allowoverwrite")
    assert lake.read("twice/0000_part_00") == b"1\n"
    unload(cursor, ROWS, "twice/", "json gzip cleanpath")
    assert lake.keys("twice/") == ["0000_part_00.gz"]
    cursor.execute("select path, line_count from stl_unload_log where path like '%twice/%.gz'")
    assert [list(row) for row in cursor.fetchall()] == [["s3://lake/twice/0000_part_00.gz", 2]]


@pytest.mark.parametrize(
    ("query", "options", "sqlstate", "named"),
    [
        ("select 1 limit 1", "", "0A000", "Limit"),
        ("select 1", "encrypted", "0A000", "ENCRYPTED"),
        ("select 1", "fixedwidth '0:5'", "0A000", "FIXEDWIDTH"),
        ("select 1", "parquet gzip", "42601", "compression"),
        ("select 1", "json header", "42601", "HEADER"),
        ("select 1", "csv addquotes", "42601", "ADDQUOTES"),
        ("select 1", "csv cleanpath allowoverwrite", "42601", "CLEANPATH"),
        ("select 1", "csv maxfilesize 4", "42601", "5 MB"),
        ("select 1 as a, 2 as a", "json", "XX000", "unique name"),
        ("select 1 as a", "csv partition by (b)", "42703", "b"),
        ("select 1 as a", "csv partition by (a)", "XX000", "at least one column"),
        ("delete from pg_class", "", "42601", "SELECT"),
        ("select 1", "nonsense", "42601", "nonsense"),
    ],
)
def test_what_is_refused(
    cursor: Any, lake: Any, query: str, options: str, sqlstate: str, named: str
) -> None:
    with pytest.raises(redshift_connector.Error) as refused:
        unload(cursor, query, "refused/", options)
    assert refused.value.args[0]["C"] == sqlstate
    assert named in refused.value.args[0]["M"]
    assert lake.keys("refused/") == []
