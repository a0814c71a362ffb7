"""What loads, unloads, statements and tables leave in the system tables."""

from collections.abc import Iterable
from typing import Any

from .case import Case, Kind, Type, subject
from .statements import committed_rows, rows
from .types import BIGINT, INTEGER, VARCHAR

_TABLE = "create table watched (a int, b varchar(3), c decimal(5,2))"
_COPY = "copy watched from 's3://lake/seen/file' iam_role default maxerror 9"
_FILE = b"1|x|1.5\n12x|y|2\n3|long|3\n4|z|4,5\n5\n"
_OF_LAST = "where query = pg_last_copy_id() order by line_number"
_SYS_LAST = "where query_id = pg_last_copy_id() order by line_number"


def _after_load(
    query: str, expected: Iterable[tuple[Any, ...]], types: tuple[Type, ...] = (),
    kind: Kind = Kind.VALUE, body: bytes = _FILE,
) -> Case:  # fmt: skip
    case = committed_rows(
        query, expected, types, _TABLE, _COPY, cleanup=("drop table watched",), kind=kind
    )
    return Case(**{**case.__dict__, "objects": (("seen/file", body),)})


def _after_unload(query: str, expected: Iterable[tuple[Any, ...]], options: str,
                  kind: Kind = Kind.VALUE) -> Case:  # fmt: skip
    unload = (
        "unload ('select 1 union all select 2') to 's3://lake/seen/out/' iam_role default "
        f"cleanpath {options}"
    )
    return rows(query, expected, (), unload, kind=kind)


_HISTORY = "from sys_query_history where query_text like 'select 4%seen%' "
_SEEN = "select 40 + 2 as seen"
_RECENTS = "from stv_recents where query like 'create table watched%'"
_INFO = "from svv_table_info where \"table\" = 'watched'"
_ROW = "insert into watched values (1, 'x', 2.5)"

