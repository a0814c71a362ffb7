"""Values that DuckDB's JSON reader may have changed: the loader cannot tell once they are read.

The reader takes NaN and Infinity for numbers, which JSON does not know, and keeps a number only as
precisely as a double does; in a text it writes 1.5 where the file says 1.50, 0 for -0, and
documents without their white space. What looks like it is rare. It is counted while it is loaded,
and only where there was any the files are read again.

A sequence would count as well, and keep DuckDB's INSERT to one thread.
"""

import contextlib
import itertools

import duckdb
from duckdb.func import SPECIAL

from infra.local.redshift.copy.conversions import CHARACTER_TYPES
from infra.local.redshift.copy.target import TargetColumn

# A function of DuckDB's, true of anything, called for each row in doubt.
COUNTER = "redshift_count_doubt"
_LONGEST_NAME = len("-Infinity")
_NO_NUMBERS = ("nan", "inf", "-inf", "NaN", "Infinity", "-Infinity")
# A double written out in 17 digits may have been a longer number.
# So may one of ten before the point, in fewer; with fewer before it, the bytes of the file tell.
_NESTED_DOUBT = "(?i)(^|[:,\\[])-?(nan|inf|[0-9.]{17}|[0-9]{10,}[.])"
_LONG_NUMBER = "-?[0-9]+[.][0-9]+(e[+-]?[0-9]+)?"
_LONG_BYTES = (17, 26)
_LARGE_NUMBER = "-?[0-9]{10,}[.][0-9]+"
_LARGE_BYTES = 12


def find_doubt(column: TargetColumn, text: str) -> str | None:
    """SQL, true where `text` may not be what the file says; None for types that cannot be."""
    first, last = _LONG_BYTES
    if column.type in CHARACTER_TYPES:
        # The cheap comparisons come first: hardly any text begins as a number or a document does.
        # DuckDB would make a join of a list of so many.
        named = " OR ".join(f"{text} = '{name}'" for name in _NO_NUMBERS)
        is_none = f"strlen({text}) <= {_LONGEST_NAME} AND ({named})"
        is_fraction = (
            f"{text} < ':' AND strlen({text}) <= {last} AND ltrim({text}, '-0123456789') <> '' "
            f"AND TRY_CAST({text} AS DOUBLE) IS NOT NULL"
        )
        is_document = f"({text} >= '[' AND {text} < chr(92)) OR ({text} >= '{{' AND {text} < '|')"
        return f"({is_none}) OR ({is_fraction}) OR {is_document} OR {text} = '0'"
    if column.type == "numeric":
        return (
            f"(strlen({text}) BETWEEN {first} AND {last} "
            f"AND regexp_full_match({text}, '{_LONG_NUMBER}') "
            f"OR strlen({text}) BETWEEN {_LARGE_BYTES} AND {first} "
            f"AND regexp_full_match({text}, '{_LARGE_NUMBER}'))"
        )
    if column.type == "super":
        return f"regexp_matches({text}, '{_NESTED_DOUBT}')"
    return None


_counted = itertools.count(1)
_latest = 0


def _count(_: object) -> bool:
    global _latest
    _latest = next(_counted)
    return True


def install_doubt_counter(connection: duckdb.DuckDBPyConnection) -> None:
    """Register the counter for every connection to the same DuckDB instance."""
    with contextlib.suppress(duckdb.CatalogException):
        connection.create_function(COUNTER, _count, ["BOOLEAN"], "BOOLEAN", null_handling=SPECIAL)


def count_doubts() -> int:
    """How often any COPY has counted a doubt; another session's only makes one look twice."""
    return _latest
