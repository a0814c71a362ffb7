"""Shows which processes are still awaited while the stack comes up."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from infra.local.stack.lifecycle import Report
from infra.local.stack.process_spec import ProcessSpec


@contextmanager
def starting(specs: list[ProcessSpec], console: Console) -> Iterator[Report]:
    """A report for `lifecycle.up` that prints each process as it serves, and awaits the rest."""
    begun = time.monotonic()
    awaited = {spec.name: spec.purpose for spec in specs}
    with console.status(_awaiting(awaited)) as status:

        def report(name: str, became: str) -> None:
            purpose = awaited.pop(name)
            seconds = time.monotonic() - begun
            console.print(
                f"  [green]✓[/] {name:<15} {purpose:<40} [dim]{became}, {seconds:.1f} s[/]"
            )
            status.update(_awaiting(awaited))

        yield report


def _awaiting(awaited: dict[str, str]) -> str:
    return f"waiting for {', '.join(awaited)}" if awaited else "up"
