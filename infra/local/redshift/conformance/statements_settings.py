"""What dbt sets, notes and asks beside its models: comments, settings, keys, encodings."""

import datetime

from .case import Kind, subject
from .statements import error, refused, rows
from .types import TIMESTAMP, VARCHAR

_FOURTH = datetime.datetime(2020, 1, 4, 1, 2, 3)
_TABLE = "create table noted (id int, name varchar(9))"
_MOMENTS = "create table moments (at timestamp)"
_DESCRIPTION = "select description from pg_description where objoid = 'noted'::regclass"
_ENCODINGS = "select \"column\", encoding from pg_table_def where tablename = 'encoded' order by 1"

SUBJECTS = (
    subject(
        "COMMENT",
        "r_COMMENT",
        rows(_DESCRIPTION, [("it's",)], (VARCHAR,), _TABLE, "comment on table noted is 'it''s'"),
        rows(
            _DESCRIPTION,
            [("a -- b; $x$ '' /* c */",)],
            (VARCHAR,),
            _TABLE,
            "comment on column noted.id is $dbt$a -- b; $x$ '' /* c */$dbt$",
            kind=Kind.BOUNDARY,
        ),
        rows(
            _DESCRIPTION,
            [],
            (),
            _TABLE,
            "comment on table noted is 'x'",
            "comment on table noted is null",
            kind=Kind.NULL,
        ),
        error("comment on table missing is 'x'", "42P01"),
    ),
    subject(
        "CURRENT_SETTING",
        "r_CURRENT_SETTING",
        rows("select current_setting('query_group')", [("default",)], (VARCHAR,)),
        rows(
            "select current_setting('query_group')",
            [("of a model",)],
            (VARCHAR,),
            "set query_group to 'of a model'",
        ),
        rows(
            "select current_setting('QUERY_GROUP')",
            [("default",)],
            (VARCHAR,),
            "set query_group to 'x'",
            "reset query_group",
            kind=Kind.BOUNDARY,
        ),
        error("select current_setting('missing')", "42704"),
        refused("select current_setting(name) from noted", _TABLE),
    ),
    subject(
        "CREATE DATABASE",
        "r_CREATE_DATABASE",
        error("create database another", "25001"),
    ),
    subject(
        "INTERLEAVED SORTKEY",
        "r_CREATE_TABLE_NEW",
        rows(
            "select sortkey from pg_table_def where tablename = 'woven' order by \"column\"",
            [(1,), (-2,)],
            (),
            "create table woven (a int, b int) interleaved sortkey(a, b)",
        ),
        rows(
            "select b from woven",
            [("interleaved sortkey",)],
            (),
            "create table woven interleaved sortkey(b) as select 'interleaved sortkey' as b",
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select * from woven", [], (), "create table woven (a int) sortkey(a)", kind=Kind.NULL
        ),
        error("create table woven (a int) interleaved sortkey", "42601"),
    ),
    subject(
        "ENCODE AUTO",
        "r_CREATE_TABLE_NEW",
        rows(
            _ENCODINGS,
            [("d", "lzo"), ("f", "none"), ("n", "az64"), ("s", "none")],
            (),
            "create table encoded (s int, n int, d varchar(9), f float8) sortkey(s)",
        ),
        rows(
            _ENCODINGS,
            [("a", "zstd"), ("b", "az64")],
            (),
            "create table encoded (a int encode zstd, b date)",
            kind=Kind.BOUNDARY,
        ),
        rows(_ENCODINGS, [("b", "none")], (), "create table encoded (b boolean)", kind=Kind.NULL),
        error("create table encoded (b boolean encode)", "42601"),
    ),
    subject(
        "ALTER TABLE DROP COLUMN",
        "r_ALTER_TABLE",
        rows("select * from noted", [], (), _TABLE, "alter table noted drop column name"),
        rows(
            "select \"column\" from pg_table_def where tablename = 'noted'",
            [("name",)],
            (),
            _TABLE,
            "alter table noted drop column id cascade",
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select name from noted",
            [(None,)],
            (),
            _TABLE,
            "insert into noted values (1, 'a')",
            "alter table noted drop column name",
            "alter table noted add column name varchar(3)",
            kind=Kind.NULL,
        ),
        error("alter table noted drop column missing", "42703", _TABLE),
    ),
    subject(
        "TIMESTAMP of text with an offset",
        "r_Datetime_types",
        rows("select timestamp '2020-01-04 01:02:03-0'", [(_FOURTH,)], (TIMESTAMP,)),
        rows(
            "select at from moments",
            [(_FOURTH,)],
            (TIMESTAMP,),
            _MOMENTS,
            "insert into moments values ('2020-01-04 01:02:03-07')",
            kind=Kind.BOUNDARY,
        ),
        rows(
            "select at from moments",
            [(None,)],
            (),
            _MOMENTS,
            "insert into moments values (null)",
            kind=Kind.NULL,
        ),
        error("insert into moments values ('no moment')", "22007", _MOMENTS),
    ),
)
