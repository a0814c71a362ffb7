"""The compaction: write → record → publish → a day later delete the originals.

Each step is safe to die after. A piece that was only written is ignored and written again under the
same name. What was recorded is published by the next run. What is published is read in the place of
its originals, which stay for a day, for whoever listed them before. They are deleted only where the
piece lies in the lake as it was recorded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter

from ingest_lambdas.contract.lake_layout import COMPACTED_KINDS, LakeKind
from orchestration.clients.lake import Lake
from orchestration.clients.lake_file import LakeFile
from orchestration.clients.lake_manifest import manifest_key, write_manifest
from orchestration.clients.warehouse import Session, Warehouse
from orchestration.compacting import objects, records
from orchestration.compacting.pieces import LinesDiffer, write_piece
from orchestration.compacting.planning import plan_pieces
from orchestration.lease import lease
from orchestration.loading.tables import prepare_tables
from orchestration.replaying.claims import now
from orchestration.sql.ops_tables import COMPACTION_LEASE

GRACE = timedelta(days=1)


class PieceGone(RuntimeError):
    """A compacted file is not in the lake as it was recorded; its originals are kept."""


@dataclass
class CompactionReport:
    """What one run did: `files` became `pieces`. `refused` tells of what it left as it was."""

    files: int = 0
    pieces: int = 0
    bytes_before: int = 0
    bytes_after: int = 0
    deleted: int = 0
    refused: list[str] = field(default_factory=list)


def compact(
    warehouse: Warehouse,
    lake: Lake,
    last_hour: str,
    grace: timedelta = GRACE,
    told: Callable[[str, int], None] = lambda load_hour, files: None,
) -> CompactionReport:
    """Compact what was loaded of load hours up to `last_hour`; one run at a time, others wait.

    `told` hears the load hour and the number of files of each piece.
    """
    report = CompactionReport()
    with warehouse.connect() as session:
        prepare_tables(session)
        with lease(warehouse, COMPACTION_LEASE):
            for file in records.unpublished(session):
                _publish(session, lake, file)
            for kind in COMPACTED_KINDS:
                files = lake.files(kind, last=last_hour)
                for hour, found in groupby(files, key=attrgetter("load_hour")):
                    landed = [file for file in found if not file.originals]
                    for piece in _compact_hour(session, lake, kind, hour, landed, report):
                        told(hour, len(piece.originals))
            _delete_originals(session, lake, grace, report)
    return report


def _compact_hour(
    session: Session,
    lake: Lake,
    kind: LakeKind,
    load_hour: str,
    landed: list[LakeFile],
    report: CompactionReport,
) -> Iterator[LakeFile]:
    """The hour's pieces, each published. Only what the ledger holds, as it holds it, is taken."""
    if not plan_pieces(landed):
        return
    loaded = records.loaded_files(session, kind, load_hour)
    known = [file for file in landed if loaded.get(file.key, (0, ""))[1] == file.etag]
    for files in plan_pieces(known):
        counts = {file.key: loaded[file.key][0] for file in files}
        try:
            piece = write_piece(lake, files, counts)
            records.record(session, piece)
        except LinesDiffer as error:
            report.refused.append(str(error))
            continue
        except records.AlreadyReplaced:
            continue
        _publish(session, lake, piece)
        report.files += len(files)
        report.pieces += 1
        report.bytes_before += sum(file.byte_count for file in files)
        report.bytes_after += piece.byte_count
        yield piece


def _publish(session: Session, lake: Lake, piece: LakeFile) -> None:
    objects.store(lake, piece.kind, manifest_key(piece), write_manifest(piece))
    records.mark_published(session, piece, now())


def _delete_originals(
    session: Session, lake: Lake, grace: timedelta, report: CompactionReport
) -> None:
    for piece in records.outlived(session, grace):
        published = objects.size_and_tag(lake, piece.kind, manifest_key(piece))
        if published is None or not objects.is_there(lake, piece):
            raise PieceGone(f"{lake.url(piece)} is not as it was recorded: its originals are kept")
        objects.delete(lake, piece.kind, [original.key for original in piece.originals])
        records.mark_originals_deleted(session, piece, now())
        report.deleted += len(piece.originals)
