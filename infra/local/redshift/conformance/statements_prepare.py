"""PREPARE, EXECUTE and DEALLOCATE."""

from .case import Kind, subject
from .statements import error, rows
from .types import INTEGER, VARCHAR

_MAKE = "create table prep1 (c1 int, c2 varchar(20))"
_SELECT = "prepare prep_select (int) as select c1, c2 from prep1 where c1 = $1"
_INSERT = "prepare prep_insert (int, varchar(20)) as insert into prep1 values ($1, $2)"
_MADE = (_MAKE, _SELECT, _INSERT)
_ADD = "execute prep_insert (1, 'one')"

SUBJECTS = (
    subject(
        "PREPARE",
        "r_PREPARE",
        rows("execute prep_select (1)", [(1, "one")], (INTEGER, VARCHAR), *_MADE, _ADD,
             "deallocate prep_select", _SELECT, "deallocate prep_insert"),
        rows("execute plain", [(7,)], (INTEGER,), "prepare plain as select 7", "deallocate plain",
             "prepare plain as select 7", kind=Kind.BOUNDARY),
        error("prepare plain as select 8", "42P05", message="plain"),
        error("prepare few (int) as select $1, $2", "42P02", message="$2"),
        error("prepare wrong as create table x (a int)", "0A000", message="PREPARE"),
    ),
    subject(
        "EXECUTE",
        "r_EXECUTE",
        rows("select c1, c2 from prep1", [(1, "two"), (None, None)], (INTEGER, VARCHAR),
             _MAKE, "prepare exec_insert (int, varchar(20)) as insert into prep1 values ($1, $2)",
             "execute exec_insert ('1', 'two')", "execute exec_insert (null, null)",
             "deallocate exec_insert", kind=Kind.NULL),
        rows("execute exec_sum (1, 2)", [(3,)], (INTEGER,),
             "prepare exec_sum (int, int) as select $1 + $2"),
        error("execute exec_sum (1)", "42601", message="wrong number of parameters"),
        error("execute never_prepared", "26000", message="never_prepared"),
    ),
    subject(
        "DEALLOCATE",
        "r_DEALLOCATE",
        error("execute gone", "26000", "prepare gone as select 1", "deallocate gone"),
        rows("execute again", [(2,)], (INTEGER,), "prepare again as select 1",
             "deallocate prepare again", "prepare again as select 2"),
        error("deallocate never_prepared", "26000", message="never_prepared"),
    ),
)  # fmt: skip
