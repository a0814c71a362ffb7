"""A connection after its start: messages in, answers out, until the client leaves."""

from collections.abc import Callable, Sequence

from ..errors import (
    FEATURE_NOT_SUPPORTED,
    PROTOCOL_VIOLATION,
    UNKNOWN_PORTAL,
    UNKNOWN_STATEMENT,
    FatalError,
    RedshiftError,
)
from ..session.prepared import read_script
from ..session.result import Notice, Result
from ..session.session import Prepared, Session
from . import backend, frontend
from .failures import describe_failure
from .rows import formats_of, send_rows
from .wire import Disconnected, Wire

# What a client sends that began a COPY FROM STDIN before it learned of the refusal.
_COPY_MESSAGES = (b"d", b"c", b"f")


_SESSION_TIMEOUT = ("57P05", "terminating connection due to session timeout")


class _Portal:
    """A bound statement: runs at its first Execute."""

    def __init__(self, prepared: Prepared, bind: frontend.Bind) -> None:
        self.prepared = prepared
        self.bind = bind
        self.result: Result | None = None


class Conversation:
    """Simple and extended queries of one client; errors in an extended one skip to Sync."""

    def __init__(self, wire: Wire, session: Session, idle_seconds: float | None) -> None:
        self._wire = wire
        self._session = session
        self._idle_seconds = idle_seconds
        self._told = session.parameters.reported()
        self._statements: dict[str, Prepared] = {}
        self._portals: dict[str, _Portal] = {}
        self._skipping = False
        self._positioned = False
        self._handlers = {
            b"P": self._parse,
            b"B": self._bind,
            b"D": self._describe,
            b"E": self._execute,
            b"C": self._close,
        }

    def run(self) -> None:
        """Answer messages until Terminate; raises Disconnected when the client is gone."""
        while True:
            kind, body = self._wire.read_message()
            if kind == b"X":
                return
            self._answer(kind, body)

    def _answer(self, kind: bytes, body: bytes) -> None:
        if kind in self._handlers:
            if not self._skipping:
                self._skipping = not self._guard(self._handlers[kind], body)
        elif kind in (b"Q", b"F"):
            self._guard(self._query if kind == b"Q" else self._refuse_call, body)
            self._ready()
        elif kind == b"S":
            self._skipping = False
            self._ready()
        elif kind == b"H":
            self._wire.flush()
        elif kind not in _COPY_MESSAGES:
            raise FatalError(PROTOCOL_VIOLATION, f"message of unknown type {kind!r}")

    def _ready(self) -> None:
        idle = self._session.status == "I"
        if idle:
            self._portals.clear()
            self._session.stop_reading()
        self._report_parameters()
        self._wire.send(backend.ready_for_query(self._session.status))
        self._wire.flush()
        if idle:
            self._wire.limit_waiting(self._session.idle_limit, _SESSION_TIMEOUT)
        else:
            self._wire.limit_waiting(self._idle_seconds)

    def _report_parameters(self) -> None:
        now = self._session.parameters.reported()
        for name, value in now.items():
            if value != self._told[name]:
                self._wire.send(backend.parameter_status(name, value))
        self._told = now

    def _guard(self, handle: Callable[[bytes], None], body: bytes) -> bool:
        self._positioned = False
        try:
            handle(body)
            return True
        except (FatalError, Disconnected):
            raise
        except Exception as error:
            failure = describe_failure(error)
        if not self._positioned:
            failure.position = None
        self._portals.clear()
        self._session.fail(failure)
        self._wire.send(backend.error_response(failure))
        return False

    def _refuse_call(self, body: bytes) -> None:
        raise RedshiftError(FEATURE_NOT_SUPPORTED, "the FunctionCall message is not supported")

    def _query(self, body: bytes) -> None:
        text = frontend.parse_text(body)
        statements = read_script(text)
        # Where an error is counts from the start of what the client sent.
        self._positioned = len(statements) == 1 and text.startswith(statements[0].sql)
        if not statements:
            self._wire.send(backend.EMPTY_QUERY)
        for statement in statements:
            if len(statements) > 1:
                self._session.transaction.open_implicitly()
            result = self._session.execute(Prepared(statement), ())
            self._send_notices(result)
            if result.fields is not None:
                self._wire.send(backend.row_description(result.fields, [0] * len(result.fields)))
                self._send_rows(result, [0] * len(result.fields), 0)
            self._wire.send(backend.command_complete(result.complete_tag()))
        self._session.transaction.close_implicit()

    def _parse(self, body: bytes) -> None:
        message = frontend.parse_parse(body)
        self._statements[message.name] = self._session.prepare(message.sql, message.parameter_oids)
        self._wire.send(backend.PARSE_COMPLETE)

    def _bind(self, body: bytes) -> None:
        message = frontend.parse_bind(body)
        self._portals[message.portal] = _Portal(self._statement(message.statement), message)
        self._wire.send(backend.BIND_COMPLETE)

    def _describe(self, body: bytes) -> None:
        kind, name = frontend.parse_named(body)
        if kind == "S":
            prepared = self._statement(name)
            self._wire.send(backend.parameter_description(prepared.oids))
            wanted: tuple[int, ...] = ()
        else:
            portal = self._portal(name)
            prepared, wanted = portal.prepared, portal.bind.result_formats
        fields = self._session.describe(prepared)
        if fields is None:
            self._wire.send(backend.NO_DATA)
        else:
            self._wire.send(backend.row_description(fields, formats_of(fields, wanted)))

    def _execute(self, body: bytes) -> None:
        name, limit = frontend.parse_execute(body)
        portal = self._portal(name)
        if portal.prepared.statement is None:
            self._wire.send(backend.EMPTY_QUERY)
            return
        if portal.result is None:
            values = portal.prepared.literals(portal.bind.values, portal.bind.value_formats)
            portal.result = self._session.execute(portal.prepared, values)
            self._send_notices(portal.result)
        result = portal.result
        if result.fields is not None:
            formats = formats_of(result.fields, portal.bind.result_formats)
            self._send_rows(result, formats, limit)
            if limit and not result.finished:
                self._wire.send(backend.PORTAL_SUSPENDED)
                return
        self._wire.send(backend.command_complete(result.complete_tag()))

    def _send_rows(self, result: Result, formats: Sequence[int], limit: int) -> None:
        digits = self._session.parameters.extra_float_digits
        send_rows(self._wire, result, formats, limit, digits)

    def _close(self, body: bytes) -> None:
        kind, name = frontend.parse_named(body)
        if kind == "S":
            self._statements.pop(name, None)
        else:
            self._portals.pop(name, None)
        self._wire.send(backend.CLOSE_COMPLETE)

    def _send_notices(self, result: Result) -> None:
        for notice in result.notices:
            told = Notice(notice) if isinstance(notice, str) else notice
            self._wire.send(backend.notice_response(told))

    def _statement(self, name: str) -> Prepared:
        if name not in self._statements:
            raise RedshiftError(UNKNOWN_STATEMENT, f'prepared statement "{name}" does not exist')
        return self._statements[name]

    def _portal(self, name: str) -> _Portal:
        if name not in self._portals:
            raise RedshiftError(UNKNOWN_PORTAL, f'portal "{name}" does not exist')
        return self._portals[name]
