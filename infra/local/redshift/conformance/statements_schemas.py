"""Schemas, comments on everything that bears one, and the upkeep of tables."""

from .case import Case, Kind, subject
from .statements import committed_rows, error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_SCHEMAS = "select nspname from pg_namespace where nspname in ('wing', 'hall') order by 1"
_OWNER = "select schema_owner from information_schema.schemata where schema_name = 'wing'"
_TABLE = "create table kept (a int)"
_COUNT = "select count(*) from kept"
_COMMENTS = "select objsubid, description from pg_description where objoid = 'kept'::regclass"
_OF_ANY = "select count(*) from pg_description where description = 'so'"


def _kept(statement: str) -> Case:
    done = (_TABLE, statement)
    return committed_rows(_COUNT, [(0,)], (BIGINT,), *done, cleanup=("drop table kept",))


SUBJECTS = (
    subject(
        "clauses of CREATE SCHEMA", "r_CREATE_SCHEMA",
        rows(_OWNER, [("tester",)], (VARCHAR,), "create schema wing authorization tester"),
        rows(_OWNER, [("tester",)], (VARCHAR,), "create schema wing quota unlimited",
             "create schema if not exists wing", kind=Kind.BOUNDARY),
        rows("select count(*) from pg_namespace where nspname = 'tester'", [(1,)], (BIGINT,),
             "create schema authorization tester"),
        error("create schema wing authorization nobody", "42704"),
        error("create schema wing", "42P06", "create schema wing"),
        error("create schema pg_wing", "42939", message="pg_wing"),
        refused("create schema wing quota 10 gb", message="QUOTA"),
        refused("create schema wing create table t (a int)", message="CREATE SCHEMA"),
    ),
    subject(
        "ALTER SCHEMA", "r_ALTER_SCHEMA",
        rows(_SCHEMAS, [("hall",)], (), "create schema wing", "alter schema wing rename to hall"),
        rows(_OWNER, [("tester",)], (VARCHAR,), "create schema wing",
             "alter schema wing owner to tester"),
        rows(_SCHEMAS, [("wing",)], (), "create schema wing", "alter schema wing quota unlimited",
             kind=Kind.BOUNDARY),
        error("alter schema nowhere owner to tester", "3F000"),
        error("alter schema wing owner to nobody", "42704", "create schema wing"),
        error("alter schema wing rename to hall", "42P06", "create schema wing",
              "create schema hall"),
        refused("alter schema wing quota 5 mb", "create schema wing", message="QUOTA"),
        refused("alter schema wing rename to hall", "create schema wing",
                "create table wing.t (a int)", message="not empty"),
    ),
    subject(
        "DROP SCHEMA", "r_DROP_SCHEMA",
        rows(_SCHEMAS, [], (), "create schema wing", "create schema hall",
             "drop schema wing, hall restrict"),
        rows(_SCHEMAS, [], (), "create schema wing", "create table wing.t (a int)",
             "create view public.seen as select a from wing.t", "drop schema wing cascade"),
        rows(_SCHEMAS, [], (), "drop schema if exists wing", kind=Kind.NULL),
        error("drop schema wing", "2BP01", "create schema wing", "create table wing.t (a int)"),
        error("drop schema wing", "2BP01", "create schema wing",
              "create function wing.f(int) returns int stable as $$ select $1 $$ language sql"),
        error("drop schema wing", "3F000"),
    ),
    subject(
        "COMMENT ON", "r_COMMENT",
        rows(_COMMENTS, [(0, "so")], (INTEGER, VARCHAR), "create view kept as select 1 as a",
             "comment on view kept is 'so'"),
        rows(_COMMENTS, [(1, "of a")], (INTEGER, VARCHAR), _TABLE,
             "comment on column kept.a is 'of a'", kind=Kind.BOUNDARY),
        rows(_OF_ANY, [(1,)], (BIGINT,), "comment on database shop is 'so'"),
        rows(_OF_ANY, [(1,)], (BIGINT,), "create schema wing", "comment on schema wing is 'so'"),
        rows(_OF_ANY, [(1,)], (BIGINT,), "create table kept (a int, constraint one unique (a))",
             "comment on constraint one on kept is 'so'"),
        rows(_OF_ANY, [(0,)], (BIGINT,), "create table kept (a int, constraint one unique (a))",
             "comment on constraint one on kept is 'so'",
             "comment on constraint one on kept is null", kind=Kind.NULL),
        error("comment on column kept.z is 'so'", "42703", _TABLE),
        error("comment on constraint one on kept is 'so'", "42704", _TABLE),
        error("comment on database elsewhere is 'so'", "3D000"),
        error("comment on schema nowhere is 'so'", "3F000"),
        error("comment on table kept is 5", "42601", _TABLE),
        refused("comment on function f is 'so'", message="FUNCTION"),
    ),
    subject(
        "clauses of ANALYZE", "r_ANALYZE",
        _kept("analyze verbose kept (a)"), _kept("analyze kept predicate columns"),
        _kept("analyze all columns"), error("analyze nowhere", "42P01"),
        error("analyze kept (z)", "42703", _TABLE),
        refused("analyze compression kept", message="ANALYZE COMPRESSION"),
    ),
    subject(
        "clauses of VACUUM", "r_VACUUM_command",
        _kept("vacuum full kept to 75 percent boost"), _kept("vacuum delete only kept"),
        _kept("vacuum sort only"), error("vacuum nowhere", "25001", _TABLE),
        error("vacuum reindex", "42601"), error("vacuum sideways and upside down", "42601"),
    ),
    subject(
        "external schemas and tables", "c-spectrum-external-schemas",
        refused("create external schema wing from data catalog database 'd' iam_role default",
                message="CREATE EXTERNAL SCHEMA"),
        refused("create external table wing.t (a int) stored as parquet location 's3://b/k'",
                message="CREATE EXTERNAL TABLE"),
        refused("drop external view seen", message="DROP EXTERNAL VIEW"),
    ),
)  # fmt: skip
