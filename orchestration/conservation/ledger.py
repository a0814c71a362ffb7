"""The ledger: the law measured over a whole installation."""

from collections import Counter
from collections.abc import Iterator

from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.conservation.lake_side import note, read_kind
from orchestration.conservation.law import (
    DISCARDED,
    IN_EVENTS,
    IN_REJECTED_EVENTS,
    Balance,
    HourRows,
    Sides,
    decide,
    mark,
    weigh,
)
from orchestration.conservation.warehouse_side import (
    discarded,
    ids_by_hour,
    model_counts,
    rows_by_hour,
)
from orchestration.sql.conservation import RAW, REJECTED

Lines = dict[LakeKind, Counter[str]]


def measure_conservation(lake: Lake, warehouse: Warehouse) -> Balance:
    """Count every side from its own source and weigh them.

    The warehouse is read before the lake, and outcomes before arrivals: what still moves while
    this runs can look unfinished, never doubled. Let the streams drain for an exact answer.
    """
    sides: Sides = {}
    with warehouse.connect() as session:
        models = model_counts(session)
        loaded = {relation: rows_by_hour(session, relation) for relation in (RAW, REJECTED)}
        for relation, side in ((RAW, IN_EVENTS), (REJECTED, IN_REJECTED_EVENTS)):
            for ids in ids_by_hour(session, relation):
                mark(sides, ids, side)
        for arrival_id, attempt in discarded(session):
            decide(sides, arrival_id, DISCARDED, attempt)
    lines: Lines = {}
    for kind in ("events", "rejected", "received"):
        lines[kind] = _mark_kind(lake, kind, sides)
    return weigh(sides, models, _hours(lines, loaded))


def _mark_kind(lake: Lake, kind: LakeKind, sides: Sides) -> Counter[str]:
    """Mark the ids of a kind of lake file; its lines by load hour."""
    lines: Counter[str] = Counter()
    for file in read_kind(lake, kind):
        lines[file.load_hour] += len(file.sides)
        note(sides, file)
    return lines


def _hours(lines: Lines, loaded: dict[str, dict[str, int]]) -> Iterator[HourRows]:
    known = [lines["events"], lines["rejected"], loaded[RAW], loaded[REJECTED]]
    for hour in sorted({hour for counts in known for hour in counts}):
        yield HourRows(
            load_hour=hour,
            lake_rows=lines["events"][hour],
            warehouse_rows=loaded[RAW].get(hour, 0),
            lake_rejected=lines["rejected"][hour],
            warehouse_rejected=loaded[REJECTED].get(hour, 0),
        )
