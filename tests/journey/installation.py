"""A stack as a newcomer has it: the command, cycles, and SQL."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.local.settings import PROJECT, Stack, child_environment, client_environment
from infra.local.stack import lifecycle, processes, provision
from infra.local.stack.warehouse_client import connect, query
from orchestration.clients.lake import Lake

CYCLES = Path(__file__).with_name("cycles.py")
MARK = "report "
COMMAND_SECONDS = 240


class Installation:
    """What a newcomer has: the command, and SQL."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._cycles: subprocess.Popen[str] | None = None

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

    def cycle(self, hours: list[str]) -> dict[str, Any]:
        """Run a cycle over these load hours, over all that wait if there are none; its report."""
        if self._cycles is None:
            self._cycles = subprocess.Popen(
                [sys.executable, str(CYCLES)],
                cwd=PROJECT,
                env=child_environment(self.stack),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self._cycles.stdin and self._cycles.stdout
        self._cycles.stdin.write(" ".join(hours) + "\n")
        self._cycles.stdin.flush()
        for line in self._cycles.stdout:
            if line.startswith(MARK):
                report: dict[str, Any] = json.loads(line.removeprefix(MARK))
                return report
        raise AssertionError(f"the cycle ended without a report{self._logs()}")

    def close(self) -> None:
        """End the process of the cycles."""
        if self._cycles is not None:
            self._cycles.communicate(timeout=COMMAND_SECONDS)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with connect(self.stack) as connection:
            return query(connection, statement)[1]

    def count(self, relation: str) -> int:
        """Rows of a table."""
        return int(self.ask(f"select count(*) from {relation}")[0][0])

    def lake(self) -> Lake:
        """The lake, as a client of the stack reads it."""
        names = client_environment(self.stack)
        lake = Lake(names["HEADWATER_LAKE_BUCKET"], names["HEADWATER_PERSONAL_BUCKET"])
        vars(lake)["client"] = provision.client(self.stack, "s3")
        return lake

    def up(self) -> None:
        """Start what does not run."""
        lifecycle.up(self.stack, processes.data_path(self.stack), lambda name, became: None)

    def _logs(self) -> str:
        logs = sorted(self.stack.file("logs").glob("*.log"))
        ends = (f"\n--- {log.name}\n{log.read_text(errors='replace')[-1000:]}" for log in logs)
        return "".join(ends)
