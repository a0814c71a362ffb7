"""Which landed files the ledger does not hold. Never a watermark: the ledger alone decides."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from ingest_lambdas.contract.lake_layout import LakeKind, load_hour_of, start_of
from orchestration.clients.lake import Lake, LakeFile
from orchestration.clients.warehouse import Session
from orchestration.sql.loads import HELD_KEYS, LATEST_HOUR, LOADED_HOURS

LOADED_KINDS: tuple[LakeKind, ...] = ("events", "rejected")

# Firehose names a file by the hour of its oldest record; a few hours cover its ordinary retries.
# What comes later still is found by the full listing.
RECENT_HOURS = 3


def unloaded_files(
    session: Session, lake: Lake, kind: LakeKind, first: str, last: str
) -> list[LakeFile]:
    """Files of load hours `first` to `last` that the ledger does not hold, by key."""
    files = list(lake.files(kind, first, last))
    if not files:
        return []
    bounds = (kind, files[0].load_hour, files[-1].load_hour)
    held = {key for (key,) in session.rows(HELD_KEYS, bounds)}
    return [file for file in files if file.key not in held]


def unloaded_hours(session: Session, lake: Lake, *, full: bool) -> list[str]:
    """Load hours with unloaded files: among recent hours, or among all when `full`."""
    hours: set[str] = set()
    for kind in LOADED_KINDS:
        first = "" if full else _recent_from(session, kind)
        hours.update(file.load_hour for file in unloaded_files(session, lake, kind, first, ""))
    return sorted(hours)


def loaded_hours(session: Session, first: str, last: str) -> list[str]:
    """Load hours from `first` to `last` of which the ledger holds files."""
    return [hour for (hour,) in session.rows(LOADED_HOURS, (first, last))]


def ledger_is_empty(session: Session) -> bool:
    """Whether nothing was ever loaded."""
    return all(session.value(LATEST_HOUR, (kind,)) is None for kind in LOADED_KINDS)


def by_hour(files: Iterable[LakeFile]) -> dict[str, list[LakeFile]]:
    """Files grouped by load hour, hours in order."""
    groups: dict[str, list[LakeFile]] = defaultdict(list)
    for file in sorted(files):
        groups[file.load_hour].append(file)
    return dict(sorted(groups.items()))


def _recent_from(session: Session, kind: LakeKind) -> str:
    """Where the recent hours begin: before the last loaded one, however long ago that was."""
    latest = session.value(LATEST_HOUR, (kind,))
    return load_hour_of(start_of(latest) - timedelta(hours=RECENT_HOURS)) if latest else ""
