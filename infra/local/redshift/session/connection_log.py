"""Connections as they come and go, for STL_CONNECTION_LOG and SYS_CONNECTION_LOG."""

import datetime
import threading
from collections import deque
from dataclasses import dataclass

from .client import Client
from .clock import utc_now

_MOST = 5000

STARTED = "initiating session"
AUTHENTICATED = "authenticated"
REFUSED = "authentication failure"
ENDED = "disconnecting session"


@dataclass(frozen=True, slots=True)
class ConnectionEvent:
    """One event of a connection; `process_id` is 0 before there is a session."""

    event: str
    process_id: int
    database: str
    client: Client
    recorded_at: datetime.datetime

    @property
    def duration_us(self) -> int:
        """Microseconds that the connection has lasted."""
        return (self.recorded_at - self.client.connected_at) // datetime.timedelta(microseconds=1)


class ConnectionLog:
    """The latest events; safe to use from every session's thread."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._events: deque[ConnectionEvent] = deque(maxlen=_MOST)

    def note(self, event: str, process_id: int, database: str, client: Client) -> None:
        """Add an event of now."""
        with self._guard:
            self._events.append(ConnectionEvent(event, process_id, database, client, utc_now()))

    def events(self) -> list[ConnectionEvent]:
        """What is kept, oldest first."""
        with self._guard:
            return list(self._events)
