"""Listens, and gives every client a thread, a session and a DuckDB cursor of its own."""

import contextlib
import secrets
import socket
import threading

from .errors import FatalError
from .protocol import backend, start_up
from .protocol.conversation import Conversation
from .protocol.wire import Disconnected, Wire
from .session.database import Database
from .session.session import Session, Shared
from .settings import Settings

_HANDSHAKE_SECONDS = 30
_FAREWELL_SECONDS = 10


class Server:
    """A listening local Redshift; `serve` blocks until `stop`."""

    def __init__(self, settings: Settings) -> None:
        self._known = start_up.Credentials(settings.user, settings.password, settings.database)
        self._database = Database(
            settings.file,
            settings.database,
            settings.user,
            settings.memory_limit,
            settings.threads,
        )
        self._shared = Shared(self._database, settings.statement_timeout_ms)
        self._places = threading.BoundedSemaphore(settings.max_connections)
        self._listener = socket.create_server((settings.host, settings.port), backlog=128)
        self._guard = threading.Lock()
        self._clients: set[socket.socket] = set()
        self._process_ids = iter(range(1000, 2**31))
        self.port: int = self._listener.getsockname()[1]

    def serve(self) -> None:
        """Accept clients until `stop`."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._attend, args=(connection,), daemon=True).start()

    def stop(self) -> None:
        """Take no further clients, end every running statement and close the database."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._guard:
            for connection in self._clients:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._shared.cancel_all()
        self._shared.wait_until_empty(_FAREWELL_SECONDS)
        self._database.close()

    def _attend(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(_HANDSHAKE_SECONDS)
        wire = Wire(connection)
        with self._guard:
            self._clients.add(connection)
        try:
            with contextlib.closing(wire), contextlib.suppress(Disconnected, OSError):
                self._serve_client(connection, wire)
        finally:
            with self._guard:
                self._clients.discard(connection)

    def _serve_client(self, connection: socket.socket, wire: Wire) -> None:
        try:
            self._converse(connection, wire)
        except FatalError as error:
            wire.send(backend.error_response(error))
            wire.flush()

    def _converse(self, connection: socket.socket, wire: Wire) -> None:
        asked = start_up.negotiate(wire)
        if isinstance(asked, start_up.CancelRequest):
            self._shared.cancel(asked.process_id, asked.secret)
            return
        if not self._places.acquire(blocking=False):
            raise FatalError("53300", "too many connections")
        try:
            start_up.authenticate(wire, asked, self._known)
            connection.settimeout(None)
            self._run_session(wire)
        finally:
            self._places.release()

    def _run_session(self, wire: Wire) -> None:
        session = Session(self._shared, next(self._process_ids), secrets.randbits(32))
        try:
            start_up.greet(wire, session.process_id, session.secret)
            Conversation(wire, session).run()
        finally:
            session.close()
