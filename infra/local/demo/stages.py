"""Times a demo's stages and says which one is under way."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


class Stages:
    """Seconds by stage, in the order in which they ended."""

    def __init__(self, console: Console) -> None:
        self.seconds: dict[str, float] = {}
        self._announced = 0
        self._console = console
        self._begun = time.monotonic()

    @contextmanager
    def stage(self, name: str, doing: str) -> Iterator[None]:
        """Time the block as a stage of that name."""
        self._announced += 1
        self._console.print(f"[bold cyan]{self._announced}[/] {doing}")
        begun = time.monotonic()
        try:
            yield
        finally:
            self.note(name, time.monotonic() - begun)

    def note(self, name: str, seconds: float) -> None:
        """A stage that was timed elsewhere."""
        self.seconds[name] = round(seconds, 2)

    def end(self) -> None:
        """The demo is over: the whole of it, which is less than the sum where stages overlap."""
        self.note("total", time.monotonic() - self._begun)
