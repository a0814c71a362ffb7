"""The two threads of a tracker and what lies between them."""

import threading
import time
from collections.abc import Callable

from ingest_lambdas.tracker_sdk.backlog import Backlog
from ingest_lambdas.tracker_sdk.committer import Committer
from ingest_lambdas.tracker_sdk.destination import Destination
from ingest_lambdas.tracker_sdk.intake import Entry, Intake
from ingest_lambdas.tracker_sdk.sender import Sender
from ingest_lambdas.tracker_sdk.settings import SdkSettings
from ingest_lambdas.tracker_sdk.spool import Spool, source_folder
from ingest_lambdas.tracker_sdk.tally import Tally


class Engine:
    """Runs from its making to `close`."""

    def __init__(
        self,
        source: str,
        settings: SdkSettings,
        make_destination: Callable[[], Destination],
        tally: Tally,
    ) -> None:
        self._tally = tally
        self._spool = Spool(source_folder(settings.spool, source))
        self._intake = Intake(settings.memory_bytes)
        self._backlog = Backlog(settings.memory_bytes)
        self._sender = Sender(
            self._backlog,
            make_destination,
            tally,
            settings.linger_seconds,
            self._spool.keep_refused,
        )
        self._committer = Committer(self._intake, self._spool, self._backlog, tally)
        self._threads = [
            threading.Thread(target=work, name=f"headwater-{name}", daemon=True)
            for name, work in (("commit", self._committer.run), ("send", self._sender.run))
        ]
        for thread in self._threads:
            thread.start()

    def put(self, entry: Entry) -> bool:
        """False where there is no room."""
        return self._intake.put(entry)

    def flush(self, seconds: float) -> bool:
        """Hurry everything on its way; whether nothing was pending within the time."""
        self._intake.hurry()
        self._backlog.hurry()
        end = time.monotonic() + seconds
        taken_over = self._committer.adopted.wait(seconds)
        left = max(0.0, end - time.monotonic())
        return self._tally.wait_until_none_pending(left) and taken_over

    def close(self, seconds: float) -> bool:
        """Deliver what can be within the time; the rest stays on disk for the next start."""
        self._intake.close()
        commit, send = self._threads
        commit.join()
        delivered = self._tally.wait_until_none_pending(seconds)
        self._sender.stop()
        send.join()
        self._spool.close()
        return delivered

    def forget_after_fork(self) -> None:
        """In the child: threads and events are the parent's."""
        self._spool.forget_after_fork()
