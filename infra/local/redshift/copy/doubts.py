"""Values that DuckDB's JSON reader may have changed: the loader cannot tell once they are read.

The reader takes NaN and Infinity for numbers, which JSON does not know, and keeps a number only as
precisely as a double does; in a text it writes 1.5 where the file says 1.50, 0 for -0, and
documents without their white space. What looks like it is rare. It is counted while it is loaded,
and only where there was any the files are read again.
"""

import duckdb

from infra.local.redshift.copy.conversions import CHARACTER_TYPES
from infra.local.redshift.copy.target import TargetColumn
from infra.local.redshift.metadata import SCHEMA

COUNTER = f"{SCHEMA}.copy_doubts"
_NO_NUMBERS = "('nan', 'inf', '-inf', 'NaN', 'Infinity', '-Infinity')"
_NO_NUMBER_BYTES = len("-Infinity")
# A double written out in 17 digits may have been a longer number.
_NESTED_DOUBT = "(?i)(^|[:,\\[])-?(nan|inf|[0-9.]{17})"
_LONG_NUMBER = "-?[0-9]+[.][0-9]+(e[+-]?[0-9]+)?"
_LONG_BYTES = (17, 26)


def find_doubt(column: TargetColumn, text: str) -> str | None:
    """SQL, true where `text` may not be what the file says; None for types that cannot be."""
    first, last = _LONG_BYTES
    if column.type in CHARACTER_TYPES:
        # The cheap comparisons come first: hardly any text begins as a number or a document does.
        is_none = f"strlen({text}) <= {_NO_NUMBER_BYTES} AND {text} IN {_NO_NUMBERS}"
        is_fraction = (
            f"{text} < ':' AND strlen({text}) <= {last} AND ltrim({text}, '-0123456789') <> '' "
            f"AND TRY_CAST({text} AS DOUBLE) IS NOT NULL"
        )
        is_document = f"({text} >= '[' AND {text} < chr(92)) OR ({text} >= '{{' AND {text} < '|')"
        return f"({is_none}) OR ({is_fraction}) OR {is_document} OR {text} = '0'"
    if column.type == "numeric":
        return (
            f"(strlen({text}) BETWEEN {first} AND {last} "
            f"AND regexp_full_match({text}, '{_LONG_NUMBER}'))"
        )
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