SUBJECTS = (
    subject(
        "STL_LOAD_ERRORS", "r_STL_LOAD_ERRORS",
        _after_load(f"select line_number, colname, position, err_code from stl_load_errors "
                    f"{_OF_LAST}",
                    [(2, "a", 2, 1207), (3, "b", 0, 1204), (4, "c", 1, 1209), (5, "", 0, 1214)],
                    (BIGINT, VARCHAR, INTEGER, INTEGER)),
        _after_load(f"select type, col_length, raw_field_value from stl_load_errors {_OF_LAST}",
                    [("int4", "", "12x"), ("varchar", "3", "long"), ("numeric", "5,2", "4,5"),
                     ("", "", "")]),
        _after_load(f"select raw_line, filename from stl_load_errors {_OF_LAST}",
                    [("12x|y|2", "s3://lake/seen/file")], body=b"1|x|1\n12x|y|2\n",
                    kind=Kind.BOUNDARY),
        _after_load("select count(*) from stl_load_errors where query = pg_last_copy_id()",
                    [(0,)], (BIGINT,), kind=Kind.NULL, body=b"1|x|1\n"),
        notes="rows of a COPY show once its transaction has ended",
    ),
    subject(
        "STL_LOADERROR_DETAIL", "r_STL_LOADERROR_DETAIL",
        _after_load(f"select field, colname, value, type from stl_loaderror_detail {_OF_LAST}, "
                    "field", [(1, "a", "4", "int4"), (2, "b", "z", "varchar"),
                              (3, "c", "4,5", "numeric")], body=b"4|z|4,5\n"),
        _after_load(f"select field, is_null, value from stl_loaderror_detail {_OF_LAST}, field",
                    [(1, 1, ""), (2, 0, "long")], kind=Kind.NULL, body=b"|long|1\n"),
        _after_load("select count(*) from stl_loaderror_detail where query = pg_last_copy_id()",
                    [(0,)], (BIGINT,), kind=Kind.BOUNDARY, body=b"5\n"),
    ),
    subject(
        "SYS_LOAD_ERROR_DETAIL", "SYS_LOAD_ERROR_DETAIL",
        _after_load("select line_number, column_name, column_type, column_length, position, "
                    f"error_code from sys_load_error_detail {_SYS_LAST} limit 2",
                    [(2, "a", "int4", "", 2, 1207), (3, "b", "varchar", "3", 0, 1204)]),
        _after_load(f"select file_name, database_name from sys_load_error_detail {_SYS_LAST}",
                    [("s3://lake/seen/file", "shop")], body=b"5\n", kind=Kind.BOUNDARY),
        _after_load("select count(*) from sys_load_error_detail where query_id = "
                    "pg_last_copy_id()", [(0,)], (BIGINT,), kind=Kind.NULL, body=b"1|x|1\n"),
    ),
    subject(
        "SYS_LOAD_HISTORY", "SYS_LOAD_HISTORY",
        _after_load("select status, table_name, file_format, loaded_rows, error_count, "
                    "source_file_count, source_file_bytes from sys_load_history where query_id = "
                    "pg_last_copy_id()", [("completed", "watched", "text", 1, 4, 1, len(_FILE))]),
        _after_load("select loaded_rows from sys_load_history where query_id = pg_last_copy_id()",
                    [(0,)], (BIGINT,), kind=Kind.BOUNDARY, body=b"x|y|1\n"),
        _after_load("select end_time >= start_time, duration >= 0 from sys_load_history "
                    "where query_id = pg_last_copy_id()", [(True, True)], kind=Kind.NULL),
    ),
    subject(
        "SYS_LOAD_DETAIL", "SYS_LOAD_DETAIL",
        _after_load("select file_name, lines_scanned, bytes_scanned from sys_load_detail "
                    "where query_id = pg_last_copy_id()",
                    [("s3://lake/seen/file", 5, len(_FILE))]),
        _after_load("select filename, lines_scanned, errors, status from stl_load_commits "
                    "where query = pg_last_copy_id()", [("s3://lake/seen/file", 5, 4, 1)]),
        _after_load("select lines, bytes from stl_file_scan where query = pg_last_copy_id()",
                    [(1, 6)], (BIGINT, BIGINT), kind=Kind.BOUNDARY, body=b"1|x|1\n"),
        also=("STL_LOAD_COMMITS", "STL_FILE_SCAN"),
    ),
    subject(
        "SYS_UNLOAD_HISTORY", "SYS_UNLOAD_HISTORY",
        _after_unload("select status, file_format, unloaded_rows, unloaded_files_count "
                      "from sys_unload_history where query_id = pg_last_unload_id()",
                      [("completed", "parquet", 2, 1)], "parquet"),
        _after_unload("select file_format, unloaded_files_size from sys_unload_history "
                      "where query_id = pg_last_unload_id()", [("Text", 4)], "parallel off",
                      kind=Kind.BOUNDARY),
        _after_unload("select file_format, error_message from sys_unload_history "
                      "where query_id = pg_last_unload_id()", [("csv", None)], "csv",
                      kind=Kind.NULL),
    ),
    subject(
        "SYS_UNLOAD_DETAIL", "SYS_UNLOAD_DETAIL",
        _after_unload("select file_name, line_count, transfer_size from sys_unload_detail "
                      "where query_id = pg_last_unload_id()",
                      [("s3://lake/seen/out/000", 2, 4)], "parallel off"),
        _after_unload("select file_format from sys_unload_detail where query_id = "
                      "pg_last_unload_id()", [("json",)], "json parallel off"),
        _after_unload("select path, line_count from stl_unload_log where query = "
                      "pg_last_unload_id()", [("s3://lake/seen/out/000", 2)], "csv parallel off",
                      kind=Kind.BOUNDARY),
        also=("STL_UNLOAD_LOG",),
    ),
    subject(
        "SYS_QUERY_HISTORY", "SYS_QUERY_HISTORY",
        rows(f"select query_type, status, returned_rows, database_name {_HISTORY} "
             "order by start_time desc limit 1", [("SELECT", "success", 1, "shop")], (), _SEEN),
        committed_rows(
            f"select query_label, error_message {_HISTORY} order by start_time desc limit 1",
            [("of a test", "")], (), "set query_group to 'of a test'", _SEEN,
            cleanup=("reset query_group",), kind=Kind.NULL,
        ),
        rows("select status from sys_query_history where session_id = pg_backend_pid() "
             "order by start_time desc, query_id desc limit 1", [("running",)], (VARCHAR,),
             kind=Kind.BOUNDARY),
    ),
    subject(
        "STV_RECENTS", "r_STV_RECENTS",
        rows(f"select distinct status, user_name, db_name, pid {_RECENTS}",
             [("Done", "tester", "shop", -1)], (), _TABLE),
        rows("select count(*) from stv_recents where status = 'Running' "
             "and pid = pg_backend_pid()", [(1,)], (BIGINT,), kind=Kind.BOUNDARY),
        rows(f"select count(*) from (select 1 {_RECENTS} and duration is null) as t", [(0,)],
             (BIGINT,), _TABLE, kind=Kind.NULL),
    ),
    subject(
        "STL_QUERY", "r_STL_QUERY",
        rows(f"select querytxt, aborted from stl_query where querytxt = '{_SEEN}' limit 1",
             [(_SEEN, 0)], (VARCHAR, INTEGER), _SEEN),
        rows("select count(*) from stl_query where querytxt like 'create table watched%'",
             [(0,)], (BIGINT,), _TABLE, kind=Kind.NULL),
        rows(f"select sequence, text from stl_querytext where text = '{_SEEN}' limit 1",
             [(0, _SEEN)], (INTEGER, VARCHAR), _SEEN),
        rows("select sequence, len(text) from stl_querytext where query = (select max(query) "
             f"from stl_querytext where text like '{_SEEN}, %') order by 1", [(0, 200), (1, 36)],
             (), f"{_SEEN}, '{'x' * 211}'", kind=Kind.BOUNDARY),
        rows("select text from stl_ddltext where text like 'create table watched%' limit 1",
             [(_TABLE,)], (VARCHAR,), _TABLE),
        also=("STL_QUERYTEXT", "STL_DDLTEXT"),
    ),
    subject(
        "SVV_TABLE_INFO", "r_SVV_TABLE_INFO",
        rows(f'select "database", "schema", tbl_rows::int, size, max_varchar, encoded {_INFO}',
             [("shop", "public", 2, 1, 3, "Y, AUTO(ENCODE)")], (), _TABLE, _ROW, _ROW),
        rows(f"select tbl_rows::int {_INFO}", [(1,)], (INTEGER,), _TABLE, _ROW,
             "insert into watched values (2, 'y', 1)", "delete from watched where a = 2",
             kind=Kind.BOUNDARY),
        rows(f"select count(*) {_INFO}", [(0,)], (BIGINT,), _TABLE, kind=Kind.NULL),
        rows(f"select sortkey1, sortkey1_enc, sortkey_num, diststyle {_INFO}",
             [("a", "none", 1, "KEY(a)")], (),
             "create table watched (a int distkey sortkey, b varchar(3), c decimal(5,2))", _ROW),
    ),
)  # fmt: skip
