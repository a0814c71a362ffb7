from expectations.business_rules import BUSINESS_RULES
from expectations.suite import Expectation, Suite
from expectations.suites import RAW_SUITES, suite_of
from ingest_lambdas.contract.columns import RAW_TABLES, Column, Table, text

TABLE = Table(
    name="things",
    description="",
    columns=(
        text("arrival_id", 128, "", nullable=False),
        Column("kind", "VARCHAR", "", 4, accepted=("a", "b")),
        Column("body", "SUPER", ""),
    ),
    stamps=(text("load_hour", 13, "", nullable=False),),
    distkey="arrival_id",
    sortkeys=("arrival_id",),
)


def by_name(suite: Suite) -> dict[str, Expectation]:
    return {one.name: one for one in suite.expectations}


def test_a_tables_suite_holds_what_its_columns_promise() -> None:
    found = by_name(suite_of(TABLE))

    assert found["columns_exist"].arguments["column_set"] == [
        "arrival_id",
        "kind",
        "body",
        "load_hour",
    ]
    assert {name for name in found if name.endswith("_not_null")} == {
        "arrival_id_not_null",
        "load_hour_not_null",
    }
    assert found["kind_accepted"].arguments == {"column": "kind", "value_set": ["a", "b"]}
    assert {name for name in found if name.endswith("_well_formed")} == {
        "arrival_id_well_formed",
        "load_hour_well_formed",
    }


def test_lengths_are_of_bytes_and_only_required_texts_may_not_be_empty() -> None:
    query = by_name(suite_of(TABLE))["byte_lengths_in_contract"].arguments["unexpected_rows_query"]

    assert "octet_length(arrival_id) not between 1 and 128" in query
    assert "octet_length(kind) not between 0 and 4" in query
    assert "body" not in query


def test_every_raw_table_has_a_suite_that_can_be_limited_to_load_hours() -> None:
    assert set(RAW_SUITES) == {table.name for table in RAW_TABLES}
    for table in RAW_TABLES:
        suite = RAW_SUITES[table.name]
        assert (suite.relation, suite.hour_column) == (f"raw.{table.name}", "load_hour")


def test_names_are_unique_within_a_suite_since_results_are_told_apart_by_them() -> None:
    for suite in (*RAW_SUITES.values(), *BUSINESS_RULES):
        names = [one.name for one in suite.expectations]
        assert len(names) == len(set(names)), suite.name


def test_every_query_looks_at_the_checked_rows_and_bounds_what_it_hands_out() -> None:
    queries = [
        one.arguments["unexpected_rows_query"]
        for suite in (*RAW_SUITES.values(), *BUSINESS_RULES)
        for one in suite.expectations
        if "unexpected_rows_query" in one.arguments
    ]

    assert queries
    for query in queries:
        assert query.count("{batch}") == 1
        assert query.endswith(" limit 20")
