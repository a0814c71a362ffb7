"""UNLOAD's parameters: what is in the files, as COPY reads it line by line.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_UNLOAD.html
"""

from collections.abc import Iterable
from itertools import count
from typing import Any

from .case import Case, Kind, subject
from .statements import error, rows
from .types import BIGINT, VARCHAR

_PAGE = "r_UNLOAD"
_LINES = "create table lines (line varchar(200))"
# A byte that no line holds: each line is one field.
_READ = r"delimiter '\007'"
_FOLDERS = count()
_TWO = "select 1 as a, ''x''::varchar as b union all select 2, ''y''"


def _unload(query: str, options: str, folder: int) -> str:
    return f"unload ('{query}') to 's3://lake/out/{folder}/' iam_role default {options}"


def _writes(
    query: str, options: str, expected: Iterable[str], *,
    kind: Kind = Kind.VALUE, read: str = "", key: str = "",
) -> Case:  # fmt: skip
    """The lines of the files, sorted; `key` is of one of them, behind the folder."""
    folder = next(_FOLDERS)
    copy = f"copy lines from 's3://lake/out/{folder}/{key}' iam_role default {_READ} {read}"
    return rows("select line from lines order by 1", [(line,) for line in expected], (VARCHAR,),
                _LINES, _unload(query, options, folder), copy, kind=kind)  # fmt: skip


def _files(query: str, options: str, expected: Iterable[tuple[Any, ...]], *also: str,
           kind: Kind = Kind.VALUE) -> Case:  # fmt: skip
    """Names of the files behind their folder, and how many lines each has."""
    folder = next(_FOLDERS)
    names = (
        f"select replace(path, 's3://lake/out/{folder}/', ''), line_count from stl_unload_log "
        "where query = pg_last_unload_id() order by 1"
    )
    return rows(names, expected, (VARCHAR, BIGINT), *also, _unload(query, options, folder),
                kind=kind)  # fmt: skip


def _again(query: str, first: str, second: str, expected: Iterable[str]) -> Case:
    """The lines after a second UNLOAD to the same folder."""
    folder = next(_FOLDERS)
    copy = f"copy lines from 's3://lake/out/{folder}/' iam_role default {_READ}"
    return rows("select line from lines order by 1", [(line,) for line in expected], (VARCHAR,),
                _LINES, _unload(query, first, folder), _unload(query, second, folder),
                copy, kind=Kind.BOUNDARY)  # fmt: skip


def _not_again() -> Case:
    folder = next(_FOLDERS)
    return error(_unload(_TWO, "", folder), "XX000", _unload(_TWO, "", folder))


