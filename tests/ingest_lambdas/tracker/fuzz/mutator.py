"""A seeded mutator that makes requests which are nearly right, ten thousand a second.

Hypothesis and schemathesis draw a request in 10 to 50 ms, too slow for the mass of them: what they
draw, and what SDKs send, is the stock from which a seeded mutator makes the rest.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

TOKENS = (
    b"NaN",
    b"1e999",
    b'"\\ud800"',
    b"\xff\xfe",
    b"\x00",
    b"[" * 3000,
    b"{",
    b'"',
    b"\\",
    b",",
)
VALUES: tuple[Any, ...] = (
    *(None, True, "", "x" * 40_000, -0.0, 2**64, 2**80, 1e308, float("nan"), float("inf")),
    *("\ud800", "\x00", [], {}, [[[[]]]], {"a": {"b": {"c": []}}}, "WK", "NARROW", "shop"),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999+14:00", "2026-13-45T99:99:99Z"),
    *("1795473840000", 1795473840, -1, "track", "iglu:a/b/jsonschema/1-0-0", "eyJ", "%ff"),
)
HEADERS = (
    *(("content-encoding", name) for name in ("gzip", "GZIP ", "x-gzip", "br", "gzip, gzip", "")),
    *(("authorization", text) for text in ("Basic V0s6", "Basic V0s", "Basic", "Bearer x", "é")),
    *(("origin", text) for text in ("https://narrow.example", "null", "https://e.example", "")),
    *(("host", text) for text in ("t.example", "[::1]:80", "a b", "")),
    *(("sp-anonymous", "*"), ("x-forwarded-proto", "http"), ("referer", "\x7f"), ("cookie", "=")),
)
PATHS = ("", "/", "//", "/..", "%00", "%2F", "?", "/é", "x" * 5_000)


class Mutator:
    """Makes requests from a stock of them; the same seed makes the same ones."""

    def __init__(self, stock: Sequence[Any], seed: int) -> None:
        self._stock = stock
        self._random = Random(seed)
        self._spoilers: list[Callable[[bytes], bytes]] = [
            *(self._cut, self._flip, self._insert, self._repeat, self._splice),
            *[self._replace_value] * 5,
        ]

    def request(self) -> Any:
        """The next one: a request of the stock, spoilt in none to three places."""
        sent = self._random.choice(self._stock)
        for _ in range(self._random.randrange(3)):
            sent = replace(sent, body=self._random.choice(self._spoilers)(sent.body))
        chance = self._random.random()
        if chance < 0.3:
            sent = self._with_header(sent)
        elif chance < 0.4:
            sent = replace(sent, path=sent.path + self._random.choice(PATHS))
        elif chance < 0.5:
            sent = replace(sent, query=self._spoilt_query(sent.query))
        elif chance < 0.55:
            sent = replace(sent, method=self._random.choice(["GET", "POST", "OPTIONS", "DELETE"]))
        return self._zipped(sent) if self._random.random() < 0.1 else sent

    def _with_header(self, sent: Any) -> Any:
        name, value = self._random.choice(HEADERS)
        return replace(sent, headers={**sent.headers, name: value})

    def _spoilt_query(self, query: str) -> str:
        spoilt = self._random.choice(self._spoilers)(query.encode("utf-8", "replace"))
        return spoilt.decode("latin-1")

    def _zipped(self, sent: Any) -> Any:
        body = gzip.compress(sent.body, 1)
        spoil = self._random.choice([self._cut, self._flip, self._repeat, bytes])
        headers = {**sent.headers, "content-encoding": "gzip"}
        return replace(sent, headers=headers, body=spoil(body))

    def _place(self, body: bytes) -> int:
        return self._random.randrange(len(body) + 1)

    def _cut(self, body: bytes) -> bytes:
        start, end = sorted((self._place(body), self._place(body)))
        return self._random.choice([body[:start], body[:start] + body[end:]])

    def _flip(self, body: bytes) -> bytes:
        place = self._place(body)
        return body[:place] + bytes([self._random.randrange(256)]) + body[place + 1 :]

    def _insert(self, body: bytes) -> bytes:
        place = self._place(body)
        return body[:place] + self._random.choice(TOKENS) + body[place:]

    def _repeat(self, body: bytes) -> bytes:
        return body * self._random.choice([2, 2, 2, 50]) if len(body) < 20_000 else body

    def _splice(self, body: bytes) -> bytes:
        other = self._random.choice(self._stock).body
        return body[: self._place(body)] + other[self._place(other) :]

    def _replace_value(self, body: bytes) -> bytes:
        try:
            value = json.loads(body)
        except (ValueError, RecursionError):
            return body
        places = list(_places(value))
        if places:
            holder, key = self._random.choice(places)
            holder[key] = self._random.choice(VALUES)
        text = json.dumps(value, ensure_ascii=self._random.random() < 0.5)
        return text.encode("utf-8", "surrogatepass")


def _places(value: Any) -> list[tuple[Any, Any]]:
    """(container, key) of the first values in a JSON value, those inside others too."""
    places: list[tuple[Any, Any]] = []
    left = [value] if isinstance(value, dict | list) else []
    while left and len(places) < 200:
        node = left.pop()
        keys = node.keys() if isinstance(node, dict) else range(len(node))
        places += [(node, key) for key in keys]
        left += [node[key] for key in keys if isinstance(node[key], dict | list)]
    return places
