"""A connection to the warehouse that breaks at a chosen statement, before or after its effect."""

from contextlib import contextmanager
from dataclasses import dataclass, field

import redshift_connector

BEFORE, AFTER = "before", "after"


class Killed(BaseException):
    """The process ends here: nothing of ours catches it."""


@dataclass
class Fault:
    """What happens at the `at`th statement, counted over all connections; COMMIT is one too."""

    at: int
    when: str
    error: BaseException
    seen: list[str] = field(default_factory=list)

    @property
    def happened(self):
        return len(self.seen) > self.at

    def around(self, connection, text, run):
        self.seen.append(text)
        if len(self.seen) - 1 != self.at:
            return run()
        if self.when == AFTER:
            run()
        connection._usock.close()
        raise self.error


class _Connection:
    def __init__(self, connection, fault):
        self.__dict__.update(_real=connection, _fault=fault)

    def __getattr__(self, name):
        return getattr(self._real, name)

    def __setattr__(self, name, value):
        setattr(self._real, name, value)

    def cursor(self):
        return _Cursor(self._real, self._real.cursor(), self._fault)

    def commit(self):
        return self._fault.around(self._real, "commit", self._real.commit)


class _Cursor:
    def __init__(self, connection, cursor, fault):
        self._connection, self._cursor, self._fault = connection, cursor, fault

    def __getattr__(self, name):
        return getattr(self._cursor, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._cursor.close()

    def execute(self, sql, parameters=()):
        run = lambda: self._cursor.execute(sql, parameters)  # noqa: E731
        return self._fault.around(self._connection, sql, run)


@contextmanager
def broken(monkeypatch, fault):
    """Connections that are opened inside break as the fault says."""
    connect = redshift_connector.connect
    with monkeypatch.context() as patch:
        patch.setattr(
            redshift_connector, "connect", lambda **options: _Connection(connect(**options), fault)
        )
        yield
