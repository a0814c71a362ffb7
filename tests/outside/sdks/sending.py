"""Has SDKs send: in a process of their own, or in a page of the browser."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from infra.local.settings import Stack
from tests.outside.sdks.browser import FOLDER, MODULES, Browser, PageServer, bundle
from tests.outside.sdks.line import Failure, Line, Lines
from tests.outside.sdks.sdk_runs import EVENTS, Run

SENDERS = FOLDER / "senders"
PAGES = FOLDER / "pages"
SOURCE = "web-shop"
SECONDS = 120


@dataclass(frozen=True)
class Outcome:
    """How a run ended: what went wrong at the sender's, and what its line saw."""

    error: str
    line: Line


class Sending:
    """Everything that senders need, for one stack."""

    def __init__(self, stack: Stack) -> None:
        assert MODULES.exists(), "the SDKs for JavaScript are not here: run make test-sdks"
        self._stack = stack
        self._lines = Lines(stack.ports["gateway"])
        self._folder = tempfile.TemporaryDirectory()
        self.folder = Path(self._folder.name)
        # Scripts that are written here find the SDKs, too.
        (self.folder / "node_modules").symlink_to(MODULES)
        bundle(sorted(PAGES.glob("[!t]*.js")), self.folder)
        self._pages = PageServer(self.folder)
        self._browser = Browser()

    def send(self, run: Run) -> Outcome:
        """Do a run to its end."""
        line = self.open_line(run.failure, run.sdk.times)
        task = {"way": run.sdk.way, "products": ",".join(run.products)}
        if run.sdk.sender.endswith(".js"):
            show = self.show_and_leave if run.sdk.way == "beacon" else self.show
            error = show(run.sdk.sender, line, EVENTS, task)
        else:
            error = self.execute(SENDERS / run.sdk.sender, line, task)
        return Outcome(error, line)

    def open_line(self, failure: Failure = "none", times: int = 0) -> Line:
        """A way to the gateway."""
        return self._lines.open(failure, times)

    def execute(self, script: Path, line: Line, task: dict[str, str]) -> str:
        """Run a script in a process of its own; what it complained of where it failed."""
        command = [{".py": sys.executable, ".mjs": "node", ".sh": "sh"}[script.suffix], str(script)]
        told = {name.upper(): value for name, value in {**self._task(line), **task}.items()}
        try:
            done = subprocess.run(
                command,
                env={**os.environ, **told},
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            return f"not done within {SECONDS} s: {late.stderr!r}"
        return f"exit status {done.returncode}: {done.stderr}" if done.returncode else ""

    def show(self, script: str, line: Line, events: int, task: dict[str, str]) -> str:
        """Open a page until its events are delivered; what it complained of where they are not."""
        page = self._browser.open(self._pages.url(script, {**self._task(line), **task}))
        delivered = line.wait_until_delivered(events, SECONDS)
        complaints = self._browser.leave(page)
        self._browser.close_page(page)
        return "" if delivered else f"not delivered within {SECONDS} s: {complaints}"

    def show_and_leave(self, script: str, line: Line, events: int, task: dict[str, str]) -> str:
        """Open a page, leave it once its SDK has taken the events, and see what it still sends."""
        page = self._browser.open(self._pages.url(script, {**self._task(line), **task}))
        complaints = self._browser.leave(page)
        sent = line.wait_until_seen(events, SECONDS)
        self._browser.close_page(page)
        return "" if sent else f"not sent within {SECONDS} s: {complaints}"

    def close(self) -> None:
        """End the browser, cut the lines."""
        self._browser.close()
        self._pages.close()
        self._lines.close()
        self._folder.cleanup()

    def _task(self, line: Line) -> dict[str, str]:
        key = self._stack.write_keys[SOURCE]
        return {"address": line.url, "write_key": key, "app_id": SOURCE}
