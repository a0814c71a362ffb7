"""CancelRequest: while a statement waits for a lock or its rows are sent, and by a stranger."""

import struct
from typing import Any


def cancel(connect_raw: Any, key: bytes) -> None:
    """Ask for the end of a statement, as drivers do: on a connection of its own."""
    client = connect_raw()
    client.socket.sendall(struct.pack("!ii", 16, 80877102) + key)
    assert client.reader.read() == b""


def test_a_statement_that_waits_for_a_lock(connect_raw: Any) -> None:
    holder, waiter = connect_raw(), connect_raw()
    holder.log_in()
    key = dict(waiter.log_in())[b"K"]
    holder.query("create table contended (a integer)")
    holder.query("begin; lock table contended")
    waiter.send(b"Q", b"insert into contended values (1)\0")
    waits = "select 1 from svv_transactions where not granted"
    while b"D" not in dict(holder.query(waits)):
        pass
    # A secret that is not the session's stops nothing.
    cancel(connect_raw, key[:4] + struct.pack("!I", (struct.unpack("!I", key[4:])[0] + 1) % 2**32))
    assert b"D" in dict(holder.query(waits))
    cancel(connect_raw, key)
    answers = waiter.read_until(b"Z")
    assert waiter.report(answers)["C"] == "57014"
    assert answers[-1] == (b"Z", b"I")
    assert waiter.kinds(waiter.query("select 1")) == "TDCZ"


def test_an_answer_of_which_rows_have_come(connect_raw: Any) -> None:
    client = connect_raw()
    key = dict(client.log_in())[b"K"]
    client.query("create temp table digits as select 1 as d union all select 2 union all select 3")
    client.query("insert into digits select d + 3 from digits")
    # Many times what the sockets hold between them: most is unsent when the first row has come.
    joins = ", ".join(f"digits d{n}" for n in range(8))
    client.send(b"Q", f"select d0.d, 'some text of a row' from {joins}\0".encode())
    assert [client.read()[0] for _ in range(2)] == [b"T", b"D"]
    cancel(connect_raw, key)
    answers = client.read_until(b"Z")
    assert client.report(answers)["C"] == "57014"
    assert len(answers) < 6**8
    assert client.kinds(client.query("select 1")) == "TDCZ"
