"""COPY and UNLOAD as far as they need no object store: what they answer and what they refuse."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER

_COPY = "copy t from 's3://bucket/key' iam_role default"
_UNLOAD = "unload ('select 1') to 's3://bucket/key' iam_role default"
_TABLE = "create table t (a integer, b varchar(5))"

SUBJECTS = (
    subject(
        "COPY",
        "r_COPY",
        error(f"{_COPY} csv", "42P01"),
        error("copy t (z) from 's3://bucket/key' iam_role default csv", "42703", _TABLE),
        error(f"{_COPY} csv escape", "42601", _TABLE, message="ESCAPE"),
        error(f"{_COPY} json 'auto' null as 'x'", "42601", _TABLE, message="NULL AS"),
        error(f"{_COPY} json 'auto' delimiter ','", "42601", _TABLE, message="DELIMITER"),
        error(f"{_COPY} format parquet maxerror 5", "42601", _TABLE, message="MAXERROR"),
        error(f"{_COPY} csv explicit_ids", "XX000", _TABLE, message="IDENTITY"),
        refused(f"{_COPY} format avro 'auto'", _TABLE, message="AVRO"),
        refused(f"{_COPY} format orc", _TABLE, message="ORC"),
        refused(f"{_COPY} csv lzop", _TABLE, message="LZOP"),
        refused(f"{_COPY} fixedwidth 'a:1,b:2'", _TABLE, message="FIXEDWIDTH"),
        refused(f"{_COPY} csv encrypted", _TABLE, message="ENCRYPTED"),
        refused(f"{_COPY} csv encoding utf16", _TABLE, message="UTF16"),
    ),
    subject(
        "UNLOAD",
        "r_UNLOAD",
        error(
            "unload ('select 1 limit 1') to 's3://bucket/key' iam_role default",
            "0A000",
            message="Limit",
        ),
        error(f"{_UNLOAD} json header", "42601", message="HEADER"),
        error(f"{_UNLOAD} parquet delimiter ','", "42601", message="DELIMITER"),
        error(f"{_UNLOAD} csv maxfilesize 4 mb", "42601", message="5 MB"),
        error(f"{_UNLOAD} cleanpath allowoverwrite", "42601", message="CLEANPATH"),
        refused(f"{_UNLOAD} encrypted", message="ENCRYPTED"),
        refused(f"{_UNLOAD} fixedwidth '0:3'", message="FIXEDWIDTH"),
    ),
    subject(
        "PG_LAST_COPY_ID, PG_LAST_COPY_COUNT",
        "PG_LAST_COPY_ID",
        rows("select pg_last_copy_id()", [(-1,)], (INTEGER,), kind=Kind.BOUNDARY),
        rows("select pg_last_copy_count()", [(0,)], (BIGINT,), kind=Kind.BOUNDARY),
        rows("select pg_last_unload_id()", [(-1,)], (INTEGER,), kind=Kind.BOUNDARY),
        also=("PG_LAST_UNLOAD_ID",),
    ),
)
