"""What the parser would read over."""

import re

import pytest

from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.translation.parse import parse_sql


@pytest.mark.parametrize(
    ("sql", "near"),
    [
        ("select a,, b from t", 'near ","'),
        ("select ,a from t", 'near ","'),
        ("select f(,a) from t", 'near ","'),
        ("select a, from t", 'near "from"'),
        ("select f(a,) from t", 'near ")"'),
        ("select a from t order by a,", "at end of input"),
        ("insert into t values (1),", "at end of input"),
        ("update t set a = 1,, b = 2", 'near ","'),
        ("create table t (a int,, b int)", 'near ","'),
        ("create table t (a int,)", 'near ")"'),
        ("select 1 from from t", 'near "from"'),
        ("delete from from t", 'near "from"'),
        ("select from t", 'near "from"'),
        ("select all all a from t", 'near "all"'),
        ("select a is from t", 'near "is"'),
    ],
)
def test_what_separates_nothing_is_no_sql(sql: str, near: str) -> None:
    with pytest.raises(RedshiftError, match=re.escape(near)) as caught:
        parse_sql(sql)
    assert caught.value.sqlstate == "42601"


@pytest.mark.parametrize(
    "sql",
    [
        'select "from", "all" from t as "is"',
        "select trim(both ' ' from a), extract(year from b), ',,' from t",
        "select a from t where (a, b) in (select c, d from u) group by a, b order by 1, 2 limit 3",
        "insert into t values (1, default), (2, null)",
        "select count(distinct a), a is distinct from b from t, u",
        "select t.table, a as order from t",
    ],
)
def test_what_is_sql_is_read(sql: str) -> None:
    assert parse_sql(sql) is not None
