"""Materialized views: CREATE, REFRESH, ALTER and DROP, and the views that tell of them."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, VARCHAR

_BASE = "create table mv_base (k int, n int)"
_ROWS = "insert into mv_base values (1, 2), (1, 3), (2, null)"
_VIEW = "create materialized view mv as select k, sum(n) as total from mv_base group by k"
_MADE = (_BASE, _ROWS, _VIEW)
_MORE = "insert into mv_base values (3, 4)"
_ALL = "select k, total from mv order by k"
_REFRESH = "refresh materialized view mv"

SUBJECTS = (
    subject(
        "CREATE MATERIALIZED VIEW",
        "materialized-view-create-sql-command",
        rows(_ALL, [(1, 5), (2, None)], (), *_MADE),
        rows("select sum(total) from mv", [(None,)], (), _BASE, _VIEW, kind=Kind.NULL),
        rows(
            "select diststyle, sortkey1 from svv_table_info where \"table\" = 'mv'",
            [("KEY(k)", "k")],
            (),
            _BASE,
            _ROWS,
            "create materialized view mv backup no diststyle key distkey(k) sortkey(k) "
            "auto refresh no as (select k from mv_base)",
        ),
        error("create materialized view mv as select k from mv_base limit 1", "0A000", _BASE),
        error("create materialized view mv as select a from missing", "42P01"),
        error(_VIEW, "42P07", *_MADE),
        refused("create materialized view mv interleaved sortkey(k) as select 1 as k"),
    ),
    subject(
        "REFRESH MATERIALIZED VIEW",
        "materialized-view-refresh-sql-command",
        rows(_ALL, [(1, 5), (2, None)], (), *_MADE, _MORE),
        rows(_ALL, [(1, 5), (2, None), (3, 4)], (), *_MADE, _MORE, _REFRESH),
        rows(_ALL, [], (), *_MADE, "delete from mv_base", _REFRESH, kind=Kind.BOUNDARY),
        error("refresh materialized view mv_base", "42809", _BASE),
        error("refresh materialized view missing", "42P01"),
    ),
    subject(
        "ALTER MATERIALIZED VIEW",
        "r_ALTER_MATERIALIZED_VIEW",
        rows(
            "select autorefresh from svv_mv_info where name = 'mv'",
            [("t",)],
            (VARCHAR,),
            *_MADE,
            "alter materialized view mv auto refresh yes",
        ),
        rows("select autorefresh from svv_mv_info where name = 'mv'", [("f",)], (), *_MADE),
        error("alter materialized view mv_base auto refresh no", "42809", _BASE),
        refused("alter materialized view mv row level security on", *_MADE),
    ),
    subject(
        "DROP MATERIALIZED VIEW",
        "materialized-view-drop-sql-command",
        rows(
            "select count(*) from svv_mv_info where name = 'mv'",
            [(0,)],
            (BIGINT,),
            *_MADE,
            "drop materialized view mv",
        ),
        error("drop table mv_base", "2BP01", *_MADE),
        error("drop view mv", "42809", *_MADE),
        error("drop materialized view missing", "42P01"),
        error(_ALL, "42P01", *_MADE, "drop table mv_base cascade"),
    ),
    subject(
        "SVV_MV_INFO",
        "r_SVV_MV_INFO",
        rows("select is_stale, state from svv_mv_info where name = 'mv'", [("f", 1)], (), *_MADE),
        rows("select is_stale from svv_mv_info where name = 'mv'", [("t",)], (), *_MADE, _MORE),
        rows(
            "select is_stale, state from svv_mv_info where name = 'mv'",
            [("t", 0)],
            (),
            _BASE,
            "create materialized view mv as select k, getdate() as now from mv_base",
        ),
        rows(
            "select state from svv_mv_info where name = 'mv'",
            [(103,)],
            (),
            *_MADE,
            "alter table mv_base rename to mv_other",
            kind=Kind.BOUNDARY,
        ),
    ),
    subject(
        "SVL_MV_REFRESH_STATUS",
        "r_SVL_MV_REFRESH_STATUS",
        rows(
            "select status from svl_mv_refresh_status where mv_name = 'mv'",
            [("Refresh successfully updated MV incrementally",)],
            (),
            *_MADE,
            _MORE,
            _REFRESH,
        ),
        rows(
            "select status from svl_mv_refresh_status where mv_name = 'mv'",
            [("MV was already updated",)],
            (),
            *_MADE,
            _REFRESH,
        ),
        rows(
            "select count(*) from svl_mv_refresh_status where mv_name = 'mv'",
            [(0,)],
            (BIGINT,),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
    ),
)
