"""SQLite files of the run history stay open between Dagster's connections, a bounded number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from orchestration import run_history


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    """The listener, and what it holds, only for as long as a test lasts."""
    was_there = event.contains(Engine, "connect", run_history._prepare)
    run_history._let_go()
    run_history.keep_history_open()
    yield
    run_history._let_go()
    if not was_there:
        event.remove(Engine, "connect", run_history._prepare)


def write(file: Path, *statements: str) -> None:
    """As Dagster does: an engine of its own for each event."""
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def new_history(file: Path) -> Path:
    """The write-ahead log beside a file that is written by one."""
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("pragma journal_mode = wal"))
        connection.commit()
    engine.dispose()
    write(file, "create table events (id integer)")
    return file.with_name(file.name + "-wal")


def test_the_log_is_not_copied_at_each_event(tmp_path: Path) -> None:
    file = tmp_path / "run.db"
    log = new_history(file)
    size = log.stat().st_size
    write(file, "insert into events values (1)")
    assert log.stat().st_size > size


def test_nothing_is_left_in_the_log_when_the_process_ends(tmp_path: Path) -> None:
    file = tmp_path / "run.db"
    log = new_history(file)
    write(file, "insert into events values (1)")
    run_history._let_go()
    assert not log.exists()


def test_a_file_without_a_log_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "plain.db", "create table events (id integer)")
    assert not run_history._kept


def test_a_bounded_number_of_files_is_held(tmp_path: Path) -> None:
    logs = [new_history(tmp_path / f"{n}.db") for n in range(run_history.MOST_KEPT + 1)]
    assert [log.exists() for log in logs] == [False] + [True] * run_history.MOST_KEPT
