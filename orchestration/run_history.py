"""Dagster's run history in SQLite, without a wait for the disk at each event.

Dagster opens and closes its SQLite files for every event. The last connection to close copies the
write-ahead log into the file, and waits for the disk thrice: a cycle's 300 events cost more than
its work. So one connection to each file stays open, and only the log's copying waits for the disk:
a killed process loses nothing, a power cut at most the last events, and never the file.
Where the history is in another database, nothing here has an effect.
"""

import atexit
import sqlite3
from collections import OrderedDict
from threading import Lock

from sqlalchemy import event
from sqlalchemy.engine import Engine

# A run's own file, the index of all runs, and the runs: with room for a long-lived process.
MOST_KEPT = 8
_kept: OrderedDict[str, sqlite3.Connection] = OrderedDict()
_lock = Lock()


def keep_history_open() -> None:
    """From now on, in this process; may be called again."""
    if not event.contains(Engine, "connect", _prepare):
        event.listen(Engine, "connect", _prepare)


def _prepare(connection: object, _: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.execute("pragma synchronous = normal")
    file = str(connection.execute("pragma database_list").fetchone()[2])
    with _lock:
        if file and file not in _kept and _is_write_ahead(connection):
            _keep(file)


def _is_write_ahead(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("pragma journal_mode").fetchone()[0] == "wal")


def _keep(file: str) -> None:
    """Hold the file open; it counts as open once something was read."""
    held = sqlite3.connect(file, check_same_thread=False)
    held.execute("select count(*) from sqlite_master").fetchone()
    _kept[file] = held
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)[1].close()


@atexit.register
def _let_go() -> None:
    while _kept:
        _kept.popitem()[1].close()
