"""Composing once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ingest_lambdas.runtime.once import Once


def test_threads_that_call_first_together_get_the_same() -> None:
    together = Barrier(8)
    made: list[object] = []

    @Once
    def compose() -> object:
        made.append(object())
        return made[-1]

    def call(_: int) -> object:
        together.wait(10)
        return compose()

    with ThreadPoolExecutor(8) as pool:
        got = set(pool.map(call, range(8)))
    assert got == set(made)
    assert len(made) == 1


def test_a_failure_is_not_kept() -> None:
    attempts: list[int] = []

    @Once
    def compose() -> str:
        attempts.append(1)
        if len(attempts) == 1:
            raise ValueError("not yet")
        return "made"

    with pytest.raises(ValueError, match="not yet"):
        compose()
    assert compose() == compose() == "made"
    assert len(attempts) == 2


def test_forgotten_it_is_made_anew() -> None:
    @Once
    def compose() -> object:
        return object()

    first = compose()
    compose.forget()
    assert compose() is not first
