"""WITH RECURSIVE, CONNECT BY and correlated subqueries."""

from .case import Kind, subject
from .statements import error, refused, rows
from .types import BIGINT, INTEGER, VARCHAR

_T = "create table t (id int, g varchar(3), v int)"
_ROWS = (
    "insert into t values (1, 'a', 10), (2, 'a', 20), (3, 'b', 30), (4, 'b', null), (5, null, 50)"
)
_MADE = (_T, _ROWS)
_EMPLOYEE = "create table employee (id int, name varchar(20), manager_id int)"
_STAFF = (
    "insert into employee values (100, 'Carlos', null), (101, 'John', 100), (102, 'Jorge', "
    "101), (103, 'Kwaku', 101), (106, 'Mateo', 102), (104, 'Paulo', 103), (120, 'Saanvi', "
    "104)"
)
_OFFICE = (_EMPLOYEE, _STAFF)

SUBJECTS = (
    subject(
        "WITH RECURSIVE",
        "r_WITH_clause",
        rows(
            "with recursive john_org(id, name, manager_id, level) as (select id, name, "
            "manager_id, 1 as level from employee where name = 'John' "
            "union all select e.id, e.name, e.manager_id, level + 1 from employee e, "
            "john_org j where e.manager_id = j.id and level < 4) "
            "select distinct id, name from john_org order by id",
            [
                (101, "John"),
                (102, "Jorge"),
                (103, "Kwaku"),
                (104, "Paulo"),
                (106, "Mateo"),
                (120, "Saanvi"),
            ],
            (INTEGER, VARCHAR),
            *_OFFICE,
        ),
        rows(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 3) "
            "select i from n order by i",
            [(1,), (2,), (3,)],
            (INTEGER,),
        ),
        rows(
            "with recursive n(i) as (select null::int union all select i + 1 from n where i "
            "< 3) select i from n",
            [(None,)],
            (INTEGER,),
            kind=Kind.NULL,
        ),
        rows(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 0) "
            "select i from n",
            [(1,)],
            (),
            kind=Kind.BOUNDARY,
        ),
        error(
            "with recursive n as (select 1 as i union all select i + 1 from n where i < 3) "
            "select i from n",
            "42601",
        ),
        error(
            "with recursive n(i) as (select 1 union select i + 1 from n where i < 3) select "
            "i from n",
            "42601",
        ),
        error(
            "with n(i) as (select 1 union all select i + 1 from n where i < 3) select i from n",
            "42P01",
        ),
        error("with w1 as (select * from w2), w2 as (select 1 as a) select * from w1", "42P01"),
    ),
    subject(
        "CONNECT BY",
        "r_CONNECT_BY_clause",
        rows(
            "select id, name, manager_id from employee where level < 4 start with name = "
            "'John' connect by prior id = manager_id order by id",
            [
                (101, "John", 100),
                (102, "Jorge", 101),
                (103, "Kwaku", 101),
                (104, "Paulo", 103),
                (106, "Mateo", 102),
            ],
            (INTEGER, VARCHAR, INTEGER),
            *_OFFICE,
        ),
        rows(
            "select id, level from employee start with manager_id is null connect by prior "
            "id = manager_id order by level, id limit 2",
            [(100, 1), (101, 2)],
            (INTEGER, INTEGER),
            *_OFFICE,
            kind=Kind.NULL,
        ),
        rows(
            "select count(*) from employee start with name = 'nobody' connect by manager_id "
            "= prior id",
            [(0,)],
            (BIGINT,),
            *_OFFICE,
            kind=Kind.BOUNDARY,
        ),
        error(
            "select id from employee start with id = 1 connect by id = manager_id",
            "42601",
            *_OFFICE,
        ),
        refused(
            "select id from employee start with id = 1 connect by nocycle prior id = manager_id",
            *_OFFICE,
            message="NOCYCLE",
        ),
    ),
    subject(
        "correlated subqueries",
        "r_correlated_subqueries",
        rows(
            "select id from t where v = (select max(v) from t as u where u.g = t.g) order by id",
            [(2,), (3,)],
            (INTEGER,),
            *_MADE,
        ),
        rows(
            "select id from t where not exists (select 1 from t as u where u.g = t.g) order by id",
            [(5,)],
            (INTEGER,),
            *_MADE,
            kind=Kind.NULL,
        ),
        rows(
            "select id, (select count(*) from t as u where u.v > t.v) from t where id = 5",
            [(5, 0)],
            (INTEGER, BIGINT),
            *_MADE,
            kind=Kind.BOUNDARY,
        ),
        error(
            "select id from t where not exists (select 1 from t as u where not exists "
            "(select 1 from t as w where w.id = t.id))",
            "0A000",
            *_MADE,
            message="correlated",
        ),
        error(
            "select t.id from t left join t as u on t.id = u.id and u.id = (select max(w.id) "
            "from t as w where w.id = u.id)",
            "0A000",
            *_MADE,
            message="correlated",
        ),
        error(
            "select id from t where v not in (select sum(u.v) over () from t as u where u.id "
            "= t.id)",
            "0A000",
            *_MADE,
            message="correlated",
        ),
    ),
)
