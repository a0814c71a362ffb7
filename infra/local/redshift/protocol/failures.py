"""Whatever a statement trips over, as an error for its client."""

import re

import duckdb

from ..errors import BAD_ENCODING, INTERNAL_ERROR, RedshiftError, from_duckdb


def describe_failure(error: Exception) -> RedshiftError:
    """The client's error; a statement must not take its connection down."""
    if isinstance(error, RedshiftError):
        return error
    if isinstance(error, duckdb.Error):
        return from_duckdb(error)
    if isinstance(error, RecursionError):
        return RedshiftError("54001", "statement too complex")
    if isinstance(error, MemoryError):
        return RedshiftError("53200", "out of memory")
    if isinstance(error, UnicodeError):
        return RedshiftError(BAD_ENCODING, f"invalid byte sequence for UTF8: {error}")
    text = re.sub(r"\s+", " ", str(error))
    return RedshiftError(INTERNAL_ERROR, f"{type(error).__name__}: {text}")
