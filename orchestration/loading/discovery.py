"""Which landed files the ledger does not hold. Never a watermark: the ledger alone decides."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice

from ingest_lambdas.contract.lake_layout import LakeKind, load_hour_of, start_of
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.warehouse import Session
from orchestration.sql.loads import HELD_KEYS, LATEST_HOUR, LOADED_HOURS

LOADED_KINDS: tuple[LakeKind, ...] = ("events", "rejected")

# Firehose names a file by the hour of its oldest record; a few hours cover its ordinary retries.
# What comes later still is found by the full listing.
RECENT_HOURS = 3
# Files and ledger rows that are in memory at a time.
PAGE = 5000

Held = Callable[[Sequence[LakeFile]], set[str]]


def unloaded_files(
    held: Held, lake: Lake, kind: LakeKind, first: str, last: str
) -> Iterator[LakeFile]:
    """Files of load hours `first` to `last` that the ledger does not hold, by key.

    `held` tells which of some files the ledger holds; it is asked for a page of them at a time.
    """
    remaining = lake.landings(kind, first, last)
    while page := list(islice(remaining, PAGE)):
        known = held(page)
        yield from (file for file in page if file.key not in known)


def held_among(session: Session, files: Sequence[LakeFile]) -> set[str]:
    """Keys of these files of one kind, in the order of their keys, that the ledger holds."""
    wanted = {file.key for file in files}
    bounds = (files[0].kind, files[0].load_hour, files[-1].load_hour)
    found: set[str] = set()
    after = ""
    while True:
        place = (files[0].key, files[-1].key, after, PAGE)
        keys = [key for (key,) in session.rows(HELD_KEYS, (*bounds, *place))]
        found |= wanted.intersection(keys)
        if len(keys) < PAGE:
            return found
        after = keys[-1]


def unloaded_hours(session: Session, lake: Lake, *, full: bool) -> list[str]:
    """Load hours with unloaded files: among recent hours, or among all when `full`."""

    def held(files: Sequence[LakeFile]) -> set[str]:
        return held_among(session, files)

    hours: set[str] = set()
    for kind in LOADED_KINDS:
        first = "" if full else _recent_from(session, kind)
        hours.update(file.load_hour for file in unloaded_files(held, lake, kind, first, ""))
    return sorted(hours)


def loaded_hours(session: Session, first: str, last: str) -> list[str]:
    """Load hours from `first` to `last` of which the ledger holds files."""
    return [hour for (hour,) in session.rows(LOADED_HOURS, (first, last))]


def ledger_is_empty(session: Session) -> bool:
    """Whether nothing was ever loaded."""
    return all(session.value(LATEST_HOUR, (kind,)) is None for kind in LOADED_KINDS)


def _recent_from(session: Session, kind: LakeKind) -> str:
    """Where the recent hours begin: before the last loaded one, however long ago that was."""
    latest = session.value(LATEST_HOUR, (kind,))
    return load_hour_of(start_of(latest) - timedelta(hours=RECENT_HOURS)) if latest else ""
