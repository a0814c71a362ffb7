"""A server of its own for each module, and connections to it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import redshift_connector

from infra.local.redshift.server import Server
from infra.local.redshift.settings import Settings

PASSWORD = "a-password-of-the-tests"

Connect = Callable[[], redshift_connector.Connection]


def settings_for(folder: Path) -> Settings:
    """A server's settings with its file in `folder`, on any free port."""
    return Settings(
        host="127.0.0.1",
        port=0,
        file=folder / "warehouse.duckdb",
        user="tester",
        database="shop",
        password=PASSWORD,
        memory_limit="1GB",
        threads=2,
        max_connections=20,
        statement_timeout_ms=0,
    )


@pytest.fixture(scope="session")
def settings_of() -> Callable[[Path], Settings]:
    """Makes the settings of a server of a test's own."""
    return settings_for


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """A server over the folder's file, until the block ends."""
    server = Server(settings_for(folder))
    thread = threading.Thread(target=server.serve)
    thread.start()
    yield server
    server.stop()
    thread.join(timeout=10)


def dial(server: Server) -> redshift_connector.Connection:
    """A connection that whoever asks for it closes."""
    return redshift_connector.connect(
        host="127.0.0.1",
        port=server.port,
        user="tester",
        password=PASSWORD,
        database="shop",
        ssl=False,
    )


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[Server]]:
    """Serves a folder's file for the length of a block."""
    return serving


@pytest.fixture(scope="session")
def dial_server() -> Callable[[Server], redshift_connector.Connection]:
    """Connects to a server; whoever asks closes the connection."""
    return dial


@pytest.fixture(scope="module")
def redshift(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A serving server."""
    with serving(tmp_path_factory.mktemp("redshift")) as server:
        yield server


@pytest.fixture(scope="module")
def open_connection(redshift: Server) -> Connect:
    """Makes connections that whoever asks for them closes."""
    return lambda: dial(redshift)


@pytest.fixture
def connect(open_connection: Connect) -> Iterator[Connect]:
    """Makes connections, and closes them when the test is done."""
    opened: list[redshift_connector.Connection] = []

    def open_one() -> redshift_connector.Connection:
        opened.append(open_connection())
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def cursor(connect: Connect) -> redshift_connector.Cursor:
    """A cursor of a fresh connection; what it does is rolled back unless it commits."""
    return connect().cursor()
