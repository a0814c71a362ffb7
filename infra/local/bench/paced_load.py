"""Load at a pace of its own: requests go out when they are due, and again until they are answered.

As an SDK does: after 429, 5xx or a broken connection the same request is sent again, later.
"""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Lock

from infra.local.bench.http_load import read_status

CONNECTIONS = 48
STEP = 10
PATIENCE_SECONDS = 120.0
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 8.0
_ANSWER_SECONDS = 35.0


@dataclass(frozen=True)
class Pace:
    """Requests a second at ordinary times, and seconds before, of and after the step."""

    requests: float = 8.0
    before: float = 10.0
    step: float = 60.0
    after: float = 10.0

    def moments(self) -> Iterator[float]:
        """When each request is due."""
        ends = self.before, self.before + self.step, self.before + self.step + self.after
        due = 0.0
        while due < ends[2]:
            yield due
            stepped = ends[0] <= due < ends[1]
            due += 1 / (self.requests * (STEP if stepped else 1))


@dataclass(frozen=True)
class Paced:
    """A request, seconds after the beginning at which it is due, the ids of its events."""

    due: float
    request: bytes
    ids: tuple[str, ...]


@dataclass
class Outcome:
    """Ids that were answered 200, requests that never were, resends, seconds until each answer."""

    answered: set[str] = field(default_factory=set)
    given_up: int = 0
    resent: int = 0
    waited: list[tuple[float, float]] = field(default_factory=list)

    def slowest(self, share: float, since: float, until: float) -> float:
        """Within how many seconds this share of the requests due in a time was answered."""
        found = sorted(seconds for due, seconds in self.waited if since <= due < until)
        return found[int(share * (len(found) - 1))]


def send_paced(port: int, requests: Sequence[Paced], tell: Callable[[int], None]) -> Outcome:
    """Send all of them; returns when each was answered 200 or given up."""
    sending = _Sending(port, requests, tell)
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for work in [pool.submit(sending.run) for _ in range(CONNECTIONS)]:
            work.result()
    return sending.outcome


class _Sending:
    """What the threads share: whose turn it is, and what came of it."""

    def __init__(self, port: int, requests: Sequence[Paced], tell: Callable[[int], None]) -> None:
        self.outcome = Outcome()
        self._address = ("127.0.0.1", port)
        self._requests = iter(requests)
        self._tell = tell
        self._lock = Lock()
        self._began = time.monotonic()
        self._pause = Event()

    def run(self) -> None:
        """Take requests until there are none."""
        link: socket.socket | None = None
        for paced in self._turns():
            self._pause.wait(max(0.0, self._began + paced.due - time.monotonic()))
            link = self._send_until_answered(link, paced)
        if link is not None:
            link.close()

    def _turns(self) -> Iterator[Paced]:
        while True:
            with self._lock:
                paced = next(self._requests, None)
            if paced is None:
                return
            yield paced

    def _send_until_answered(
        self, link: socket.socket | None, paced: Paced
    ) -> socket.socket | None:
        began, pause, status = time.monotonic(), _FIRST_PAUSE, 0
        while True:
            with suppress(OSError):
                link = link or socket.create_connection(self._address, _ANSWER_SECONDS)
                link.sendall(paced.request)
                status = read_status(link)
            if status == 200 or time.monotonic() - began > PATIENCE_SECONDS:
                self._note(paced, status, time.monotonic() - began)
                return link
            if status == 0 and link is not None:
                link.close()
                link = None
            with self._lock:
                self.outcome.resent += 1
            self._pause.wait(pause)
            pause, status = min(pause * 2, _LONGEST_PAUSE), 0

    def _note(self, paced: Paced, status: int, seconds: float) -> None:
        with self._lock:
            if status == 200:
                self.outcome.answered.update(paced.ids)
            else:
                self.outcome.given_up += 1
            self.outcome.waited.append((paced.due, seconds))
            self._tell(len(self.outcome.waited))
