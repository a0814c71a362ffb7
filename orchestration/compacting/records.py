"""What the warehouse knows of compacted files: written before readers take them, never guessed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from ingest_lambdas.contract.lake_layout import LakeKind
from orchestration.clients.lake_file import LakeFile, Original
from orchestration.clients.warehouse import Row, Session
from orchestration.replaying.claims import now
from orchestration.sql import compactions as sql

PAGE = 5000
ROWS_A_STATEMENT = 500


class AlreadyReplaced(RuntimeError):
    """Another run was quicker: this piece is not taken, and nothing is lost."""


def loaded_files(session: Session, kind: LakeKind, load_hour: str) -> dict[str, tuple[int, str]]:
    """Rows and entity tag of the hour's files in the load ledger, by key."""
    found: dict[str, tuple[int, str]] = {}
    after = ""
    while True:
        rows = session.rows(sql.LOADED_FILES, (kind, load_hour, after, PAGE))
        found.update((key, (int(count), etag)) for key, count, etag in rows)
        if len(rows) < PAGE:
            return found
        after = rows[-1][0]


def record(session: Session, file: LakeFile) -> None:
    """Note what the file replaces, in one transaction. Raises AlreadyReplaced."""
    with session.transaction():
        session.execute(sql.LOCK_COMPACTED)
        if _replaced_among(session, file):
            raise AlreadyReplaced(f"{file.key}: some of its files have been compacted meanwhile")
        told = (file.key, file.kind, file.load_hour, file.byte_count, file.etag)
        session.execute(sql.RECORD_COMPACTED, (*told, now(), None, None))
        remaining = iter(file.originals)
        while group := list(islice(remaining, ROWS_A_STATEMENT)):
            rows = [
                (o.key, file.key, file.load_hour, o.byte_count, o.etag, o.row_count) for o in group
            ]
            values = [value for row in rows for value in row]
            session.execute(sql.record_replaced(len(rows)), values)


def unpublished(session: Session) -> list[LakeFile]:
    """Recorded files that readers do not take yet: a run died there."""
    return [_with_originals(session, row) for row in session.rows(sql.UNPUBLISHED)]


def outlived(session: Session, grace: timedelta) -> Iterator[LakeFile]:
    """Files that readers have taken for so long that nobody reads their originals any more."""
    for row in session.rows(sql.OUTLIVED, (now() - grace,)):
        yield _with_originals(session, row)


def mark_published(session: Session, file: LakeFile, at: datetime) -> None:
    """Readers take the file from now on."""
    session.execute(sql.MARK_PUBLISHED, (at, file.load_hour, file.key))


def mark_originals_deleted(session: Session, file: LakeFile, at: datetime) -> None:
    """The file alone holds its lines from now on."""
    session.execute(sql.MARK_DELETED, (at, file.load_hour, file.key))


def _replaced_among(session: Session, file: LakeFile) -> bool:
    keys = sorted(original.key for original in file.originals)
    wanted = set(keys)
    after = ""
    while True:
        place = (file.load_hour, keys[0], keys[-1], after, PAGE)
        found = [key for (key,) in session.rows(sql.REPLACED_KEYS, place)]
        if not wanted.isdisjoint(found):
            return True
        if len(found) < PAGE:
            return False
        after = found[-1]


def _with_originals(session: Session, row: Row) -> LakeFile:
    key, kind, load_hour, size, etag = row
    found = session.rows(sql.ORIGINALS, (load_hour, key))
    originals = tuple(Original(k, int(length), tag, int(rows)) for k, length, tag, rows in found)
    return LakeFile(key, kind, load_hour, int(size), etag, originals)
