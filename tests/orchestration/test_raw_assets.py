"""The raw tables as Dagster materializes them, over the local Redshift and a lake."""

from importlib import import_module

import dagster as dg
import pytest

from orchestration.jobs import CYCLE
from orchestration.resources.lake import LakeResource
from orchestration.resources.warehouse import WarehouseResource

HOUR, NEXT_HOUR = "2026-11-01-10", "2026-11-01-11"
SOURCES = "select distinct source from raw.events order by 1"


@pytest.fixture
def resources(warehouse, lake):
    return {
        "warehouse": WarehouseResource(
            host=warehouse.host,
            port=warehouse.port,
            database=warehouse.database,
            user=warehouse.user,
            password=warehouse.password,
            ssl=warehouse.ssl,
            copy_role="arn:aws:iam::000000000000:role/copy",
        ),
        "lake": LakeResource(bucket=lake.bucket, personal_bucket=lake.personal_bucket),
    }


@pytest.fixture
def run(resources, definitions):
    """Run the assets as a job of some name, for a range of hours; the metadata of raw.events."""
    raw_tables = import_module("orchestration.defs.load.raw_tables")
    assets = [raw_tables.events, raw_tables.rejected_events]

    def materialize(job_name, first=HOUR, last=HOUR):
        job = dg.define_asset_job(job_name, executor_def=dg.in_process_executor)
        made = dg.Definitions(assets, jobs=[job], resources=resources)
        tags = {
            "dagster/asset_partition_range_start": first,
            "dagster/asset_partition_range_end": last,
        }
        with dg.instance_for_test() as instance:
            result = made.resolve_job_def(job_name).execute_in_process(instance=instance, tags=tags)
        return result.asset_materializations_for_node("raw__events")[-1].metadata

    return materialize


def test_the_cycle_adds_and_a_materialization_by_hand_replaces(run, land, event, warehouse):
    land("events", HOUR, [event(1)])
    land("events", NEXT_HOUR, [event(2)])
    assert run(CYCLE.name, HOUR, NEXT_HOUR)["rows"].value == 2
    with warehouse.connect() as session:
        session.execute("update raw.events set source = 'spoilt'")
        assert run(CYCLE.name, HOUR, NEXT_HOUR)["rows"].value == 0
        assert session.rows(SOURCES) == [("spoilt",)]
        assert run("by_hand")["rows"].value == 1
        assert session.rows(SOURCES) == [("spoilt",), ("web-shop",)]


def test_the_nightly_job_compacts_what_was_loaded(run, land, event, lake, resources):
    for number in range(3):
        land("events", HOUR, [event(number)])
    run(CYCLE.name)
    with dg.instance_for_test() as instance:
        job = import_module("orchestration.defs.maintain.compaction").compact_job
        assert job.execute_in_process(instance=instance, resources=resources).success
    (file,) = lake.files("events")
    assert len(file.originals) == 3
