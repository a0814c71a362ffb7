"""`headwater replay` and `headwater reprocess` as jobs, with the same options as run config."""

from dataclasses import asdict

import dagster as dg
from pydantic import Field

from orchestration.replaying.hours import hours_between
from orchestration.replaying.outgoing import EVENTS_A_SECOND
from orchestration.replaying.preview import preview_replay
from orchestration.replaying.replay import close_as_discarded
from orchestration.replaying.replay import replay as replay_quarantine
from orchestration.replaying.reprocess import archived_files
from orchestration.replaying.reprocess import reprocess as reprocess_archive
from orchestration.replaying.selection import Selection, moment_of
from orchestration.resources.lake import LakeResource
from orchestration.resources.raw_stream import RawStreamResource
from orchestration.resources.warehouse import WarehouseResource

REPLAY_OUTCOMES = dg.AssetSpec(
    ["ops", "replay_outcomes"],
    description="Attempts to get quarantined arrivals through, and how they ended.",
    kinds={"redshift"},
    group_name="ops",
)


class ReplayConfig(dg.Config):
    """What is to be replayed; everything that is open where nothing is given."""

    reason: str | None = Field(None, description="Only arrivals rejected for this reason.")
    source: str | None = Field(None, description="Only arrivals of this source.")
    schema_ref: str | None = Field(None, description="Only of this schema; any of its versions.")
    event: str | None = Field(None, description="Only events of this name.")
    since: str | None = Field(None, description="Only what was received from then on, ISO 8601.")
    until: str | None = Field(None, description="Only what was received before then, ISO 8601.")
    dry_run: bool = Field(False, description="Only tell what would be sent.")
    discard: str | None = Field(None, description="Give it up instead, for the reason given here.")
    events_a_second: float = Field(EVENTS_A_SECOND, gt=0, description="The pace.")

    def selection(self) -> Selection:
        """The filters. Raises ValueError."""
        return Selection(
            reason=self.reason,
            source=self.source,
            schema_ref=self.schema_ref,
            event=self.event,
            since=moment_of(self.since, "since"),
            until=moment_of(self.until, "until"),
        )


class ReprocessConfig(dg.Config):
    """Which load hours of the archive."""

    hours: str = Field(description="FROM..TO, load hours as YYYY-MM-DD-HH, both included.")
    dry_run: bool = Field(False, description="Only tell what would be sent.")
    events_a_second: float = Field(EVENTS_A_SECOND, gt=0, description="The pace.")


@dg.op(out=dg.Out(dg.Nothing))
def replay_rejected(
    context: dg.OpExecutionContext,
    config: ReplayConfig,
    warehouse: WarehouseResource,
    lake: LakeResource,
    raw_stream: RawStreamResource,
) -> None:
    """Put what is open in the quarantine on the stream again, or discard it."""
    selection, client = config.selection(), warehouse.client()
    if config.dry_run:
        preview = preview_replay(client, lake.client(), selection)
        told = {"arrivals": preview.arrivals, "estimated_bytes": preview.estimated_bytes}
        context.add_output_metadata({**told, "groups": [str(group) for group in preview.groups]})
    elif config.discard:
        number = close_as_discarded(client, selection, context.run_id, config.discard)
        context.add_output_metadata({"discarded": number})
    else:
        stream = raw_stream.client()
        report = replay_quarantine(
            client, lake.client(), stream, selection, context.run_id, rate=config.events_a_second
        )
        context.add_output_metadata(asdict(report))


@dg.op(out=dg.Out(dg.Nothing))
def reprocess_received(
    context: dg.OpExecutionContext,
    config: ReprocessConfig,
    warehouse: WarehouseResource,
    lake: LakeResource,
    raw_stream: RawStreamResource,
) -> None:
    """Put every archived arrival of these load hours on the stream again."""
    hours = hours_between(config.hours)
    if config.dry_run:
        files = archived_files(lake.client(), *hours)
        size = sum(file.byte_count for file in files)
        context.add_output_metadata({"files": len(files), "compressed_bytes": size})
        return
    report = reprocess_archive(
        warehouse.client(),
        lake.client(),
        raw_stream.client(),
        hours,
        context.run_id,
        rate=config.events_a_second,
    )
    context.add_output_metadata(asdict(report))


@dg.job(
    executor_def=dg.in_process_executor,
    description="Quarantine → stream: once more through the collector, each arrival once.",
)
def replay() -> None:
    """What `headwater replay` does."""
    replay_rejected()


@dg.job(
    executor_def=dg.in_process_executor,
    description="Archive → stream: after an enrichment changed; the latest attempt is what counts.",
)
def reprocess() -> None:
    """What `headwater reprocess` does."""
    reprocess_received()
