"""What a cancel reaches, and what it must not."""

import threading

import duckdb

from infra.local.redshift.session.clock import StatementClock


def test_a_shielded_step_is_not_interrupted() -> None:
    with duckdb.connect() as cursor:
        clock = StatementClock(cursor)
        clock.start(0)
        with clock.shield():
            canceller = threading.Thread(target=clock.cancel)
            canceller.start()
            # Interrupted, it would raise: it is longer than the time between two interrupts.
            assert cursor.execute("select count(*) from range(20000000) where range % 7 = 1")
            clock.stop()
        canceller.join(timeout=10)
        assert not canceller.is_alive()
        assert cursor.execute("select 1").fetchone() == (1,)


def test_what_ends_a_transaction_is_not_stopped() -> None:
    with duckdb.connect() as cursor:
        clock = StatementClock(cursor)
        clock.start(1, stoppable=False)
        clock.cancel()
        assert not clock.timed_out()
        assert cursor.execute("select count(*) from range(1000000)").fetchone() == (1_000_000,)
