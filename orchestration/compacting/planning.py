"""Which files of a load hour become one. Pure.

Redshift reads a file of gzip JSON on one slice and wants files of about the same size, of 1 MB to
1 GB, as many as a multiple of its slices: an hour becomes up to 16 files, but none below 4 MiB.
"""

from collections.abc import Sequence

from orchestration.clients.lake_file import LakeFile
from orchestration.loading.grouping import Bounds, group_files

MIB = 1024 * 1024
# Firehose fills a buffer up to 128 MiB: files of some size are as good as what would come of them.
SMALL = 16 * MIB
SMALLEST_PIECE = 4 * MIB
LARGEST_PIECE = 128 * MIB
PIECES = 16
# A piece's originals are named in one manifest, which readers hold in memory.
MOST_ORIGINALS = 10_000


def plan_pieces(files: Sequence[LakeFile]) -> list[list[LakeFile]]:
    """Small files of one load hour, cut into the pieces that take their place."""
    small = [file for file in files if file.byte_count < SMALL]
    size = sum(file.byte_count for file in small) // PIECES
    bounds = Bounds(MOST_ORIGINALS, min(max(size, SMALLEST_PIECE), LARGEST_PIECE), hours=1)
    return [piece for piece in group_files(small, bounds) if len(piece) > 1]
