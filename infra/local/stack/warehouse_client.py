"""A connection to the installation's warehouse, for looking at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redshift_connector

from infra.local.settings import Stack, client_environment

# For connecting and for each answer: longer than any query on a laptop should take.
ANSWER_SECONDS = 300


@contextmanager
def connect(stack: Stack) -> Iterator[Any]:
    """A DB-API connection in autocommit; raises redshift_connector's errors."""
    names = client_environment(stack)
    connection = redshift_connector.connect(
        host=names["HEADWATER_REDSHIFT_HOST"],
        port=stack.ports["redshift"],
        database=names["HEADWATER_REDSHIFT_DATABASE"],
        user=names["HEADWATER_REDSHIFT_USER"],
        password=stack.redshift_password,
        ssl=False,
        timeout=ANSWER_SECONDS,
    )
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def query(connection: Any, statement: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of one statement; both empty where it gives none."""
    cursor = connection.cursor()
    cursor.execute(statement)
    if cursor.description is None:
        return [], []
    names = [_text(column[0]) for column in cursor.description]
    return names, [tuple(row) for row in cursor.fetchall()]


def _text(name: str | bytes) -> str:
    return name.decode() if isinstance(name, bytes) else name
