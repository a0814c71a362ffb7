"""Day-keyed aggregates in the hot tier, from the export models."""

import dagster as dg

from expectations.business_rules import BUSINESS_RULES
from orchestration.checks import key_of
from orchestration.exporting.content import PRODUCT_DAILY, SITE_DAILY, Export
from orchestration.exporting.exporter import run_export
from orchestration.resources.hot_tier import HotTierResource
from orchestration.resources.warehouse import WarehouseResource

# A blocking check stops only what depends on its asset: so the export names every checked mart.
CHECKED = [key_of(suite) for suite in BUSINESS_RULES]


@dg.asset(
    key=["hot_tier", "product_daily"],
    deps=CHECKED,
    description="A product's figures by day. One item per product and event day.",
    kinds={"dynamodb"},
    group_name="hot_tier",
)
def product_daily(
    warehouse: WarehouseResource, hot_tier: HotTierResource
) -> dg.MaterializeResult[None]:
    """Write what changed, delete what is stale."""
    return _materialize(warehouse, hot_tier, PRODUCT_DAILY)


@dg.asset(
    key=["hot_tier", "site_daily"],
    deps=CHECKED,
    description="The whole site's figures by day. One item per event day.",
    kinds={"dynamodb"},
    group_name="hot_tier",
)
def site_daily(
    warehouse: WarehouseResource, hot_tier: HotTierResource
) -> dg.MaterializeResult[None]:
    """Write what changed, delete what is stale."""
    return _materialize(warehouse, hot_tier, SITE_DAILY)


def _materialize(
    warehouse: WarehouseResource, hot_tier: HotTierResource, export: Export
) -> dg.MaterializeResult[None]:
    report = run_export(warehouse.client(), hot_tier.client(), export)
    return dg.MaterializeResult(
        metadata={
            "exported_items": report.written,
            "deleted_items": report.deleted,
            "full_compare": report.full_compare,
            "as_of": report.as_of,
            "seconds": round(report.seconds, 3),
        }
    )
