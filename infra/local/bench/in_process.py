"""A handler called in this process: its context, and its counters out of the way."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

_PLENTY = 30_000


class Invocation:
    """Lambda's context, with time enough."""

    def get_remaining_time_in_millis(self) -> int:
        """Always the same: what is measured is not to end early."""
        return _PLENTY


@contextmanager
def quiet() -> Iterator[None]:
    """The handler's counters go where nobody reads them."""
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        yield
