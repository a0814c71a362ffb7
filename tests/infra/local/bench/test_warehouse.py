"""What the benches of the warehouse measure with: a shop's past, and DuckDB's own time."""

import gzip
import json
from pathlib import Path

import pytest

from infra.local.bench.catalogue import FixedEvents, find_bench
from infra.local.bench.dbt_statements import Sent
from infra.local.bench.shop_history import History, write_history
from infra.local.bench.straight_duckdb import time_straight
from ingest_lambdas.contract.columns import EVENTS
from ingest_lambdas.contract.lake_layout import parse_key


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return write_history(tmp_path_factory.mktemp("history"), 2000, 49, step=24)


def lines_of(history: History, key: str) -> list[dict[str, object]]:
    unpacked = gzip.decompress((history.folder / key).read_bytes())
    return [json.loads(line) for line in unpacked.splitlines()]


def events_of(history: History) -> list[dict[str, object]]:
    return [event for key in history.keys for event in lines_of(history, key)]


def test_the_history_is_of_the_lake_and_its_last_hour_stands_apart(history: History) -> None:
    parsed = [parse_key(key) for key in history.keys]
    assert {hour for found in parsed if found for _, hour in [found]} == {
        "2026-03-01-00",
        "2026-03-02-00",
        "2026-03-03-00",
    }
    last = lines_of(history, history.keys[-1])
    assert {str(event["received_at"])[:13] for event in last} == {"2026-03-03T00"}


def test_the_history_has_the_columns_of_the_contract_and_what_tells_people_apart(
    history: History,
) -> None:
    events = events_of(history)
    assert len(events) == pytest.approx(2000, rel=0.1)
    named = {column.name: column for column in EVENTS.columns}
    required = {name for name, column in named.items() if not column.nullable}
    for event in events:
        assert event.keys() <= named.keys()
        assert {name for name, value in event.items() if value is not None} >= required
    keys = [event["event_key"] for event in events]
    assert 0 < len(keys) - len(set(keys)) < len(keys) / 50
    assert {event["event_name"] for event in events} >= {
        "page", "identify", "Product Viewed", "Order Completed"
    }  # fmt: skip


def test_the_same_numbers_give_the_same_history(history: History, tmp_path: Path) -> None:
    again = write_history(tmp_path, 2000, 49, step=24)
    assert sorted(map(str, events_of(again))) == sorted(map(str, events_of(history)))


def test_statements_run_straight_in_duckdb_and_only_their_own_time_counts(tmp_path: Path) -> None:
    statements = [
        "create table t (v varchar(5))",
        "begin",
        "insert into t values ('a'), ('b')",
        "commit",
        "create table u distkey (n) as (select count(*) as n from t)",
        "select n from u",
    ]
    sent = [Sent(text, 0) for text in statements]
    assert 0 < time_straight(tmp_path / "file.duckdb", sent, "1GB", 1) < 60


def test_a_number_of_events_where_none_is_taken_is_refused() -> None:
    with pytest.raises(FixedEvents, match="tracker"):
        find_bench("tracker", 1000)
    assert find_bench("warehouse", 1000).keywords == {"events": 1000}  # type: ignore[attr-defined]
