"""Parse, Bind, Describe, Execute, Close, Flush and Sync, message by message."""

import struct
from typing import Any

import pytest

THREE = "select 1 as n union all select 2 union all select 3 order by 1"


def columns(body: bytes) -> list[tuple[str, int, int]]:
    """Name, oid and format of each column of a RowDescription."""
    found, at = [], 2
    for _ in range(struct.unpack_from("!h", body)[0]):
        end = body.index(b"\0", at)
        _, _, oid, _, _, form = struct.unpack_from("!ihIhih", body, end + 1)
        found.append((body[at:end].decode(), oid, form))
        at = end + 19
    return found


def test_a_portal_is_read_in_parts(raw: Any) -> None:
    raw.query("begin")
    raw.parse(THREE)
    raw.bind(portal="p")
    raw.execute("p", limit=2)
    raw.execute("p", limit=2)
    assert raw.kinds(raw.sync()) == "12DDsDCZ"


def test_what_a_suspended_portal_holds_is_still_there_after_another_statement(raw: Any) -> None:
    raw.query("begin")
    raw.parse(THREE)
    raw.bind(portal="p")
    raw.execute("p", limit=1)
    assert raw.kinds(raw.sync()) == "12DsZ"
    raw.query("create temp table other as select 7 as x")
    raw.execute("p")
    assert raw.kinds(raw.sync()) == "DDCZ"


def test_a_portal_ends_with_its_transaction(raw: Any) -> None:
    raw.parse(THREE)
    raw.bind(portal="p")
    raw.execute("p", limit=1)
    raw.sync()
    raw.execute("p")
    assert raw.report(raw.sync())["C"] == "34000"


def test_a_statement_and_a_portal_are_described(raw: Any) -> None:
    raw.parse("select $1::int as a, 'x'::varchar as b", oids=(23,))
    raw.send(b"D", b"S\0")
    raw.bind(b"5", formats=(1, 1))
    raw.send(b"D", b"P\0")
    raw.execute()
    answers = raw.sync()
    assert raw.kinds(answers) == "1tT2TDCZ"
    assert answers[1][1] == struct.pack("!hI", 1, 23)
    assert columns(answers[2][1]) == [("a", 23, 0), ("b", 1043, 0)]
    # Text stays text: only what has a binary form is sent in it.
    assert columns(answers[4][1]) == [("a", 23, 1), ("b", 1043, 0)]
    assert answers[5][1] == struct.pack("!hii", 2, 4, 5) + struct.pack("!i", 1) + b"x"


def test_a_statement_without_rows_has_no_data(raw: Any) -> None:
    raw.parse("create temp table nothing_to_tell (a int)")
    raw.send(b"D", b"S\0")
    raw.bind()
    raw.execute()
    assert raw.kinds(raw.sync()) == "1tn2CZ"


def test_null_parameters_and_null_values(raw: Any) -> None:
    raw.parse("select $1::int, $2::varchar", oids=(23, 705))
    raw.bind(None, b"x")
    raw.execute()
    row = dict(raw.sync())[b"D"]
    assert row == struct.pack("!hii", 2, -1, 1) + b"x"


def test_an_empty_statement(raw: Any) -> None:
    raw.parse("  -- nothing\n")
    raw.bind()
    raw.send(b"D", b"P\0")
    raw.execute()
    assert raw.kinds(raw.sync()) == "12nIZ"


def test_after_an_error_everything_waits_for_sync(raw: Any) -> None:
    raw.parse("select * from nowhere_at_all")
    raw.bind()
    raw.execute()
    raw.parse("select 1")
    raw.bind()
    assert raw.kinds(raw.sync()) == "12EZ"
    raw.parse("select 1")
    raw.bind()
    raw.execute()
    assert raw.kinds(raw.sync()) == "12DCZ"


def test_flush_sends_without_ending(raw: Any) -> None:
    raw.parse("select 1")
    raw.send(b"H")
    assert raw.read() == (b"1", b"")


def test_closing_forgets_and_closing_the_unknown_is_no_error(raw: Any) -> None:
    raw.parse("select 1", name="s")
    raw.send(b"C", b"Ss\0")
    raw.send(b"C", b"Sunknown\0")
    raw.send(b"D", b"Ss\0")
    answers = raw.sync()
    assert raw.kinds(answers) == "133EZ"
    assert raw.report(answers)["C"] == "26000"


@pytest.mark.parametrize(
    ("message", "sqlstate"),
    [
        ((b"B", b"\0\0\0\0\0\x05"), "08P01"),
        ((b"P", b"no end"), "08P01"),
        ((b"E", b"\0"), "08P01"),
        ((b"D", b""), "08P01"),
        ((b"P", b"\0select '\xff'\0\0\0"), "22021"),
        ((b"F", b"\0\0\0\1"), "0A000"),
    ],
)
def test_what_is_malformed_is_refused_and_the_connection_lives(
    raw: Any, message: tuple[bytes, bytes], sqlstate: str
) -> None:
    raw.send(*message)
    # A function call is answered like a simple query, with a ReadyForQuery of its own.
    answers = raw.read_until(b"Z") if message[0] == b"F" else raw.sync()
    assert raw.report(answers)["C"] == sqlstate
    assert raw.kinds(raw.query("select 1")) == "TDCZ"


def test_an_unknown_message_ends_the_connection(raw: Any) -> None:
    raw.send(b"?")
    assert raw.report([raw.read()])["C"] == "08P01"
    assert raw.read() == (b"", b"")
