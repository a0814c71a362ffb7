"""An answer of a million rows passes through the server: it never holds them all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import psycopg2
import pytest

_DOUBLINGS = 20
_ALLOWED = 100 * 2**20


@contextmanager
def watch_memory(process_id: int) -> Iterator[list[int]]:
    """The resident bytes of a process, seen again and again while the block runs."""
    process, ended = psutil.Process(process_id), threading.Event()
    seen = [process.memory_info().rss]

    def watch() -> None:
        while not ended.wait(0.01):
            seen.append(process.memory_info().rss)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


@pytest.mark.slow
def test_a_million_rows_in_bounded_memory(serve_process: Callable[..., Any]) -> None:
    served = serve_process("--threads", "2")
    connection = psycopg2.connect(
        host="127.0.0.1", port=served.port, user="u", password="p", dbname="d"
    )
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute("create table narrow (id bigint, name varchar(20))")
    cursor.execute("insert into narrow values (0, 'a name')")
    for step in range(_DOUBLINGS):
        cursor.execute(f"insert into narrow select id + {2**step}, name from narrow")
    # What a first answer costs is no part of it.
    cursor.execute("select id, name from narrow limit 10000")
    with watch_memory(served.process.pid) as seen:
        cursor.execute("select id, name from narrow")
    assert cursor.rowcount == 2**_DOUBLINGS
    assert len(seen) > 10
    assert max(seen) - seen[0] < _ALLOWED
    connection.close()
    served.stop()
