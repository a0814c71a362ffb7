"""One stack for all journeys, on free ports, with a home of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.settings import PROJECT, Stack, child_environment, open_stack
from infra.local.stack import lifecycle, processes
from infra.local.stack.warehouse_client import connect, query

COMMAND_SECONDS = 240


class Installation:
    """What a newcomer has: the command, and SQL."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack

    def headwater(self, *arguments: str) -> str:
        """Run the command; its output. Fails the test where it exits with anything but 0."""
        done = subprocess.run(
            [sys.executable, "-m", "infra.local.cli", *arguments],
            cwd=PROJECT,
            env=child_environment(self.stack),
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}{self._logs()}"
        return done.stdout

    def demo(self, events: int, seed: int) -> dict[str, Any]:
        """Run a demo; its figures."""
        file = self.stack.home / "demo.json"
        self.headwater("demo", "--events", str(events), "--seed", str(seed), "--json", str(file))
        figures: dict[str, Any] = json.loads(file.read_text())
        return figures

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with connect(self.stack) as connection:
            return query(connection, statement)[1]

    def count(self, relation: str) -> int:
        """Rows of a table."""
        return int(self.ask(f"select count(*) from {relation}")[0][0])

    def up(self) -> None:
        """Start what does not run."""
        lifecycle.up(self.stack, processes.data_path(self.stack), lambda name, became: None)

    def _logs(self) -> str:
        logs = sorted(self.stack.file("logs").glob("*.log"))
        ends = (f"\n--- {log.name}\n{log.read_text(errors='replace')[-1000:]}" for log in logs)
        return "".join(ends)


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A stack that runs for all journeys, because bringing one up and importing dbt costs most."""
    home: Path = tmp_path_factory.mktemp("headwater")
    stack = open_stack(home, free_ports=True)
    ours = Installation(stack)
    ours.up()
    yield ours
    lifecycle.down(stack)
