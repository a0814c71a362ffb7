"""Imports of a process that imports a lot: Dagster, dbt and Great Expectations at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def imported_for_good() -> Iterator[None]:
    """Import in this block without looking for garbage, then or ever, among what is imported.

    Modules live until the process ends: searching them takes a quarter of the time of importing
    them, and as much again when the process ends.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
