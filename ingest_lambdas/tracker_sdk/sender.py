"""The thread that delivers: packs what is committed, and sends again only what failed."""

import logging
import random
import threading
from collections import deque
from collections.abc import Callable

from ingest_lambdas.tracker_sdk.backlog import Backlog
from ingest_lambdas.tracker_sdk.destination import Destination, Outcome
from ingest_lambdas.tracker_sdk.parcel import Parcel, pack
from ingest_lambdas.tracker_sdk.tally import Tally

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 10.0
logger = logging.getLogger("headwater.tracker_sdk")


class Sender:
    """`run` is its thread's work; `stop` ends it with what is not delivered left on disk."""

    def __init__(
        self,
        backlog: Backlog,
        make_destination: Callable[[], Destination],
        tally: Tally,
        linger: float,
        keep_refused: Callable[[list[bytes]], None],
    ) -> None:
        self._backlog = backlog
        self._make_destination = make_destination
        self._tally = tally
        self._linger = linger
        self._keep_refused = keep_refused
        self._parcels: deque[Parcel] = deque()
        self._stopped = threading.Event()
        self._longest = FIRST_PAUSE

    def run(self) -> None:
        """Until everything is delivered and nothing more can come, or `stop`."""
        destination = self._open()
        if destination is not None:
            self._deliver(destination)
            destination.close()
        self._abandon()

    def stop(self) -> None:
        """Give up after the attempt that is under way."""
        self._stopped.set()

    def _open(self) -> Destination | None:
        """The way out, made here: a client takes seconds to make, and no caller waits for it."""
        while not self._stopped.is_set():
            try:
                return self._make_destination()
            except Exception as error:
                # Such as a region that is not set: it may be mended while the process runs.
                self._complain(f"{type(error).__name__}: {error}")
                self._wait(progress=False)
        return None

    def _deliver(self, destination: Destination) -> None:
        while not self._stopped.is_set():
            self._fill(destination)
            if self._parcels:
                self._attempt(destination)
            elif self._backlog.drained:
                return

    def _fill(self, destination: Destination) -> None:
        """Take what is committed, unless a call's worth is waiting already."""
        room = destination.largest_call - sum(parcel.size for parcel in self._parcels)
        if room <= 0:
            return
        enough = min(room, destination.largest_parcel)
        chunks = self._backlog.take(enough, room, 0.0 if self._parcels else self._linger)
        try:
            self._parcels.extend(pack(chunks, destination.largest_parcel))
        except OSError as error:
            # The lines stay on disk for the next start.
            self._complain(f"the spool cannot be read: {error}")

    def _attempt(self, destination: Destination) -> None:
        sent = list(self._parcels)
        self._parcels.clear()
        outcome = destination.send(sent)
        left = {id(parcel) for parcel in (*outcome.failed, *outcome.refused)}
        for parcel in sent:
            if id(parcel) not in left:
                self._settle(parcel, "delivered")
        self._set_aside(outcome.refused)
        if outcome.error:
            self._complain(outcome.error)
        self._parcels.extendleft(reversed(outcome.failed))
        self._pause(outcome, progress=len(outcome.failed) < len(sent))

    def _pause(self, outcome: Outcome, progress: bool) -> None:
        if not outcome.failed:
            self._longest = FIRST_PAUSE
            return
        self._tally.add("retried", sum(len(parcel.lines) for parcel in outcome.failed))
        self._wait(progress, outcome.pause)

    def _wait(self, progress: bool, at_least: float = 0.0) -> None:
        self._longest = FIRST_PAUSE if progress else min(self._longest * 2, LONGEST_PAUSE)
        # A source of its own: the host program may have seeded the shared one.
        jitter = random.SystemRandom().uniform(0, self._longest)
        self._stopped.wait(max(at_least, jitter))

    def _set_aside(self, refused: list[Parcel]) -> None:
        for parcel in refused:
            try:
                self._keep_refused(parcel.lines)
            except OSError as error:
                self._complain(f"refused events cannot be kept: {error}")
            self._settle(parcel, "refused")

    def _settle(self, parcel: Parcel, name: str) -> None:
        parcel.settle()
        self._tally.add(name, len(parcel.lines))

    def _abandon(self) -> None:
        """What only memory has ends with it."""
        lost = sum(n for parcel in self._parcels for chunk, n in parcel.owners if not chunk.place)
        lost += sum(chunk.count for chunk in self._backlog.take_all() if not chunk.place)
        self._tally.add("dropped", lost)

    def _complain(self, error: str) -> None:
        self._tally.note_error(error)
        logger.warning("events wait: %s", error)
