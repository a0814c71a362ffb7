"""Senders of nonsense, and the watch over what it may not harm."""

import random
import socket
import struct
from collections.abc import Callable, Iterator

import pytest
import redshift_connector

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"
# A server that has not let go of a client by then hangs.
PATIENCE = 30


def message(kind: bytes, body: bytes = b"") -> bytes:
    return kind + struct.pack("!i", len(body) + 4) + body


def query(sql: str) -> bytes:
    return message(b"Q", sql.encode() + b"\0")


def log_in() -> list[bytes]:
    """The first messages of a client."""
    known = b"user\0tester\0database\0shop\0\0"
    start = struct.pack("!ii", len(known) + 8, 3 << 16) + known
    return [start, message(b"p", PASSWORD.encode() + b"\0")]


class Watch:
    """Says things to a server and makes sure that it still serves others, and rightly."""

    def __init__(self, server: Server, neighbour: redshift_connector.Connection) -> None:
        self._server = server
        self._neighbour = neighbour
        self._neighbour.autocommit = True
        cursor = neighbour.cursor()
        cursor.execute("create table steady (a int)")
        cursor.execute("insert into steady values (40), (2)")

    def say(self, conversation: bytes) -> bytes:
        """What the server answers until it lets go; fails where it does not."""
        address = ("127.0.0.1", self._server.port)
        with socket.create_connection(address, timeout=PATIENCE) as client:
            answer = b""
            try:
                client.sendall(conversation)
                client.shutdown(socket.SHUT_WR)
                while received := client.recv(65536):
                    answer += received
            except TimeoutError:
                raise AssertionError("the server hangs") from None
            except OSError:
                # It has hung up in the midst of what was said.
                return answer
            return answer

    def require_others_unharmed(self) -> None:
        """A neighbour's session and a new one both answer rightly."""
        cursor = self._neighbour.cursor()
        cursor.execute("select sum(a), count(*) from steady")
        assert [list(row) for row in cursor.fetchall()] == [[42, 2]]
        assert b"42" in self.say(b"".join([*log_in(), query("select sum(a) from steady")]))


@pytest.fixture(scope="module")
def watch(
    redshift: Server, open_connection: Callable[[], redshift_connector.Connection]
) -> Iterator[Watch]:
    neighbour = open_connection()
    yield Watch(redshift, neighbour)
    neighbour.close()


def mutate(conversation: list[bytes], chance: random.Random) -> bytes:
    """The messages with some left out, doubled, moved, cut, or with other bytes in them."""
    said = list(conversation)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(said))
        chance.choice(MUTATIONS)(said, place, chance)
        if not said:
            said.append(message(b"S"))
    return b"".join(said)


def _drop(said: list[bytes], place: int, chance: random.Random) -> None:
    del said[place]


def _double(said: list[bytes], place: int, chance: random.Random) -> None:
    said.insert(chance.randrange(len(said) + 1), said[place])


def _cut(said: list[bytes], place: int, chance: random.Random) -> None:
    said[place] = said[place][: chance.randrange(len(said[place]) + 1)]


def _scribble(said: list[bytes], place: int, chance: random.Random) -> None:
    changed = bytearray(said[place])
    for _ in range(min(len(changed), chance.randint(1, 5))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    said[place] = bytes(changed)


def _other_type(said: list[bytes], place: int, chance: random.Random) -> None:
    said[place] = bytes([chance.randrange(256)]) + said[place][1:]


def _other_length(said: list[bytes], place: int, chance: random.Random) -> None:
    length = chance.choice([-1, 0, 3, 4, 5, 2**15, 2**31 - 1, chance.randrange(2**16)])
    said[place] = said[place][:1] + struct.pack("!i", length) + said[place][5:]


def _stuff(said: list[bytes], place: int, chance: random.Random) -> None:
    body = chance.randbytes(chance.randrange(60))
    said.insert(place, message(chance.choice([b"Q", b"P", b"B", b"D", b"E", b"C", b"p"]), body))


MUTATIONS = [_drop, _double, _cut, _scribble, _other_type, _other_length, _stuff]


@pytest.fixture(scope="session")
def fuzz_tools() -> tuple[Callable[..., bytes], Callable[..., list[bytes]], Callable[..., bytes]]:
    """`mutate`, `log_in` and `message`."""
    return mutate, log_in, message
