"""Several sessions on one stage: statements that must wait, and the moment at which they do."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import redshift_connector

from infra.local.redshift.server import Server


class Stage:
    """What tests of concurrent sessions do with their connections."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def run(self, connection: redshift_connector.Connection, *statements: str) -> None:
        cursor = connection.cursor()
        for statement in statements:
            cursor.execute(statement)

    def rows(self, connection: redshift_connector.Connection, query: str) -> list[list[object]]:
        cursor = connection.cursor()
        cursor.execute(query)
        return [list(row) for row in cursor.fetchall()]

    def value(self, connection: redshift_connector.Connection, query: str) -> object:
        return self.rows(connection, query)[0][0]

    def error_of(
        self, connection: redshift_connector.Connection, *statements: str
    ) -> dict[str, str]:
        """What the server reports of the last statement, which must fail."""
        self.run(connection, *statements[:-1])
        with pytest.raises(redshift_connector.Error) as caught:
            self.run(connection, statements[-1])
        return dict(caught.value.args[0])

    @contextmanager
    def beside(self, action: Callable[..., object], *arguments: object) -> Iterator[Future[object]]:
        """The action in another thread; it has ended when the block has."""
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(action, *arguments)
            yield future
            future.exception(timeout=30)

    def wait_for_waiters(self, count: int) -> None:
        """Until this many locks are waited for."""
        self.until(lambda: sum(not lock.granted for lock in self.locks()) == count)

    def wait_for_sessions(self, count: int) -> None:
        """Until this many are connected: a closed one leaves when its thread has noticed."""
        self.until(lambda: len(self._server._shared._sessions) == count)

    def locks(self) -> list:
        return self._server._shared.locks.listed()

    def until(self, condition: Callable[[], bool], seconds: float = 20) -> None:
        """Until it holds; fails after the time."""
        deadline = time.monotonic() + seconds
        pulse = threading.Event()
        while not condition():
            assert time.monotonic() < deadline, "it never came to that"
            pulse.wait(0.005)


@pytest.fixture
def stage(redshift: Server) -> Stage:
    return Stage(redshift)
