"""What other databases have and Redshift has not is refused before it is read as something else."""

import pytest

from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.translation.parse import parse_sql


@pytest.mark.parametrize(
    ("written", "sqlstate"),
    [
        ("select 1 == 1", "42601"),
        ("select 1 ?? 2", "42601"),
        ("select true && false", "42601"),
        ("select 'a' rlike 'a'", "42601"),
        ("select 'a' GLOB 'a'", "42601"),
        ("select string_agg(a, ',') from t", "0A000"),
        ("select safe_cast(a as int) from t", "0A000"),
        ("select IF (true, 1, 2)", "0A000"),
        ("select 1e400", "22003"),
        ("select 'a'::string", "42704"),
        ("select cast(f(1) as double)", "42704"),
        ("select try_cast(a as Number) from t", "42704"),
        ("create table t (a int, b string)", "42704"),
        ("alter table t add column b long", "42704"),
        ("select interval 1 day", "42601"),
        ("select [1, 2]", "42601"),
        ("select 1 in [1, 2]", "42601"),
    ],
)
def test_foreign_words_are_refused(written: str, sqlstate: str) -> None:
    with pytest.raises(RedshiftError) as caught:
        parse_sql(written)
    assert caught.value.sqlstate == sqlstate


@pytest.mark.parametrize(
    "written",
    [
        "select 'a == b', 1e300 as \"glob\" from t",
        "drop table if exists t",
        "select a as string_agg from t",
        "select 1::double precision, 'a'::character varying(3), cast(1 as float8)",
        "select (select 1 as number), long, t.string as double, f(string) from t",
        "create table t (number int, long double precision)",
        "create table t as select 1 as a, b number from u",
        "select interval '1' day, interval '1 day'",
        'select a[0], t.date[1].x[2], "A"[0], f(a)[0], array[1, 2] from t',
    ],
)
def test_texts_and_names_are_not_words(written: str) -> None:
    parse_sql(written)
