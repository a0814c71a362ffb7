"""A load hour loaded anew: its rows go and come again in one transaction.

For what was wrong in the warehouse and is right in the lake. The hour's files are read as they are
now, compacted ones in the place of their originals; the ledger knows them by their first landing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from uuid import NAMESPACE_OID, uuid4, uuid5

from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.warehouse import Session, Warehouse
from orchestration.loading.copying import Load, copy_files, touch_visitor_days
from orchestration.loading.discovery import PAGE
from orchestration.loading.grouping import group_files
from orchestration.loading.loader import LoadReport, Target, Told, commit_each
from orchestration.sql.loads import (
    FORGET_FILES,
    KIND_HOURS,
    LEDGER_KEYS,
    delete_rows,
    rows_of_hour,
)

SAMPLE = 3


class FilesGone(RuntimeError):
    """The lake no longer has what an hour was loaded from; the hour stays as it is."""


def reload_hours(
    warehouse: Warehouse,
    lake: Lake,
    target: Target,
    hours: Sequence[str],
    new_id: Callable[[], str] = lambda: str(uuid4()),
    told: Told = lambda report: None,
) -> LoadReport:
    """Replace the rows of each hour by what the lake has of it, one transaction an hour.

    Visitor days of the rows before and after count as touched. Raises FilesGone.
    """
    works = (partial(replace_hour, lake, target, hour) for hour in sorted(hours))
    return commit_each(warehouse, target, works, new_id, told)


def hours_to_reload(
    session: Session, lake: Lake, kind: LakeKind, first: str, last: str
) -> list[str]:
    """Load hours from `first` to `last` of which the ledger or the lake has anything."""
    hours = {hour for (hour,) in session.rows(KIND_HOURS, (kind, first, last))}
    return sorted(hours.union(file.load_hour for file in lake.files(kind, first, last)))


def replace_hour(lake: Lake, target: Target, hour: str, session: Session, load: Load) -> None:
    """Delete an hour's rows and ledger rows and load its files, in the caller's transaction."""
    files = list(lake.files(target.kind, hour, hour))
    _require(session, target, hour, files)
    touch_visitor_days(session, _removal_of(load), rows_of_hour(target.table, hour))
    session.execute(delete_rows(target.table), (hour,))
    session.execute(FORGET_FILES, (target.kind, hour))
    for group in group_files(files):
        copy_files(session, lake, load, group)


def _removal_of(load: Load) -> Load:
    """Rows go by a load that has none itself: so whoever builds from loads finds what is gone."""
    return replace(load, load_id=str(uuid5(NAMESPACE_OID, load.load_id)))


def _require(session: Session, target: Target, hour: str, files: Sequence[LakeFile]) -> None:
    """Everything that the ledger tells of the hour must be in these files."""
    there = set(chain.from_iterable(file.landed_keys for file in files))
    gone: list[str] = []
    after = ""
    while True:
        keys = [k for (k,) in session.rows(LEDGER_KEYS, (target.kind, hour, after, PAGE))]
        gone += [key for key in keys if key not in there]
        if len(keys) < PAGE:
            break
        after = keys[-1]
    if gone:
        raise FilesGone(
            f"{target.kind} {hour}: {len(gone)} files that were loaded are no longer in the lake, "
            f"such as {', '.join(gone[:SAMPLE])}; the hour stays as it is"
        )
