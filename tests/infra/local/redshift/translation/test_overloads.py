"""Which calls are chosen among the forms of a macro inside a list."""

import sqlglot

from infra.local.redshift.translation.generate import generate_sql
from infra.local.redshift.translation.overloads import OVERLOADED, choose_overloads


def _chosen(sql: str) -> str:
    return generate_sql(choose_overloads(sqlglot.parse_one(sql, read="duckdb")))


def test_macros_with_forms_by_type_are_known() -> None:
    assert {"to_moment", "text_length", "fnv_hash", "to_text"} <= OVERLOADED
    # One form, or forms that only the number of arguments tells apart.
    assert OVERLOADED.isdisjoint({"super_key", "super_type", "cut_text", "add_months"})


def test_a_column_is_left_alone() -> None:
    sql = "SELECT TO_MOMENT(t), MIN(TO_MOMENT(t)), ADD_MONTHS(MIN(t), 1) FROM events"
    assert "LAMBDA" not in _chosen(sql)


def test_an_aggregate_of_a_subquery_is_left_alone() -> None:
    assert "LAMBDA" not in _chosen("SELECT to_moment((SELECT MIN(t) FROM events))")


def test_aggregates_and_windows_are_put_into_lists() -> None:
    for of in ("MIN(t)", "LAG(t) OVER (ORDER BY t)", "QUANTILE_CONT(t, 0.5)"):
        assert f"LIST_TRANSFORM([{of}], LAMBDA" in _chosen(f"SELECT to_moment({of}) FROM events")


def test_literals_stay_arguments_and_all_else_goes_into_the_list() -> None:
    sql = _chosen("SELECT value_to_char(MAX(t), 'YYYY'), value_to_char(MAX(t), f) FROM events")
    assert "'YYYY')), 1)" in sql
    assert "[{'v0': MAX(t), 'v1': f}]" in sql


def test_calls_within_calls_are_each_in_a_list_of_their_own() -> None:
    assert _chosen("SELECT part_of('year', to_moment(MIN(t)))").count("LAMBDA") == 2
