"""The first messages of a connection: versions, encryption, parameters, refusals, limits."""

import contextlib
import dataclasses
import socket
import stat
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from infra.local.redshift.protocol.encryption import (
    Certificate,
    make_certificate,
    make_context,
)
from infra.local.redshift.server import Server
from infra.local.redshift.settings import Settings

PASSWORD = "a-password-of-the-tests"
ENCRYPTION_REQUEST = struct.pack("!ii", 8, 80877103)
SECRETS_REQUEST = struct.pack("!ii", 8, 80877104)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strict")


@pytest.fixture(scope="module")
def strict(folder: Path, settings_of: Any) -> Iterator[Server]:
    """Four clients at most, encrypted where asked, no patience in a transaction."""
    plain: Settings = settings_of(folder)
    server = Server(
        dataclasses.replace(plain, tls=True, max_connections=4, idle_in_transaction_timeout_ms=300)
    )
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join(timeout=10)


def connect(server: Server, **changes: Any) -> Any:
    known = {"host": "127.0.0.1", "port": server.port, "user": "tester", "password": PASSWORD}
    return psycopg2.connect(**{**known, "dbname": "shop", **changes})


def test_parameters_of_the_start_are_told_and_set(connect_raw: Any) -> None:
    client = connect_raw()
    answers = client.log_in(application_name="psql", options="-c statement_timeout=7000")
    told = [body for kind, body in answers if kind == b"S"]
    assert b"application_name\0psql\0" in told
    assert b"server_version\x008.0.2\0" in told
    assert not any(body.startswith(b"server_protocol_version") for body in told)
    assert client.query("show statement_timeout")[1][1].endswith(b"7000")
    client.query("set statement_timeout to 0; reset statement_timeout")
    assert client.query("show statement_timeout")[1][1].endswith(b"7000")


@pytest.mark.parametrize(
    ("asked", "sqlstate"),
    [
        ({"options": "-c no_such_parameter=1"}, "42704"),
        ({"options": "-x"}, "22023"),
        ({"client_encoding": "LATIN1"}, "0A000"),
        ({"database": "elsewhere"}, "3D000"),
        ({"user": "nobody"}, "28P01"),
    ],
)
def test_a_start_that_cannot_be(connect_raw: Any, asked: dict[str, str], sqlstate: str) -> None:
    found = connect_raw()
    answers = found.log_in(**asked)
    assert (found.report(answers)["S"], found.report(answers)["C"]) == ("FATAL", sqlstate)


def test_a_newer_minor_version_comes_down_to_3_0(connect_raw: Any) -> None:
    client = connect_raw()
    client.start(3 << 16 | 2, **{"_pq_.feature": "on"})
    kind, body = client.read()
    assert (kind, body) == (b"v", struct.pack("!ii", 0, 1) + b"_pq_.feature\0")
    assert client.read()[0] == b"R"


def test_another_major_version_is_refused(connect_raw: Any) -> None:
    client = connect_raw()
    client.start(2 << 16)
    assert client.report([client.read()])["C"] == "08P01"


def test_encryption_is_declined_where_it_is_off(connect_raw: Any) -> None:
    client = connect_raw()
    for request in (ENCRYPTION_REQUEST, SECRETS_REQUEST):
        client.socket.sendall(request)
        assert client.reader.read(1) == b"N"
    assert client.log_in()[-1] == (b"Z", b"I")


def test_clients_that_require_encryption_get_it(strict: Server, folder: Path) -> None:
    certificate = str(folder / "server.crt")
    for mode, root in (("require", None), ("verify-full", certificate), ("disable", None)):
        connection = connect(strict, sslmode=mode, sslrootcert=root)
        assert connection.info.ssl_in_use == (mode != "disable")
        connection.close()
    assert stat.S_IMODE((folder / "server.key").stat().st_mode) == 0o600


def test_a_certificate_is_made_once_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    made = make_certificate(tmp_path / "tls", "127.0.0.1")
    before = made.certificate.read_bytes()
    assert make_certificate(tmp_path / "tls", "127.0.0.1").certificate.read_bytes() == before
    with pytest.raises(ValueError, match="nothing.pem"):
        make_context(Certificate(tmp_path / "nothing.pem", made.key))


def test_text_before_the_handshake_is_not_taken_for_encrypted(strict: Server) -> None:
    with socket.create_connection(("127.0.0.1", strict.port), timeout=10) as plain:
        plain.sendall(ENCRYPTION_REQUEST + struct.pack("!ii", 8, 3 << 16))
        assert plain.recv(1) == b"S"
        # The slipped-in message is no handshake: the connection ends.
        with contextlib.suppress(ConnectionResetError):
            assert b"R" not in plain.recv(100)


def test_an_idle_transaction_is_ended_and_its_locks_are_released(
    strict: Server, connect_raw: Any
) -> None:
    idle = connect_raw(strict.port)
    idle.log_in()
    idle.query("begin; create table left_open (a int)")
    with contextlib.closing(connect(strict)) as other:
        # Waits for the other's lock until the server ends it.
        other.cursor().execute("create table left_open (b int)")
    found = idle.report([idle.read()])
    assert (found["S"], found["C"]) == ("FATAL", "25P03")
    assert "idle-in-transaction" in found["M"]


def test_half_a_message_and_silence_hold_nobody_up(connect_raw: Callable[[], Any]) -> None:
    halves = [connect_raw() for _ in range(5)]
    for client in halves:
        client.socket.sendall(b"\0\0")
    assert connect_raw().log_in()[-1] == (b"Z", b"I")


def test_one_client_too_many(strict: Server) -> None:
    held = [connect(strict) for _ in range(4)]
    with pytest.raises(psycopg2.OperationalError, match="too many connections"):
        connect(strict)
    for connection in held:
        connection.close()
