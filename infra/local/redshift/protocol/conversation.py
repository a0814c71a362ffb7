"""A connection after its start: messages in, answers out, until the client leaves."""

from collections.abc import Callable

import duckdb

from ..errors import (
    INTERNAL_ERROR,
    PROTOCOL_VIOLATION,
    UNKNOWN_STATEMENT,
    FatalError,
    RedshiftError,
    from_duckdb,
)
from ..session.result import Result
from ..session.session import Prepared, Session
from ..types.encoders import choose_formats, encode_row, make_encoders
from ..types.fields import Field
from . import backend, frontend
from .wire import Wire


class _Portal:
    """A bound statement: runs at its first Execute."""

    def __init__(self, prepared: Prepared, bind: frontend.Bind) -> None:
        self.prepared = prepared
        self.bind = bind
        self.result: Result | None = None


class Conversation:
    """Simple and extended queries of one client; errors in an extended one skip to Sync."""

    def __init__(self, wire: Wire, session: Session) -> None:
        self._wire = wire
        self._session = session
        self._statements: dict[str, Prepared] = {}
        self._portals: dict[str, _Portal] = {}
        self._skipping = False
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
            if kind == b"Q":
                self._guard(self._query, body)
                self._ready()
            elif kind == b"S":
                self._skipping = False
                self._ready()
            elif kind == b"H":
                self._wire.flush()
            elif kind in self._handlers:
                if not self._skipping:
                    self._skipping = not self._guard(self._handlers[kind], body)
            else:
                raise FatalError(PROTOCOL_VIOLATION, f"message of unknown type {kind!r}")

    def _ready(self) -> None:
        if self._session.status == "I":
            self._portals.clear()
        self._wire.send(backend.ready_for_query(self._session.status))
        self._wire.flush()

    def _guard(self, handle: Callable[[bytes], None], body: bytes) -> bool:
        try:
            handle(body)
            return True
        except FatalError:
            raise
        except RedshiftError as error:
            failure = error
        except duckdb.Error as error:
            failure = from_duckdb(error)
        except RecursionError:
            failure = RedshiftError("54001", "statement too complex")
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            # A statement must not take the connection down, whatever it trips over.
            failure = RedshiftError(INTERNAL_ERROR, f"{type(error).__name__}: {error}")
        self._session.fail()
        self._wire.send(backend.error_response(failure))
        return False

    def _query(self, body: bytes) -> None:
        statements = self._session.split(frontend.parse_text(body))
        if not statements:
            self._wire.send(backend.EMPTY_QUERY)
        for statement in statements:
            result = self._session.execute(Prepared(statement), ())
            self._send_notices(result)
            if result.fields is not None:
                self._wire.send(backend.row_description(result.fields, [0] * len(result.fields)))
                self._send_rows(result, [0] * len(result.fields), 0)
            self._wire.send(backend.command_complete(result.complete_tag()))

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
            self._wire.send(backend.row_description(fields, self._formats(fields, wanted)))

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
            formats = self._formats(result.fields, portal.bind.result_formats)
            self._send_rows(result, formats, limit)
            if limit and not result.finished:
                self._wire.send(backend.PORTAL_SUSPENDED)
                return
        self._wire.send(backend.command_complete(result.complete_tag()))

    def _close(self, body: bytes) -> None:
        kind, name = frontend.parse_named(body)
        if kind == "S":
            self._statements.pop(name, None)
        else:
            self._portals.pop(name, None)
        self._wire.send(backend.CLOSE_COMPLETE)

    def _formats(self, fields: list[Field], wanted: tuple[int, ...]) -> list[int]:
        return choose_formats(fields, frontend.spread(wanted, len(fields)))

    def _send_rows(self, result: Result, formats: list[int], limit: int) -> None:
        encoders = make_encoders(result.fields or [], formats)
        left = limit
        while rows := result.take(left):
            for row in rows:
                self._wire.send(backend.data_row(encode_row(encoders, row)))
            if limit:
                left -= len(rows)
                if left <= 0:
                    return

    def _send_notices(self, result: Result) -> None:
        for notice in result.notices:
            self._wire.send(backend.notice_response(notice))

    def _statement(self, name: str) -> Prepared:
        if name not in self._statements:
            raise RedshiftError(UNKNOWN_STATEMENT, f'prepared statement "{name}" does not exist')
        return self._statements[name]

    def _portal(self, name: str) -> _Portal:
        if name not in self._portals:
            raise RedshiftError("34000", f'portal "{name}" does not exist')
        return self._portals[name]
