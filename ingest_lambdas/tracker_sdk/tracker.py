"""The SDK's face: calls that never block on the network and never raise into the caller.

What a call promises:
- `track(…)` returns True once the event is in memory. It is in the spool's file, safe from the
  death of the process, at most 200 ms later; False means that it was not taken (unsendable, memory
  full, closed), and nothing else will be done about it.
- `track(…, durable=True)` returns True once the event is synced to disk, safe from the death of
  the machine, together with all that other threads called meanwhile; False on a full disk.
- What is on disk is sent until it is acknowledged, by this process or by the next that uses the
  same spool. An event may arrive twice, always with the same id; the warehouse counts it once.
- While the disk is full, calls that are not durable live in memory as far as it has room, then
  they are dropped and counted.
"""

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ingest_lambdas.tracker_sdk.calls import Calls, Common
from ingest_lambdas.tracker_sdk.destination import Destination
from ingest_lambdas.tracker_sdk.engine import Engine
from ingest_lambdas.tracker_sdk.intake import Entry, Ticket
from ingest_lambdas.tracker_sdk.items import Unsendable, write_item
from ingest_lambdas.tracker_sdk.routes import destination_for
from ingest_lambdas.tracker_sdk.settings import SdkSettings
from ingest_lambdas.tracker_sdk.tally import DeliveryReport, Tally

EXIT_SECONDS = 5.0
logger = logging.getLogger("headwater.tracker_sdk")


class Tracker(Calls):
    """For one declared source; safe to share between threads, and to go on with after a fork."""

    def __init__(
        self,
        source: str,
        settings: SdkSettings | None = None,
        destination: Callable[[], Destination] | None = None,
    ) -> None:
        """`destination` makes another way out than the settings name."""
        self._source = source
        self._settings = settings or SdkSettings.from_environment()
        self._route = destination or (lambda: destination_for(source, self._settings))
        self._guard = threading.Lock()
        self._engine: Engine | None = None
        self._closed = False
        self._tally = Tally()
        atexit.register(_Later(weakref.WeakMethod(self.close)))
        os.register_at_fork(after_in_child=_Later(weakref.WeakMethod(self._start_anew)))

    def send(self, item: Mapping[str, Any], *, durable: bool = False) -> bool:
        """An item of a Segment batch as it is, with its `type` and its ids."""
        return self._write(str(item.get("type")), item, durable)

    def report(self) -> DeliveryReport:
        """What became of the calls so far."""
        return self._tally.report()

    def flush(self, seconds: float = 30.0) -> bool:
        """Wait until everything is delivered; False where that took longer."""
        engine = self._engine
        return engine.flush(seconds) if engine is not None else True

    def close(self, seconds: float = EXIT_SECONDS) -> bool:
        """End; False where events stay on disk for the next start. Runs at exit by itself."""
        with self._guard:
            engine, self._engine = self._engine, None
            self._closed = True
        return engine.close(seconds) if engine is not None else True

    def _call(self, kind: str, fields: dict[str, Any], common: Common) -> bool:
        return self._write(kind, _item_fields(fields, common), common.get("durable", False))

    def _write(self, kind: str, fields: Mapping[str, Any], durable: bool) -> bool:
        try:
            line = write_item(kind, fields, datetime.now(UTC), str(uuid4()))
            taken = self._submit(line, durable)
        except Unsendable as error:
            taken = self._complain(str(error))
        except Exception as error:
            # Whatever it is, it is not the caller's to handle.
            taken = self._complain(f"{type(error).__name__}: {error}")
        if not taken:
            self._tally.add("declined")
        return taken

    def _submit(self, line: bytes, durable: bool) -> bool:
        engine = self._running()
        if engine is None:
            return False
        ticket = Ticket() if durable else None
        if not durable:
            self._tally.add("accepted")
        if engine.put(Entry(line, ticket)):
            return ticket.wait() if ticket is not None else True
        if not durable:
            self._tally.add("accepted", -1)
        return False

    def _running(self) -> Engine | None:
        engine = self._engine
        if engine is not None:
            return engine
        with self._guard:
            if self._engine is None and not self._closed:
                self._engine = Engine(self._source, self._settings, self._route, self._tally)
            return self._engine

    def _start_anew(self) -> None:
        """After a fork, in the child."""
        engine, self._engine = self._engine, None
        self._guard = threading.Lock()
        self._tally = Tally()
        if engine is not None:
            engine.forget_after_fork()

    def _complain(self, error: str) -> bool:
        self._tally.note_error(error)
        logger.warning("a call was not taken: %s", error)
        return False


def _item_fields(fields: dict[str, Any], common: Common) -> dict[str, Any]:
    return {
        **fields,
        "userId": common.get("user_id"),
        "anonymousId": common.get("anonymous_id"),
        "context": common.get("context"),
        "messageId": common.get("message_id"),
        "timestamp": common.get("timestamp"),
    }


class _Later:
    """Calls a method of an object that may be gone by then."""

    def __init__(self, method: "weakref.WeakMethod[Callable[[], object]]") -> None:
        self._method = method

    def __call__(self) -> None:
        method = self._method()
        if method is not None:
            method()
