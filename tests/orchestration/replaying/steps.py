"""What the tests do with a pipeline, step by step."""

from typing import Any

from orchestration.conservation.law import Balance
from orchestration.conservation.ledger import measure_conservation
from orchestration.replaying.replay import ReplayReport, replay
from orchestration.replaying.selection import Selection
from tests.orchestration.replaying.pipeline import Pipeline

FIRST, SECOND, THIRD = "2026-11-01-10", "2026-11-01-12", "2026-11-02-09"
HOURS = (FIRST, SECOND, THIRD)
EVERYTHING = Selection()


def run(pipeline: Pipeline, selection: Selection = EVERYTHING) -> ReplayReport:
    """A replay without a pace."""
    stores = (pipeline.warehouse, pipeline.lake, pipeline.stream)
    return replay(*stores, selection, "run", rate=1e9)


def pass_through(pipeline: Pipeline, hour: str) -> None:
    """What is on the stream lands in this load hour and is loaded."""
    pipeline.flow(hour)
    pipeline.load(*HOURS)


def balance_of(pipeline: Pipeline) -> Balance:
    """The ledger, after the models."""
    pipeline.model()
    return measure_conservation(pipeline.lake, pipeline.warehouse)


def outcomes(pipeline: Pipeline) -> list[tuple[Any, ...]]:
    """(outcome, attempt, arrivals) of all claims."""
    query = "select outcome, attempt, count(*) from ops.replay_outcomes group by 1, 2 order by 1, 2"
    return pipeline.rows(query)
