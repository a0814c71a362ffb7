"""Real clients over the wire: what they ask of the catalog, and COPY from an S3 that they fill."""

import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import boto3
import pytest
import sqlalchemy as sa

_SETUP = (
    "create schema raw",
    """create table raw.events (id varchar(64) not null encode zstd, amount decimal(18, 2),
       props super, seen timestamp, primary key (id))
       diststyle key distkey (id) compound sortkey (seen, id)""",
    "create view raw.amounts as select id, amount from raw.events",
    "create view raw.late as select * from raw.events with no schema binding",
    "comment on table raw.events is 'what happened'",
    "comment on column raw.events.amount is 'in euros'",
)
_COPY = """
    copy raw.events (id, amount, props, seen) from 's3://lake/{}'
    iam_role 'arn:aws:iam::000000000000:role/copy'
    format as json 'auto' gzip timeformat 'auto' compupdate off statupdate off
"""


@pytest.fixture(scope="module")
def cursor(server: Any) -> Iterator[Any]:
    connection = server.connect()
    cursor = connection.cursor()
    for statement in _SETUP:
        cursor.execute(statement)
    yield cursor
    connection.close()


@pytest.fixture(scope="module")
def bucket(server: Any) -> Any:
    client = boto3.client(
        "s3", endpoint_url=server.s3_url, region_name="us-east-1",
        aws_access_key_id="test", aws_secret_access_key="test",
    )  # fmt: skip
    client.create_bucket(Bucket="lake")
    return client


def put(bucket: Any, key: str, *rows: dict[str, Any]) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    bucket.put_object(Bucket="lake", Key=key, Body=gzip.compress(lines.encode()))


def rows_of(cursor: Any, sql: str) -> list[list[Any]]:
    cursor.execute(sql)
    return [list(row) for row in cursor.fetchall()]


def test_copy_loads_and_tells_its_files(cursor: Any, bucket: Any) -> None:
    put(bucket, "good/1.gz", {"id": "a", "amount": 1.5, "props": {"k": [1]}})
    put(bucket, "good/2.gz", {"id": "b", "seen": "2026-11-23T01:00:00+01:00"}, {"id": "c"})
    cursor.execute("begin")
    cursor.execute(_COPY.format("good/"))
    files = """select trim(filename), lines_scanned from stl_load_commits
               where query = pg_last_copy_id() order by 1"""
    assert rows_of(cursor, files) == [["s3://lake/good/1.gz", 1], ["s3://lake/good/2.gz", 2]]
    assert rows_of(cursor, "select pg_last_copy_count()") == [[3]]
    cursor.execute("commit")
    loaded = rows_of(cursor, "select id, amount, props.k[0], seen from raw.events order by id")
    assert [row[0] for row in loaded] == ["a", "b", "c"]
    assert (str(loaded[0][1]), str(loaded[0][2])) == ("1.50", "1")
    assert loaded[1][3] == datetime(2026, 11, 23)


def test_copy_that_fails_leaves_its_reason(cursor: Any, bucket: Any) -> None:
    before = rows_of(cursor, "select count(*) from raw.events")
    put(bucket, "bad/1.gz", {"id": "x"}, {"id": "y" * 65})
    cursor.execute("begin")
    with pytest.raises(Exception, match="stl_load_errors"):
        cursor.execute(_COPY.format("bad/"))
    cursor.execute("rollback")
    assert rows_of(cursor, "select count(*) from raw.events") == before
    errors = """select line_number, trim(colname), err_code, trim(err_reason)
                from stl_load_errors where filename like '%bad/1.gz'"""
    assert rows_of(cursor, errors) == [[2, "id", 1204, "String length exceeds DDL length"]]


def test_driver_metadata(cursor: Any) -> None:
    tables = {(row[1], row[2], row[3]) for row in cursor.get_tables(None, "raw", "%")}
    assert ("raw", "events", "TABLE") in tables
    assert ("raw", "amounts", "VIEW") in tables
    assert ("raw",) in {(row[0],) for row in cursor.get_schemas()}


def test_sqlalchemy_reflects(server: Any, cursor: Any) -> None:
    url = sa.URL.create(
        "redshift+redshift_connector", "owner", server.password, "127.0.0.1", server.port,
        "warehouse",
    )  # fmt: skip
    engine = sa.create_engine(url, connect_args={"ssl": False})
    inspector = sa.inspect(engine)
    assert "events" in inspector.get_table_names(schema="raw")
    assert {"amounts", "late"} <= set(inspector.get_view_names(schema="raw"))
    columns = {column["name"]: column for column in inspector.get_columns("events", schema="raw")}
    assert str(columns["id"]["type"]) == "VARCHAR(64)"
    assert not columns["id"]["nullable"]
    assert str(columns["amount"]["type"]) == "NUMERIC(18, 2)"
    assert columns["amount"]["comment"] == "in euros"
    assert inspector.get_pk_constraint("events", schema="raw")["constrained_columns"] == ["id"]
    assert inspector.get_table_comment("events", schema="raw") == {"text": "what happened"}
    engine.dispose()
