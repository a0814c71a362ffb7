"""The start of a connection: encryption refused, cancel requests, password, first messages."""

import hmac
from dataclasses import dataclass

from ..errors import INVALID_PASSWORD, PROTOCOL_VIOLATION, UNKNOWN_DATABASE, FatalError
from . import backend, frontend
from .wire import Wire

# What Redshift reports; server_protocol_version is left out on purpose: without it
# redshift_connector keeps to the plain RowDescription and text numerics.
PARAMETERS = {
    "server_version": "8.0.2",
    "server_encoding": "UNICODE",
    "client_encoding": "UTF8",
    "DateStyle": "ISO, MDY",
    "TimeZone": "UTC",
    "integer_datetimes": "on",
    "standard_conforming_strings": "off",
    "is_superuser": "on",
    "datashare_enabled": "on",
}


@dataclass(frozen=True)
class Credentials:
    """Who may connect, and to which database."""

    user: str
    password: str
    database: str


@dataclass(frozen=True)
class CancelRequest:
    """A connection that only wants another one's statement stopped."""

    process_id: int
    secret: int


def negotiate(wire: Wire) -> CancelRequest | dict[str, str]:
    """The start-up parameters, or a cancel request; encryption is answered with N."""
    while True:
        body = wire.read_start_up()
        if len(body) < 4:
            raise FatalError(PROTOCOL_VIOLATION, "start-up message too short")
        code, parameters = frontend.parse_start_up(body)
        if code == frontend.CANCEL_REQUEST and len(body) == 12:
            return CancelRequest(*frontend.parse_cancel(body))
        if code == frontend.PROTOCOL_3:
            return parameters
        if code not in (frontend.SSL_REQUEST, frontend.GSS_REQUEST):
            raise FatalError(PROTOCOL_VIOLATION, f"unsupported frontend protocol {code >> 16}")
        wire.send(b"N")
        wire.flush()


def authenticate(wire: Wire, asked: dict[str, str], known: Credentials) -> None:
    """Ask for the password and compare it; raises 28P01 or 3D000."""
    wire.send(backend.CLEARTEXT_PASSWORD)
    wire.flush()
    kind, body = wire.read_message()
    if kind != b"p":
        raise FatalError(PROTOCOL_VIOLATION, "expected a password message")
    user = asked.get("user", "")
    right = hmac.compare_digest(frontend.parse_text(body).encode(), known.password.encode())
    if not (right and hmac.compare_digest(user.encode(), known.user.encode())):
        raise FatalError(INVALID_PASSWORD, f'password authentication failed for user "{user}"')
    database = asked.get("database") or user
    if database != known.database:
        raise FatalError(UNKNOWN_DATABASE, f'database "{database}" does not exist')


def greet(wire: Wire, process_id: int, secret: int) -> None:
    """Tell the client that it is in, and what it talks to."""
    wire.send(backend.AUTHENTICATION_OK)
    for name, value in PARAMETERS.items():
        wire.send(backend.parameter_status(name, value))
    wire.send(backend.backend_key_data(process_id, secret))
    wire.send(backend.ready_for_query("I"))
    wire.flush()
