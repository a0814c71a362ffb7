"""What a cycle's run tells, gathered from its events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import dagster as dg

from ingest_lambdas.contract.columns import RAW_TABLES
from orchestration.run_tags import DBT_ERROR_TAG, DBT_PASS_TAG, FAILED, SUCCEEDED

LOADS = {f"raw__{table.name}" for table in RAW_TABLES}
STAGES = ("load", "verify", "model", "export")


@dataclass
class CycleReport:
    """Counts and seconds of one cycle; `failures` are the messages of failed steps."""

    success: bool
    rows: int = 0
    rejected_rows: int = 0
    exported_items: int = 0
    deleted_items: int = 0
    dbt: dict[str, int] = field(default_factory=lambda: {"pass": 0, "error": 0})
    expectations: dict[str, int] = field(default_factory=lambda: {"success": 0, "failed": 0})
    stages: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    failures: list[str] = field(default_factory=list)


def stage_of(step_key: str) -> str:
    """The stage that a step belongs to, by what the definitions call it."""
    if step_key in LOADS:
        return "load"
    if step_key.startswith("hot_tier__"):
        return "export"
    return "model" if step_key == "models" else "verify"


def report_of(
    entries: Iterable[dg.EventLogEntry], tags: Mapping[str, str], *, success: bool
) -> CycleReport:
    """The report of a run's event log and tags."""
    report = CycleReport(success)
    report.dbt = {
        "pass": int(tags.get(DBT_PASS_TAG, 0)),
        "error": int(tags.get(DBT_ERROR_TAG, 0)),
    }
    started: dict[str, float] = {}
    figures: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in entries:
        event = entry.dagster_event
        if event is None:
            continue
        _time(report, started, entry, event)
        if event.event_type is dg.DagsterEventType.ASSET_MATERIALIZATION:
            _note_materialization(figures, event)
        if event.event_type is dg.DagsterEventType.ASSET_CHECK_EVALUATION:
            _note_check(report, event)
        if event.event_type is dg.DagsterEventType.STEP_FAILURE:
            report.failures.append(f"{entry.step_key}: {_reason(event)}")
    _fill(report, figures)
    return report


def _time(
    report: CycleReport,
    started: dict[str, float],
    entry: dg.EventLogEntry,
    event: dg.DagsterEvent,
) -> None:
    ended = (dg.DagsterEventType.STEP_SUCCESS, dg.DagsterEventType.STEP_FAILURE)
    if entry.step_key is None:
        return
    if event.event_type is dg.DagsterEventType.STEP_START:
        started[entry.step_key] = entry.timestamp
    elif event.event_type in ended and entry.step_key in started:
        seconds = entry.timestamp - started.pop(entry.step_key)
        report.stages[stage_of(entry.step_key)] += seconds


def _note_materialization(figures: dict[str, dict[str, int]], event: dg.DagsterEvent) -> None:
    """A run over several hours tells the same figures for each: the last word counts, once."""
    materialization = event.step_materialization_data.materialization
    asset = materialization.asset_key.to_user_string()
    for name in ("rows", "exported_items", "deleted_items"):
        if name in materialization.metadata:
            figures[asset][name] = int(str(materialization.metadata[name].value))


def _note_check(report: CycleReport, event: dg.DagsterEvent) -> None:
    metadata = event.asset_check_evaluation_data.metadata
    if SUCCEEDED in metadata:
        report.expectations["success"] += int(str(metadata[SUCCEEDED].value))
        report.expectations["failed"] += int(str(metadata[FAILED].value))


def _fill(report: CycleReport, figures: Mapping[str, Mapping[str, int]]) -> None:
    report.rows = figures.get("raw/events", {}).get("rows", 0)
    report.rejected_rows = figures.get("raw/rejected_events", {}).get("rows", 0)
    report.exported_items = sum(found.get("exported_items", 0) for found in figures.values())
    report.deleted_items = sum(found.get("deleted_items", 0) for found in figures.values())


def _reason(event: dg.DagsterEvent) -> str:
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    return error.message.strip() if error else "no reason given"