SUBJECTS = (
    subject(
        "UNLOAD to text", _PAGE,
        _writes(_TWO, "", ["1|x", "2|y"]), _writes(_TWO, "delimiter as ','", ["1,x", "2,y"]),
        _writes("select null::int, ''''", "", ["|"], kind=Kind.NULL),
        _writes("select true, 1.50::decimal(4,2), date ''2024-02-29''", "", ["t|1.50|2024-02-29"],
                kind=Kind.BOUNDARY),
    ),
    subject(
        "UNLOAD to CSV", _PAGE,
        _writes("select 1, ''x,\"y\"''", "csv", ['1,"x,""y"""']),
        _writes("select 1, ''x|y''", "csv delimiter '|'", ['1|"x|y"'], kind=Kind.BOUNDARY),
        _writes("select null::int, null::varchar", "format as csv", [","], kind=Kind.NULL),
    ),
    subject(
        "UNLOAD to JSON", _PAGE,
        _writes("select 1 as a, ''x''::varchar as b", "json", ['{"a":1,"b":"x"}']),
        _writes("select null::int as a", "format json", ['{"a":null}'], kind=Kind.NULL),
        _writes("select json_parse(''[1,{\"k\":2}]'') as s", "json", ['{"s":[1,{"k":2}]}'],
                kind=Kind.BOUNDARY),
    ),
    subject(
        "UNLOAD to PARQUET", _PAGE,
        *(rows(f"select {asked} from back order by 1", expected, (),
               "create table back (a int, b varchar(9))", _unload(query, "parquet", folder),
               f"copy back from 's3://lake/out/{folder}/' iam_role default parquet", kind=kind)
          for asked, query, expected, kind, folder in (
              ("a, b", _TWO, [(1, "x"), (2, "y")], Kind.VALUE, next(_FOLDERS)),
              ("b", "select 1 as a, null::varchar as b", [(None,)], Kind.NULL, next(_FOLDERS)),
              ("a", "select 2147483647 as a, ''''::varchar as b", [(2147483647,)], Kind.BOUNDARY,
               next(_FOLDERS)))),
        _files(_TWO, "parquet rowgroupsize 32 mb", [("0000_part_00.parquet", 2)]),
    ),
    subject(
        "HEADER", _PAGE,
        _writes("select 1 as a, 2 as b", "header", ["1|2", "a|b"]),
        _writes("select 1 as a, 2 as b", "csv header", ["1,2", "a,b"], kind=Kind.BOUNDARY),
        _writes("select null::int as a", "header null as 'none'", ["a", "none"], kind=Kind.NULL),
    ),
    subject(
        "ADDQUOTES, ESCAPE, NULL AS", _PAGE,
        _writes("select 1, ''x''", "addquotes", ['"1"|"x"']),
        _writes("select 1, ''x|y''", "escape", ["1|x\\|y"], kind=Kind.BOUNDARY),
        _writes("select null::int, 2", "null as 'none'", ["none|2"], kind=Kind.NULL),
    ),
    subject(
        "compression of UNLOAD", _PAGE,
        _writes(_TWO, "gzip", ["1|x", "2|y"], read="gzip"),
        _writes(_TWO, "bzip2", ["1|x", "2|y"], read="bzip2"),
        _writes(_TWO, "zstd", ["1|x", "2|y"], read="zstd", kind=Kind.BOUNDARY),
        _writes("select null::int", "gzip null 'none'", ["none"], read="gzip", kind=Kind.NULL),
    ),
    subject(
        "names of files", _PAGE,
        _files(_TWO, "parallel off", [("000", 2)]),
        _files(_TWO, "parallel off gzip", [("000.gz", 2)]),
        _files(_TWO, "extension 'txt' parallel off", [("000.txt", 2)], kind=Kind.BOUNDARY),
        _files(_TWO, "parallel off maxfilesize 5 mb", [("000", 2)]),
    ),
    subject(
        "PARTITION BY", _PAGE,
        _writes(_TWO, "csv partition by (b)", ["1"], key="b=x/"),
        _writes(_TWO, "csv partition by (b) include", ["2,y"], key="b=y/", kind=Kind.BOUNDARY),
        _writes("select 1 as a, null::varchar as b", "csv partition by (b)", ["1"],
                key="b=__HIVE_DEFAULT_PARTITION__/", kind=Kind.NULL),
    ),
    subject(
        "ALLOWOVERWRITE, CLEANPATH", _PAGE,
        _again(_TWO, "parallel off", "parallel off allowoverwrite", ["1|x", "2|y"]),
        _again(_TWO, "extension 'old'", "cleanpath", ["1|x", "2|y"]),
        _again(_TWO, "csv parallel off", "csv cleanpath", ["1,x", "2,y"]),
        _not_again(),
    ),
    subject(
        "MANIFEST of UNLOAD", _PAGE,
        *(rows("select count(*) from back", [(2,)], (BIGINT,), "create table back (a int, b "
               "varchar(9))", _unload(_TWO, options, folder),
               f"copy back from 's3://lake/out/{folder}/manifest' iam_role default manifest",
               kind=kind)
          for options, kind, folder in (
              ("manifest", Kind.VALUE, next(_FOLDERS)),
              ("manifest verbose", Kind.BOUNDARY, next(_FOLDERS)),
              ("manifest parallel off", Kind.VALUE, next(_FOLDERS)))),
    ),
    subject(
        "rows of an UNLOAD", "PG_LAST_UNLOAD_COUNT",
        rows("select pg_last_unload_count()", [(2,)], (BIGINT,), _unload(_TWO, "", next(_FOLDERS))),
        rows("select pg_last_unload_count()", [(0,)], (BIGINT,),
             _unload("select 1 where false", "", next(_FOLDERS)), kind=Kind.BOUNDARY),
        rows("select pg_last_unload_count()", [(1,)], (BIGINT,),
             _unload("select null::int", "", next(_FOLDERS)), kind=Kind.NULL),
    ),
)  # fmt: skip
