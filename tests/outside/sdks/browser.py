"""Headless Chromium and the pages that it shows."""

import functools
import json
import os
import shutil
import subprocess
import threading
from concurrent.futures import Future
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
NAMES = ("chromium", "chromium-browser", "google-chrome")
LEAVE_SECONDS = 120


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Tests fail by what pages do, not by what was served."""


class PageServer:
    """Serves the bundled pages from an origin that is not the tracker's."""

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(QuietHandler, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def url(self, script: str, task: dict[str, str]) -> str:
        """The address of a page that runs a script on a task."""
        query = urlencode({"script": script, **task})
        return f"http://127.0.0.1:{self._server.server_port}/page.html?{query}"

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class Browser:
    """One Chromium; each page in a profile of its own."""

    def __init__(self) -> None:
        executable = next(filter(None, map(shutil.which, NAMES)), None)
        assert executable, "no Chromium here: run .ci/system-packages"
        self._process = subprocess.Popen(
            ["node", str(FOLDER / "browser.mjs")],
            env={**os.environ, "CHROMIUM": executable},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._left: list[Future[list[str]]] = []
        self._lock = threading.Lock()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def open(self, url: str) -> int:
        """Open a page; its number."""
        with self._lock:
            self._left.append(Future())
            self._tell({"open": url})
            return len(self._left) - 1

    def leave(self, page: int) -> list[str]:
        """Go away from a page; what it complained of meanwhile."""
        with self._lock:
            self._tell({"leave": page})
        return self._left[page].result(LEAVE_SECONDS)

    def close_page(self, page: int) -> None:
        """Close a page, what it has not sent yet with it."""
        with self._lock:
            self._tell({"close": page})

    def close(self) -> None:
        """Close all."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(LEAVE_SECONDS)
        self._listener.join(LEAVE_SECONDS)

    def _tell(self, told: dict[str, object]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()

    def _listen(self) -> None:
        assert self._process.stdout
        with self._process.stdout as answers:
            for line in answers:
                answer = json.loads(line)
                self._left[answer["left"]].set_result(answer["complaints"])


def bundle(scripts: list[Path], folder: Path) -> None:
    """Bundle scripts, each with the SDK that it imports, beside the page that runs them."""
    shutil.copy(FOLDER / "pages" / "page.html", folder)
    command = [str(MODULES / ".bin" / "esbuild"), "--bundle", "--log-level=warning"]
    for script in scripts:
        bundled = folder / f"{script.stem}.js"
        subprocess.run([*command, f"--outfile={bundled}", str(script)], check=True)
