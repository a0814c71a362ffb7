"""The same work by command and by Dagster job."""

import json
from dataclasses import replace

import dagster as dg
import pytest
from typer.testing import CliRunner

from orchestration.defs.replay import jobs
from orchestration.lease import lease
from orchestration.replaying import cli
from orchestration.resources.lake import LakeResource
from orchestration.resources.raw_stream import RawStreamResource
from orchestration.resources.warehouse import WarehouseResource
from orchestration.sql.ops_tables import REPLAY_LEASE
from tests.orchestration.replaying.pipeline import batches

FIRST, SECOND = "2026-11-01-10", "2026-11-01-12"


@pytest.fixture
def broken(pipeline, monkeypatch):
    """Ten events in the quarantine, and the schema mended."""
    pipeline.break_schema()
    for batch in batches(range(10)):
        pipeline.send(batch)
    pipeline.flow(FIRST)
    pipeline.load(FIRST)
    pipeline.mend_schema()
    stores = (pipeline.warehouse, pipeline.lake, pipeline.stream)
    monkeypatch.setattr(cli, "_stores", lambda: stores)
    monkeypatch.setattr(RawStreamResource, "client", lambda self: pipeline.stream)
    return pipeline


@pytest.fixture
def execute(broken):
    """Runs a job against the pipeline's stores; the metadata that its step told."""
    warehouse, lake = broken.warehouse, broken.lake
    resources = {
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
        "raw_stream": RawStreamResource(stream_name="events-raw"),
    }

    def run(job, step, **config):
        with dg.DagsterInstance.ephemeral() as instance:
            result = job.execute_in_process(
                run_config={"ops": {step: {"config": config}}},
                resources=resources,
                instance=instance,
            )
        assert result.success
        (output,) = [e for e in result.all_events if e.is_successful_output]
        metadata = output.event_specific_data.metadata
        return {name: value.value for name, value in metadata.items()}

    return run


def command(*arguments):
    done = CliRunner().invoke(cli.app, [*arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_shows_sends_and_then_has_nothing_left(broken):
    preview = json.loads(command("replay", "--dry-run", "--json"))
    assert [group["arrivals"] for group in preview["groups"]] == [10]
    assert "schema_violation" in command("replay", "--dry-run")
    assert json.loads(command("replay", "--json"))["sent"] == 10
    assert json.loads(command("replay", "--json"))["sent"] == 0


def test_the_command_discards_with_a_reason(broken):
    found = command("replay", "--event", "Product Viewed", "--discard", "a test", "--json")
    assert json.loads(found) == {"discarded": 10}


def test_a_run_at_work_elsewhere_is_waited_for_and_then_told(broken, monkeypatch):
    impatient = replace(broken.warehouse, statement_seconds=1)
    monkeypatch.setattr(cli, "_stores", lambda: (impatient, broken.lake, broken.stream))
    with lease(broken.warehouse, REPLAY_LEASE):
        done = CliRunner().invoke(cli.app, ["replay"])
    assert done.exit_code == 1
    assert "replay_lease was held for 1 s" in done.output
    assert json.loads(command("replay", "--json"))["sent"] == 10


def test_the_command_reprocesses_hours(broken):
    preview = json.loads(command("reprocess", "--hours", FIRST, "--dry-run", "--json"))
    assert preview["files"] == 2
    assert json.loads(command("reprocess", "--hours", f"{FIRST}..{SECOND}", "--json"))["sent"] == 10


@pytest.mark.parametrize(
    "arguments",
    [
        ("replay", "--reason", "bad"),
        ("replay", "--since", "yesterday"),
        ("reprocess", "--hours", "today"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_the_reason(arguments):
    done = CliRunner().invoke(cli.app, [*arguments])
    assert done.exit_code == 2
    assert arguments[-1] in done.output


def test_the_replay_job_takes_the_same_options(broken, execute):
    told = execute(jobs.replay, "replay_rejected", dry_run=True, reason="schema_violation")
    assert told["arrivals"] == 10
    assert execute(jobs.replay, "replay_rejected", source="crm")["sent"] == 0
    assert execute(jobs.replay, "replay_rejected", since="2026-11-01")["sent"] == 10


def test_the_replay_job_discards(broken, execute):
    assert execute(jobs.replay, "replay_rejected", discard="a test") == {"discarded": 10}


def test_the_reprocess_job_takes_the_same_options(broken, execute):
    assert execute(jobs.reprocess, "reprocess_received", hours=FIRST, dry_run=True)["files"] == 2
    assert execute(jobs.reprocess, "reprocess_received", hours=FIRST)["sent"] == 10
