"""Typed rows of a report → the lake → raw.ad_spend: what they name is replaced, all else stays.

COPY, comparison, deletion and insertion are one transaction under a lock, so that two imports of
the same days cannot both stay. A file that says what is there already changes nothing.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import uuid4

import orjson

from ingest_lambdas.contract.lake_layout import AD_SPEND_PREFIX
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Session, Warehouse, is_transient
from orchestration.retry import retry
from orchestration.spend.values import Spend
from orchestration.sql.loads import copy_into
from orchestration.sql.spend import (
    COLUMNS,
    CREATE_STAGE,
    DIFFERENCES,
    DROP_STAGE,
    FORGET_NAMED,
    IMPORT_REPORT,
    KEEP_STAGED,
    LOCK_IMPORTS,
    RECORD_IMPORT,
    REPLACED,
    STAGE,
    STAGED,
)

MANIFESTS = "manifests/ad_spend/"


class CountMismatch(RuntimeError):
    """The warehouse staged other rows than the report has; the import is rolled back."""


@dataclass(frozen=True)
class SpendReport:
    """What became of a report: `rows` that were written, `replaced` that they took the place of."""

    rows: int
    replaced: int
    unchanged: int


def import_spend(
    warehouse: Warehouse,
    lake: Lake,
    copy_role: str,
    file_name: str,
    rows: Sequence[Spend],
    new_id: Callable[[], str] = lambda: str(uuid4()),
) -> SpendReport:
    """Replace the days and sources of the rows, or raise and leave all as it was.

    The tables must be there (`prepare_tables`).
    """
    import_id = new_id()
    key, manifest = _put(lake, rows)

    def attempt() -> SpendReport:
        with warehouse.connect() as session:
            with session.transaction():
                session.execute(LOCK_IMPORTS)
                # The commit of an attempt before may have been heard by the warehouse alone.
                if not session.rows(IMPORT_REPORT, (import_id,)):
                    _stage(session, manifest, copy_role, len(rows))
                    _replace(session, import_id, key, file_name, len(rows))
                    session.execute(DROP_STAGE)
            done = session.rows(IMPORT_REPORT, (import_id,))
            if not done:
                return SpendReport(0, 0, unchanged=len(rows))
            written, replaced = done[0]
            return SpendReport(int(written), int(replaced), 0)

    return retry(attempt, is_transient)


def _put(lake: Lake, rows: Sequence[Spend]) -> tuple[str, str]:
    """(key, address of the manifest) of the rows in the lake, named by their content."""
    lines = b"".join(orjson.dumps(asdict(row), default=str) + b"\n" for row in rows)
    name = hashlib.sha256(lines).hexdigest()[:32]
    key = f"{AD_SPEND_PREFIX}{name}.json.gz"
    url = lake.put(key, gzip.compress(lines, mtime=0), "application/gzip")
    entries = [{"url": url, "mandatory": True}]
    manifest = lake.put(f"{MANIFESTS}{name}.json", orjson.dumps({"entries": entries}))
    return key, manifest


def _stage(session: Session, manifest: str, copy_role: str, expected: int) -> None:
    session.execute(CREATE_STAGE)
    session.execute(copy_into(STAGE, COLUMNS, manifest, copy_role))
    if (staged := int(session.value(STAGED))) != expected:
        raise CountMismatch(f"the report has {expected} rows, the warehouse staged {staged}")


def _replace(session: Session, import_id: str, key: str, file_name: str, count: int) -> None:
    if not session.value(DIFFERENCES):
        return
    imported_at = datetime.now(UTC).replace(tzinfo=None)
    replaced = int(session.value(REPLACED))
    session.execute(FORGET_NAMED)
    session.execute(KEEP_STAGED, (import_id, imported_at))
    session.execute(RECORD_IMPORT, (import_id, key, file_name, count, replaced, imported_at))
