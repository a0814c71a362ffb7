"""Malformed messages end their own session at most: never the server, never another's answer."""

import random
import struct
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Tools = Any


def conversations(tools: Tools) -> list[list[bytes]]:
    """What a driver says: a simple query, a prepared one, a portal read in parts, a cancel."""
    _, log_in, message = tools

    def text(value: str) -> bytes:
        return value.encode() + b"\0"

    parse = message(b"P", text("s") + text("select $1::int + a from steady") + b"\0\1\0\0\0\x17")
    bind = message(b"B", text("p") + text("s") + b"\0\0" + b"\0\1\0\0\0\x017" + b"\0\1\0\1")
    execute = message(b"E", text("p") + struct.pack("!i", 1))
    describe, sync = message(b"D", b"Ss\0"), message(b"S")
    simple = message(b"Q", text("select 1; select a from steady; nonsense"))
    closing = [message(b"C", b"Ss\0"), sync, message(b"X")]
    prepared = [parse, describe, sync, bind, execute, execute, message(b"H"), execute, sync]
    transaction = [
        message(b"Q", text(sql)) for sql in ("begin", "select b", "select 1", "rollback")
    ]
    return [
        [*log_in(), simple, message(b"X")],
        [*log_in(), *prepared, *closing],
        [*log_in(), *transaction, message(b"X")],
        [struct.pack("!iiii", 16, 80877102, 1, 2)],
        [struct.pack("!ii", 8, 80877103), *log_in(), simple],
    ]


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 2**32), which=st.integers(0, 4))
def test_malformed_messages(watch: Any, fuzz_tools: Tools, seed: int, which: int) -> None:
    watch.say(fuzz_tools[0](conversations(fuzz_tools)[which], random.Random(seed)))
    watch.require_others_unharmed()


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(noise=st.binary(max_size=400), known=st.booleans())
def test_noise(watch: Any, fuzz_tools: Tools, noise: bytes, known: bool) -> None:
    watch.say((b"".join(fuzz_tools[1]()) if known else b"") + noise)
    watch.require_others_unharmed()


@pytest.mark.slow
@pytest.mark.timeout(0)
def test_malformed_messages_for_long(watch: Any, fuzz_tools: Tools, stress_seconds: float) -> None:
    # A quarter: the whole of the slow suite is to end within the hour.
    end = time.monotonic() + stress_seconds / 4
    chance = random.Random(7)
    while time.monotonic() < end:
        for conversation in conversations(fuzz_tools):
            watch.say(fuzz_tools[0](conversation, chance))
        watch.require_others_unharmed()
