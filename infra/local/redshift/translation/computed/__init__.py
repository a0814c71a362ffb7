"""Functions that DuckDB has not: computed in Python, a call for each row.

They are registered as redshift_<name>, each NULL where an argument is. What they raise reaches the
client with the SQLSTATE that its message begins with.
"""

import contextlib
import functools
from collections.abc import Callable
from typing import Any

import duckdb
from duckdb.func import SPECIAL

from . import (
    date_literals,
    date_texts,
    hashes,
    json_texts,
    number_texts,
    patterns,
    super_values,
    view_texts,
    words,
)

# name, what computes it, the types of its arguments, the type of its result
Computed = tuple[str, Callable[..., Any], tuple[str, ...], str]

COMPUTED: tuple[Computed, ...] = (
    *words.COMPUTED,
    *hashes.COMPUTED,
    *patterns.COMPUTED,
    *number_texts.COMPUTED,
    *date_literals.COMPUTED,
    *date_texts.COMPUTED,
    *json_texts.COMPUTED,
    *super_values.COMPUTED,
    *view_texts.COMPUTED,
)


def install_computed(connection: duckdb.DuckDBPyConnection) -> None:
    """Register them for every connection to the same DuckDB instance.

    DuckDB does not hold what it calls once the connection that registered it is closed: `_CALLED`
    does.
    """
    for name, function, parameters, result in _CALLED:
        with contextlib.suppress(duckdb.CatalogException):
            connection.create_function(
                f"redshift_{name}", function, list(parameters), result, null_handling=SPECIAL
            )


def _pass_nulls(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def compute(*given: Any) -> Any:
        return None if None in given else function(*given)

    return compute


_CALLED = tuple(
    (name, _pass_nulls(function), parameters, result)
    for name, function, parameters, result in COMPUTED
)
