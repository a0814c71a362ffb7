"""The start of a connection: encryption, cancel requests, password, first messages."""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..errors import INVALID_PASSWORD, PROTOCOL_VIOLATION, UNKNOWN_DATABASE, FatalError
from ..session.access.accounts import Account
from . import backend, frontend
from .wire import Wire

# What Redshift reports beside the session's parameters; server_protocol_version is left out on
# purpose: without it redshift_connector keeps to the plain RowDescription and text numerics.
FACTS = {
    "server_version": "8.0.2",
    "server_encoding": "UNICODE",
    "integer_datetimes": "on",
    "datashare_enabled": "on",
}


@dataclass(frozen=True)
class CancelRequest:
    """A connection that only wants another one's statement stopped."""

    process_id: int
    secret: int


def negotiate(wire: Wire, tls: ssl.SSLContext | None) -> CancelRequest | dict[str, str]:
    """The start-up parameters, or a cancel request; `tls` is used where the client asks for it."""
    while True:
        body = wire.read_start_up()
        if len(body) < 4:
            raise FatalError(PROTOCOL_VIOLATION, "start-up message too short")
        code = frontend.parse_code(body)
        if code == frontend.CANCEL_REQUEST and len(body) == 12:
            return CancelRequest(*frontend.parse_cancel(body))
        if code >> 16 == frontend.MAJOR_VERSION:
            return _agree(wire, code, frontend.parse_parameters(body))
        if code not in (frontend.SSL_REQUEST, frontend.GSS_REQUEST):
            raise FatalError(PROTOCOL_VIOLATION, f"unsupported frontend protocol {code >> 16}")
        if code == frontend.SSL_REQUEST and tls is not None:
            wire.send(b"S")
            wire.flush()
            wire.encrypt(tls)
            tls = None
        else:
            wire.send(b"N")
            wire.flush()


def _agree(wire: Wire, code: int, parameters: dict[str, str]) -> dict[str, str]:
    """A newer minor version is brought down to 3.0, with the options that came with it."""
    unknown = [name for name in parameters if name.startswith("_pq_.")]
    if code & 0xFFFF or unknown:
        wire.send(backend.negotiate_protocol_version(unknown))
    return {name: value for name, value in parameters.items() if name not in unknown}


def authenticate(
    wire: Wire, asked: dict[str, str], enter: Callable[[str, str], Account | None]
) -> Account:
    """Ask for the password and let in whom `enter` knows by it; raises 28P01."""
    wire.send(backend.CLEARTEXT_PASSWORD)
    wire.flush()
    kind, body = wire.read_message()
    if kind != b"p":
        raise FatalError(PROTOCOL_VIOLATION, "expected a password message")
    user = asked.get("user", "")
    known = enter(user, frontend.parse_text(body))
    if known is None:
        raise FatalError(INVALID_PASSWORD, f'password authentication failed for user "{user}"')
    return known


def require_database(asked: dict[str, str], name: str) -> None:
    """Raise 3D000 unless the client wants the database that there is."""
    database = asked.get("database") or asked.get("user", "")
    if database != name:
        raise FatalError(UNKNOWN_DATABASE, f'database "{database}" does not exist')


def greet(
    wire: Wire,
    process_id: int,
    secret: int,
    parameters: Mapping[str, str],
    *,
    is_superuser: bool,
) -> None:
    """Tell the client that it is in, what it talks to, and the session's parameters."""
    wire.send(backend.AUTHENTICATION_OK)
    rank = {"is_superuser": "on" if is_superuser else "off"}
    for name, value in {**FACTS, **rank, **parameters}.items():
        wire.send(backend.parameter_status(name, value))
    wire.send(backend.backend_key_data(process_id, secret))
    wire.send(backend.ready_for_query("I"))
    wire.flush()
