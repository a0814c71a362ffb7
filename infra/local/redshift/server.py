"""Listens, and gives every client a thread, a session and a DuckDB cursor of its own."""

import contextlib
import secrets
import socket
import threading

from .errors import TOO_MANY_CONNECTIONS, FatalError
from .protocol import backend, start_up
from .protocol.conversation import Conversation
from .protocol.encryption import choose_context
from .protocol.failures import describe_failure
from .protocol.wire import Disconnected, Wire
from .session.access.accounts import Accounts
from .session.client import describe_client
from .session.connection_log import AUTHENTICATED, ENDED, REFUSED, STARTED
from .session.database import Database
from .session.session import Session, Shared
from .session.start_parameters import apply_start_parameters
from .settings import Settings

_HANDSHAKE_SECONDS = 30
_FAREWELL_SECONDS = 10


class Server:
    """A listening local Redshift; `serve` blocks until `stop`."""

    def __init__(self, settings: Settings) -> None:
        self._tls = choose_context(
            settings.tls,
            settings.tls_certificate,
            settings.tls_key,
            settings.file.parent,
            settings.host,
        )
        self._idle_seconds = settings.idle_in_transaction_timeout_ms / 1000 or None
        self._database = Database(
            settings.file,
            settings.database,
            settings.user,
            settings.memory_limit,
            settings.threads,
            settings.temporary_limit,
        )
        self._accounts = Accounts(self._database, settings.password)
        self._shared = Shared(self._database, settings.statement_timeout_ms)
        self._places = threading.BoundedSemaphore(settings.max_connections)
        self._listener = socket.create_server((settings.host, settings.port), backlog=128)
        self._guard = threading.Lock()
        self._clients: set[Wire] = set()
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
            for wire in self._clients:
                wire.interrupt()
        self._shared.cancel_all()
        self._shared.wait_until_empty(_FAREWELL_SECONDS)
        self._database.close()

    def _attend(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A client that vanished without a word is found out, and its locks are released.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        connection.settimeout(_HANDSHAKE_SECONDS)
        wire = Wire(connection)
        with self._guard:
            self._clients.add(wire)
        try:
            with contextlib.closing(wire), contextlib.suppress(Disconnected):
                self._serve_client(wire)
        finally:
            with self._guard:
                self._clients.discard(wire)

    def _serve_client(self, wire: Wire) -> None:
        try:
            self._converse(wire)
        except Disconnected:
            raise
        except Exception as error:
            # What reaches this far, a malformed start-up message too, ends the connection.
            failure = describe_failure(error)
            wire.send(backend.error_response(FatalError(failure.sqlstate, failure.message)))
            wire.flush()

    def _converse(self, wire: Wire) -> None:
        asked = start_up.negotiate(wire, self._tls)
        if isinstance(asked, start_up.CancelRequest):
            self._shared.cancel(asked.process_id, asked.secret)
            return
        if not self._places.acquire(blocking=False):
            raise FatalError(TOO_MANY_CONNECTIONS, "too many connections")
        try:
            self._admit(wire, asked)
        finally:
            self._places.release()

    def _admit(self, wire: Wire, asked: dict[str, str]) -> None:
        client = describe_client(asked, wire.address(), wire.encryption())
        log, database = self._shared.connections, self._database.name
        try:
            account = start_up.authenticate(wire, asked, self._accounts.enter)
            start_up.require_database(asked, database)
        except FatalError:
            log.note(REFUSED, 0, database, client)
            raise
        process_id = next(self._process_ids)
        log.note(AUTHENTICATED, process_id, database, client)
        wire.limit_waiting(None)
        session = Session(self._shared, process_id, secrets.randbits(32), account, client)
        try:
            log.note(STARTED, process_id, database, client)
            apply_start_parameters(session, asked)
            self._run_session(wire, session)
        finally:
            session.close()
            log.note(ENDED, process_id, database, client)

    def _run_session(self, wire: Wire, session: Session) -> None:
        reported = session.parameters.reported()
        start_up.greet(
            wire,
            session.process_id,
            session.secret,
            reported,
            is_superuser=session.access.is_superuser(),
        )
        Conversation(wire, session, self._idle_seconds).run()
