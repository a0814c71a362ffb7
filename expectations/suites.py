"""Suites of the raw tables, derived from the contract; run by load hour, before the models.

They hold what every producer upstream promises: a failure means a broken producer, not bad traffic.
"""

from collections.abc import Iterator

from expectations.suite import (
    Expectation,
    Suite,
    accepted,
    columns_exist,
    matches,
    no_rows,
    not_null,
)
from ingest_lambdas.contract.columns import EVENTS, RAW_TABLES, REJECTED_EVENTS, Table

RAW_SCHEMA = "raw"
SHOWN_ROWS = 20

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
PATTERNS = {
    "arrival_id": "^[^:]+:[0-9]+:[0-9]+$",
    "event_key": UUID,
    "fingerprint": "^[0-9a-f]{64}$",
    "load_hour": "^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{2}$",
}

RECEIVED_IN_THE_FUTURE = "received_at > dateadd(day, 1, getdate())"
# Rules of semantics.md 3, as the collector applies them to every event.
EVENT_TIME_RULES = {
    "event_day_is_of_event_at": "event_day <> cast(event_at as date)",
    "event_at_is_not_ahead": "event_at > dateadd(minute, 5, received_at)",
    "implausible_time_gave_way": "time_implausible and event_at <> received_at",
}


def suite_of(table: Table) -> Suite:
    """The suite of one raw table."""
    return Suite(
        name=f"{RAW_SCHEMA}_{table.name}",
        relation=f"{RAW_SCHEMA}.{table.name}",
        expectations=tuple(_expectations(table)),
        row_id="arrival_id",
        hour_column="load_hour",
    )


def _expectations(table: Table) -> Iterator[Expectation]:
    yield columns_exist([column.name for column in table.all_columns])
    for column in table.all_columns:
        if not column.nullable:
            yield not_null(column.name)
        if column.accepted:
            yield accepted(column.name, column.accepted)
        if column.name in PATTERNS:
            yield matches(column.name, PATTERNS[column.name])
    yield no_rows("byte_lengths_in_contract", _lengths_query(table))
    yield _forbidden("received_at_is_not_ahead", RECEIVED_IN_THE_FUTURE)
    if table is EVENTS:
        for name, condition in EVENT_TIME_RULES.items():
            yield _forbidden(name, condition)


def _forbidden(name: str, condition: str) -> Expectation:
    moments = "received_at" if "event_at" not in condition else "event_at, received_at"
    query = f"select arrival_id, {moments} from {{batch}} where {condition} limit {SHOWN_ROWS}"
    return no_rows(name, query)


def _lengths_query(table: Table) -> str:
    """One query for all columns: expectations on bytes would cost one scan each."""
    wrong = {
        column.name: f"octet_length({column.name}) not between "
        f"{0 if column.nullable else 1} and {column.length}"
        for column in table.all_columns
        if column.length
    }
    named = " ".join(f"when {condition} then '{name}'" for name, condition in wrong.items())
    found = f"select arrival_id, case {named} end as column_name from {{batch}}"
    return f"{found} where {' or '.join(wrong.values())} limit {SHOWN_ROWS}"


RAW_EVENTS = suite_of(EVENTS)
RAW_REJECTED_EVENTS = suite_of(REJECTED_EVENTS)
RAW_SUITES = {table.name: suite_of(table) for table in RAW_TABLES}
