"""The attributes of a table are read in any order, and nothing else of its text is touched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.translation.table_attributes import take_attributes

OPTIONS = ("diststyle key", "distkey (a)", "compound sortkey (b, c)", "backup no", "encode auto")
WORDS = ("not null", "default 'a sortkey, (x)'", "encode zstd", "distkey", "sortkey")


@settings(deadline=None)
@given(options=st.permutations(OPTIONS), words=st.permutations(WORDS[:2]))
def test_attributes_of_a_table(options: list[str], words: list[str]) -> None:
    columns = f"(a varchar(9) {' '.join(words)}, b int, c decimal(5, 2))"
    sql, found = take_attributes(f"create table t {columns} {' '.join(options)}")
    assert " ".join(sql.split()) == f"CREATE TABLE t {columns}"
    layout = found.layout
    assert (layout.dist_style, layout.dist_key) == ("KEY", "a")
    assert (layout.sort_style, layout.sort_keys) == ("COMPOUND", ["b", "c"])


@settings(deadline=None)
@given(words=st.permutations(WORDS))
def test_attributes_of_a_column(words: list[str]) -> None:
    sql, found = take_attributes(f'create temp table t (b int, "a" varchar(9) {" ".join(words)})')
    kept = " ".join(word for word in words if word in WORDS[:2])
    plain = " ".join(sql.split()).replace(" )", ")")
    assert plain == f'CREATE TEMPORARY TABLE t (b int, "a" varchar(9) {kept})'
    assert (found.layout.dist_key, found.layout.sort_keys) == ("a", ["a"])
    assert found.encodings == {"a": "zstd"}


@pytest.mark.parametrize(
    "sql",
    ["create view v as select distkey from t", "select 'create table t (a int distkey)'"],
)
def test_other_statements_stay(sql: str) -> None:
    assert take_attributes(sql)[0] == sql


@pytest.mark.parametrize(
    "said", ["(a int", "(a int distkey) diststyle all", "(a int) diststyle key", "(a int) sorted"]
)
def test_what_makes_no_table(said: str) -> None:
    with pytest.raises(RedshiftError) as caught:
        take_attributes(f"create table t {said}")
    assert caught.value.sqlstate == "42601"
