"""The cycle in a process of its own, which pays for its imports while events are sent."""

import json
import subprocess
import sys
from collections.abc import Callable
from threading import Thread
from types import TracebackType
from typing import Any

from infra.local.settings import PROJECT, Stack, child_environment
from infra.local.stack.errors import StackError

END_SECONDS = 10


class CycleWorker:
    """`headwater cycle`, started ahead and let go when the lake is ready. A context manager."""

    def __init__(self, stack: Stack, say: Callable[[str], None]) -> None:
        self._log = stack.file("logs") / "cycle.log"
        self._say = say
        self._process = subprocess.Popen(
            (sys.executable, "-m", "infra.local.cli", "cycle", "--wait-for-line", "--json"),
            cwd=PROJECT,
            env=child_environment(stack),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._teller = Thread(target=self._tell, daemon=True)
        self._teller.start()

    def await_ready(self) -> None:
        """Wait until everything is imported. Raises StackError where the process ends instead."""
        assert self._process.stdout is not None
        if self._process.stdout.readline().strip() != "ready":
            raise StackError(f"the cycle could not start; see {self._log}")

    def run(self) -> dict[str, Any]:
        """Run the cycle, once ready; its report. Raises StackError where it ends without one."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        # The report is all that comes; its process then ends while what follows goes on.
        try:
            report: dict[str, Any] = json.loads(self._process.stdout.readline())
        except ValueError as error:
            raise StackError(f"the cycle ended without a report; see {self._log}") from error
        return report

    def __enter__(self) -> "CycleWorker":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end(at_once=kind is not None)
        self._teller.join(END_SECONDS)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def _end(self, *, at_once: bool) -> None:
        """Wait for the process, which has nothing to do but end; else make it."""
        if at_once:
            self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(END_SECONDS)

    def _tell(self) -> None:
        """Pass on what the cycle says of its steps, and keep it in the log."""
        assert self._process.stderr is not None
        with self._log.open("a", encoding="utf-8") as log:
            for line in self._process.stderr:
                log.write(line)
                log.flush()
                self._say(line.strip())
