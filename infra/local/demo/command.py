"""`headwater demo`: runs it, reports, and leaves the stack as it was found."""

from pathlib import Path

from rich.console import Console

from infra.local.demo.journey import Demo
from infra.local.demo.report import print_next, print_outcome
from infra.local.settings import Stack
from infra.local.stack import lifecycle
from orchestration.clients.configured import lake_of, warehouse_of
from orchestration.settings import read_settings


def run_demo(stack: Stack, events: int, seed: int, file: Path | None, console: Console) -> bool:
    """Run the demo and report; True where nothing is lost and nothing failed.

    This process must be a client of the stack (settings.adopt_environment). A stack that did not
    run before is stopped again, whatever happens.
    """
    ran_before = bool(lifecycle.running_processes(stack))
    demo = _demo(stack, console)
    try:
        figures, sent = demo.run(events, seed)
    finally:
        if not ran_before:
            with console.status("stopping the stack, which did not run before"):
                lifecycle.down(stack)
    if file is not None:
        figures.write(file)
    print_outcome(figures, sent, demo.complaints, console)
    print_next(ran_before, console)
    return figures.passed and not demo.complaints


def _demo(stack: Stack, console: Console) -> Demo:
    settings = read_settings()
    return Demo(stack, lake_of(settings), warehouse_of(settings), console)
