"""What the server knows beside its data, as the catalog's views are told it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..translation.scan import leading_words
from .connection_log import ConnectionEvent
from .history import QueryRecord

if TYPE_CHECKING:
    from .session import Session

Row = dict[str, Any]

_TYPES = {
    "SELECT": "SELECT", "WITH": "SELECT", "VALUES": "SELECT", "INSERT": "INSERT",
    "UPDATE": "UPDATE", "DELETE": "DELETE", "MERGE": "MERGE", "COPY": "COPY", "UNLOAD": "UNLOAD",
    "CREATE": "DDL", "ALTER": "DDL", "DROP": "DDL", "TRUNCATE": "DDL", "COMMENT": "DDL",
    "GRANT": "DDL", "REVOKE": "DDL",
}  # fmt: skip


def gather_facts(session: Session, fact: str) -> list[Row]:
    """The rows of one of the catalog's FACTS, as of now."""
    return _GATHER[fact](session)


def _queries(session: Session) -> list[Row]:
    return [_query(record) for record in session.shared.history.records()]


def _query(record: QueryRecord) -> Row:
    return {
        "query_id": record.query_id,
        "transaction_id": record.transaction_id,
        "process_id": record.process_id,
        "user_name": record.user,
        "label": record.label,
        "text": record.text,
        "query_type": _type_of(record),
        "started_at": record.started_at,
        "ended_at": record.ended_at,
        "status": record.status,
        "error": record.error,
        "row_count": record.rows,
        "wrote": record.wrote,
    }


def _type_of(record: QueryRecord) -> str:
    words = leading_words(record.text, 1)
    kind = _TYPES.get(words[0], "UTILITY") if words else "OTHER"
    return "CTAS" if kind == "DDL" and record.wrote else kind


def _connections(session: Session) -> list[Row]:
    return [_connection(event) for event in session.shared.connections.events()]


def _connection(event: ConnectionEvent) -> Row:
    client = event.client
    return {
        "event": event.event,
        "process_id": event.process_id,
        "user_name": client.user,
        "recorded_at": event.recorded_at,
        "connected_at": client.connected_at,
        "duration": event.duration_us,
        "host": client.host,
        "port": client.port,
        "tls_version": client.tls_version,
        "tls_cipher": client.tls_cipher,
        "application_name": client.application_name,
        "os_version": client.os_version,
        "driver_version": client.driver_version,
        "plugin_name": client.plugin_name,
    }


def _sessions(session: Session) -> list[Row]:
    return [_session(other) for other in session.shared.sessions()]


def _session(session: Session) -> Row:
    record = session.recorder.current()
    return {
        "process_id": session.process_id,
        "user_name": session.client.user,
        "connected_at": session.client.connected_at,
        "transaction_id": session.recorder.transaction_id,
        "transaction_start": session.transaction_start,
        "query": record.text if record is not None else "",
        "query_start": record.started_at if record is not None else None,
        "running": record is not None and record.ended_at is None,
    }


def _locks(session: Session) -> list[Row]:
    return [
        {
            "process_id": lock.owner,
            "schema_name": lock.relation[0],
            "relation_name": lock.relation[1],
            "mode": lock.mode.lock_name,
            "granted": lock.granted,
        }
        for lock in session.shared.locks.listed()
    ]


def _settings(session: Session) -> list[Row]:
    return [{"name": name, "setting": setting} for name, setting in session.parameters.everything()]


_GATHER: dict[str, Callable[[Session], list[Row]]] = {
    "queries": _queries,
    "connections": _connections,
    "sessions": _sessions,
    "locks": _locks,
    "settings": _settings,
}
