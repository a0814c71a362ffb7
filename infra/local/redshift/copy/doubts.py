"""Values that DuckDB's JSON reader may have changed: the loader cannot tell once they are read.

The reader takes NaN and Infinity for numbers, which JSON does not know, and keeps a number only as
precisely as a double does. What looks like either is rare. It is counted while it is loaded, and
only where there was any the files are read again, line by line.
"""

import json
from decimal import Decimal
from pathlib import Path

import duckdb

from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.target import TargetColumn
from infra.local.redshift.metadata import SCHEMA

COUNTER = f"{SCHEMA}.copy_doubts"
_NO_NUMBER = "(?i)-?(nan|inf|infinity)"
_NESTED_DOUBT = "(?i)(^|[:,\\[])-?(nan|inf|[0-9.]{17})"
# In a text Redshift keeps a number as it is written, DuckDB as it writes doubles: 1.50, 1e5.
_FRACTION = "-?[0-9]+([.][0-9]*)?(e[+-]?[0-9]+)?"
# A double written out in 17 digits may have been a longer number.
_LONG_NUMBER = "-?[0-9]+[.][0-9]+(e[+-]?[0-9]+)?"
_LONG_BYTES = (17, 26)


def find_doubt(column: TargetColumn, text: str) -> str | None:
    """SQL, true where `text` may not be what the file says; None for types that cannot be."""
    first, last = _LONG_BYTES
    is_long = (
        f"(strlen({text}) BETWEEN {first} AND {last} "
        f"AND regexp_full_match({text}, '{_LONG_NUMBER}'))"
    )
    if column.type in ("character", "character varying"):
        return f"(strlen({text}) < 10 AND regexp_full_match({text}, '{_NO_NUMBER}')) OR {is_long}"
    if column.type == "numeric":
        return is_long
    if column.type == "super":
        return f"regexp_matches({text}, '{_NESTED_DOUBT}')"
    return None


def install_doubt_counter(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the sequence unless it is there."""
    connection.execute(f"CREATE SEQUENCE IF NOT EXISTS {COUNTER}")


def count_doubts(connection: duckdb.DuckDBPyConnection) -> int:
    """How often any COPY has counted a doubt; another session's only makes one look twice."""
    schema, _, name = COUNTER.partition(".")
    row = connection.execute(
        "SELECT coalesce(last_value, 0) FROM duckdb_sequences() "
        "WHERE database_name = current_database() AND schema_name = ? AND sequence_name = ?",
        [schema, name],
    ).fetchone()
    return int(row[0]) if row else 0


def refuse_imprecise(path: Path, address: str) -> None:
    """Raise 0A000 for the first line whose numbers a double does not hold."""
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            for literal in _numbers(line):
                if Decimal(literal) != Decimal(repr(float(literal))):
                    raise refuse(
                        f"COPY of the JSON number {literal} (more digits than a double holds; "
                        f"put it in quotes) in line {number} of {address}"
                    )


def _numbers(line: bytes) -> list[str]:
    """The fractions of a line, as they are written; none where it is no JSON."""
    found: list[str] = []
    try:
        json.loads(line, parse_float=found.append)
    except ValueError:
        return []
    return found
