"""SHOW TABLES, COLUMNS, SCHEMAS and GRANTS."""

from .case import Kind, subject
from .statements import committed_rows, error, refused, rows
from .types import BOOLEAN, INTEGER, TIMESTAMP, VARCHAR

_SCHEMA = "create schema listed"
_TABLE = (
    "create table listed.things (id int not null, name varchar(20) default 'x', "
    "price numeric(18,2)) distkey(id) compound sortkey(id, name)"
)
_VIEW = "create view listed.seen as select id from listed.things"
_LATE = "create view listed.late as select id from listed.things with no schema binding"
_KEPT = "create materialized view listed.kept as select id from listed.things"
_COMMENT = "comment on table listed.things is 'what there is'"
_MADE = (_SCHEMA, _TABLE)


def _table(name: str, kind: str, remarks: str | None, subtype: str) -> tuple[object, ...]:
    owner = "tester"
    place = ("shop", "listed", name)
    return (*place, kind, None, remarks, owner, None, None, None, subtype)


def _column(
    name: str, place: int, default: str | None, nullable: str, *kind: object
) -> tuple[object, ...]:
    return ("shop", "listed", "things", name, place, default, nullable, *kind)


SUBJECTS = (
    subject(
        "SHOW TABLES",
        "r_SHOW_TABLES",
        rows(
            "show tables from schema listed",
            [
                _table("kept", "VIEW", None, "MATERIALIZED VIEW"),
                _table("late", "VIEW", None, "LATE BINDING VIEW"),
                _table("seen", "VIEW", None, "REGULAR VIEW"),
                _table("things", "TABLE", "what there is", "REGULAR TABLE"),
            ],
            (*[VARCHAR] * 7, TIMESTAMP, TIMESTAMP, VARCHAR, VARCHAR),
            *_MADE, _VIEW, _LATE, _KEPT, _COMMENT,
        ),
        rows(
            "show tables from schema listed like 'thing_' limit 1",
            [_table("things", "TABLE", None, "REGULAR TABLE")],
            (),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows("show tables from schema listed", [], (), _SCHEMA, kind=Kind.BOUNDARY),
        rows("show tables from schema listed limit 0", [], (), *_MADE, kind=Kind.BOUNDARY),
        rows("show tables from schema listed like 'THINGS'", [], (), *_MADE, kind=Kind.BOUNDARY),
        error("show tables from schema missing", "3F000"),
        error("show tables from schema elsewhere.listed", "3D000", *_MADE),
        refused("show tables from database elsewhere"),
        notes="the moments of change, `dist_style` and `table_acl` are not told",
    ),
    subject(
        "SHOW COLUMNS",
        "r_SHOW_COLUMNS",
        rows(
            "show columns from table listed.things",
            [
                _column("id", 1, None, "NO", "integer", None, 32, 0, None,
                        "COMPOUND", 1, 1, "none", None),
                _column("name", 2, "'x'", "YES", "character varying", 20, None, None, None,
                        "COMPOUND", 2, 0, "none", "default"),
                _column("price", 3, None, "YES", "numeric", None, 18, 2, None,
                        None, 0, 0, "az64", None),
            ],
            (*[VARCHAR] * 4, INTEGER, VARCHAR, VARCHAR, VARCHAR, INTEGER, INTEGER, INTEGER,
             VARCHAR, VARCHAR, INTEGER, INTEGER, VARCHAR, VARCHAR),
            *_MADE,
        ),
        rows("show columns from table listed.things like 'nam'", [], (), *_MADE, kind=Kind.NULL),
        rows(
            "show columns from table listed.things limit 0", [], (), *_MADE, kind=Kind.BOUNDARY
        ),
        error("show columns from table listed.missing", "42P01", _SCHEMA),
        committed_rows(
            "show columns from table listed.late",
            [("shop", "listed", "late", "id", 1, None, "YES", "integer", None, 32, 0, None,
              None, 0, 0, "none", None)],
            (),
            *_MADE,
            _LATE,
            cleanup=("drop schema listed cascade",),
        ),
    ),
    subject(
        "SHOW SCHEMAS",
        "r_SHOW_SCHEMAS",
        rows(
            "show schemas from database shop like 'liste_'",
            [("shop", "listed", 100, "local", None, None, None)],
            (VARCHAR, VARCHAR, INTEGER, *[VARCHAR] * 4),
            _SCHEMA,
        ),
        rows("show schemas from database shop like 'missing'", [], kind=Kind.NULL),
        rows("show schemas from database shop limit 0", [], kind=Kind.BOUNDARY),
        error("show schemas from database elsewhere", "3D000"),
    ),
    subject(
        "SHOW GRANTS",
        "r_SHOW_GRANTS",
        rows(
            "show grants on table listed.things",
            [("shop", "listed", "things", "TABLE", "SELECT", 0, "public", "public", False,
              "TABLE", "tester")],
            (*[VARCHAR] * 5, INTEGER, VARCHAR, VARCHAR, BOOLEAN, VARCHAR, VARCHAR),
            *_MADE,
            "grant select on listed.things to public",
        ),
        rows("show grants on table listed.things", [], (), *_MADE, kind=Kind.NULL),
        rows(
            "show grants on table listed.things limit 0", [], (), *_MADE,
            "grant select on listed.things to public",
            kind=Kind.BOUNDARY,
        ),
        error("show grants on table listed.missing", "42P01", _SCHEMA),
        refused("show grants on schema listed", _SCHEMA),
    ),
)  # fmt: skip
