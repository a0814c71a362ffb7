"""Users beside the server's first one, who log in with passwords of their own."""

from collections.abc import Callable, Iterator

import pytest
import redshift_connector

from infra.local.redshift.server import Server

SECRET = "Sesame-2024"
Cursor = redshift_connector.Cursor
LogIn = Callable[..., Cursor]


def ask(cursor: Cursor, query: str) -> list[list[object]]:
    cursor.execute(query)
    return [list(row) for row in cursor.fetchall()]


def refused(cursor: Cursor, statement: str) -> tuple[str, str]:
    with pytest.raises(redshift_connector.Error) as caught:
        cursor.execute(statement)
    return caught.value.args[0]["C"], caught.value.args[0]["M"]


@pytest.fixture
def log_in(redshift: Server) -> Iterator[LogIn]:
    """A cursor of a new connection of a user, autocommitting."""
    opened: list[redshift_connector.Connection] = []

    def open_one(user: str, password: str = SECRET) -> Cursor:
        connection = redshift_connector.connect(
            host="127.0.0.1", port=redshift.port, user=user, password=password,
            database="shop", ssl=False,
        )  # fmt: skip
        connection.autocommit = True
        opened.append(connection)
        return connection.cursor()

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def admin(cursor: Cursor) -> Cursor:
    """The server's first user, autocommitting."""
    cursor._c.rollback()
    cursor._c.autocommit = True
    return cursor
