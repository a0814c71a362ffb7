"""MAXFILESIZE and ROWGROUPSIZE: numbers of megabytes or gigabytes, within bounds."""

from infra.local.redshift.copy.errors import CopyError
from infra.local.redshift.copy.token_stream import TokenStream
from infra.local.redshift.errors import SYNTAX_ERROR
from infra.local.redshift.unload.statement import LARGEST_FILE, MEGABYTE, SMALLEST_LIMIT

_UNITS = {"mb": MEGABYTE, "gb": 1024 * MEGABYTE}
_ROW_GROUPS = (32 * MEGABYTE, 128 * MEGABYTE)


def read_file_size(stream: TokenStream) -> int:
    """Bytes of MAXFILESIZE. Raises CopyError (42601) outside 5 MB to 6.2 GB."""
    size = _read_size(stream)
    if not SMALLEST_LIMIT <= size <= LARGEST_FILE:
        raise CopyError("MAXFILESIZE must be between 5 MB and 6.2 GB", SYNTAX_ERROR)
    return size


def read_row_group_size(stream: TokenStream) -> int:
    """Bytes of ROWGROUPSIZE. Raises CopyError (42601) outside 32 MB to 128 MB."""
    size = _read_size(stream)
    if not _ROW_GROUPS[0] <= size <= _ROW_GROUPS[1]:
        raise CopyError("ROWGROUPSIZE must be between 32 MB and 128 MB", SYNTAX_ERROR)
    return size


def _read_size(stream: TokenStream) -> int:
    number = str(stream.expect_number())
    if stream.accept_symbol("."):
        number += f".{stream.expect_number()}"
    unit = stream.take().text if stream.peek().is_word(*_UNITS) else "mb"
    return int(float(number) * _UNITS[unit])
