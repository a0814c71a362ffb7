"""Export over the local Redshift and DynamoDB: what a reader finds afterwards."""

import pytest

from ingest_lambdas.contract.hot_tier_layout import export_state, product_day
from orchestration.exporting.content import PRODUCT_DAILY
from orchestration.exporting.exporter import run_export
from orchestration.loading.tables import prepare_tables

LIP, EYE, LIP_LATER = ("lip", "2026-11-01"), ("eye", "2026-11-01"), ("lip", "2026-12-24")
MODEL = {LIP: 3, EYE: 1, LIP_LATER: 4}


@pytest.fixture
def model(warehouse):
    """Sets the rows of the export model: views by product and day."""
    with warehouse.connect() as session:
        prepare_tables(session)
        session.execute("create schema exports")
        session.execute(
            "create table exports.export_product_daily "
            "(product_id varchar(64), event_day date, views bigint, revenue decimal(18, 2))"
        )

    def put(views):
        with warehouse.connect() as session:
            session.execute("delete from exports.export_product_daily")
            for (product, day), count in views.items():
                session.execute(
                    "insert into exports.export_product_daily values (%s, %s, %s, %s)",
                    (product, day, count, "9.90"),
                )

    put(MODEL)
    return put


@pytest.fixture
def export(warehouse, hot_tier, model):
    def run():
        report = run_export(warehouse, hot_tier, PRODUCT_DAILY)
        return report.written, report.deleted, report.full_compare

    return run


def stored(hot_tier):
    """Views by product and day, as readers find them."""
    found = hot_tier.items("product#")
    return {(item["product_id"], item["event_day"]): item["views"] for item in found}


def test_what_the_model_says_is_there_once_and_a_repeat_writes_nothing(export, hot_tier):
    assert export() == (3, 0, True)
    assert stored(hot_tier) == MODEL
    assert export() == (0, 0, False)


def test_only_differences_are_written_and_stale_items_go(export, hot_tier, model):
    export()
    changed = {LIP: 5, LIP_LATER: 4}
    model(changed)
    assert export() == (1, 1, False)
    assert stored(hot_tier) == changed
    assert hot_tier.read(product_day(*LIP))["version"] == 2


def test_a_model_come_up_empty_leaves_no_items(export, hot_tier, model):
    export()
    model({})
    assert export() == (0, 3, False)
    assert stored(hot_tier) == {}


def test_a_hot_tier_come_up_empty_is_filled_again(export, hot_tier):
    export()
    hot_tier.client.delete_item(TableName=hot_tier.table_name, Key=export_state()._asdict())
    for product, day in MODEL:
        hot_tier.client.delete_item(
            TableName=hot_tier.table_name, Key=product_day(product, day)._asdict()
        )
    assert export() == (3, 0, True)
    assert stored(hot_tier) == MODEL


def test_losing_the_memory_costs_a_full_compare_and_neither_doubles_nor_strays(
    export, hot_tier, model, warehouse
):
    export()
    with warehouse.connect() as session:
        session.execute("delete from ops.exported_items")
    changed = {LIP: 3, LIP_LATER: 6}
    model(changed)
    assert export() == (1, 1, True)
    assert stored(hot_tier) == changed


def test_a_crash_before_the_memory_was_written_repeats_into_the_same_state(
    export, hot_tier, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr("orchestration.exporting.exporter.remember", _crash)
        with pytest.raises(KeyboardInterrupt):
            export()
    export()
    assert stored(hot_tier) == MODEL
    assert {item["version"] for item in hot_tier.items("product#")} == {1}
    assert export() == (0, 0, False)


def _crash(*_):
    raise KeyboardInterrupt
