"""Mutants of Segment's published example calls: what senders get wrong, one thing at a time.

Each is an item's text as it would stand in a batch. `kind` says what was done to it and `place`
where, as a JSON pointer into the item.
"""

import copy
import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
Item = dict[str, Any]

WRONG: tuple[Any, ...] = (
    None,
    True,
    "abc",
    "",
    7,
    -1,
    1.5,
    1e300,
    2**63 - 1,
    [],
    ["abc"],
    {},
    {"x": 1},
)
ODD_TEXTS = (
    "\u202eright to left", "e\u0301" * 40, "\U0001f484\U0001f3fd\u200d\u2764\ufe0f", "\ufeffmark",
    "\uffff", "\u0085next line\u2028", " ", "a" * 255, "a" * 256, "é" * 127, "é" * 128, "日" * 400,
    "\\", '"', "'; drop table x; --", "%00", "null", "NaN", "\x1f", "\x7f", "|,\t", "~/~1~0",
)  # fmt: skip
# As they stand in the text: no value of JSON's gives them when it is written.
ODD_TOKENS = (
    '"\\ud800"', '"\\udfff tail"', '"\\u0000"', '"in\\u0000side"', "NaN", "Infinity", "-Infinity",
    "1e999", "-1e999", "1E400", "123456789012345678901234567890", "-9223372036854775809",
    "9223372036854775808", "0.1000000000000000055511151231257827", "1e-320", "-0", "-0.0", "1E2",
    "1.0", "4.9e-324", "1.7976931348623157e308", '"\\u00e9\\ud83d\\ude00"',
)  # fmt: skip
TOP_LEVEL: dict[str, tuple[Any, ...]] = {
    "type": (None, 1, "trakc", ["track"], ""),
    "event": (None, 1, "", {"name": "x"}, "No Such Event", "x" * 300),
    "messageId": (None, 1, "", {"a": 1}, "m" * 256, "m" * 257, "é" * 129),
    "anonymousId": (None, 1, True, {"a": 1}, ["a"], "a" * 5000, "é\U0001f484"),
    "userId": (None, 1, 1.5, {"a": 1}, "u" * 5000),
    "timestamp": ("yesterday", 1, "2026-13-45", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z",
                  "2026-11-20T10:00:00+25:00", "0001-01-01T00:00:00Z", "", "20261120T100000Z"),
    "context": (1, "x", [1], {}, {"ip": "not one"}, {"page": {"url": "http://[::1"}},
                {"page": {"url": "x" * 9000}}, {"page": {"title": "t" * 3000}},
                {"userAgent": "u" * 3000}, {"campaign": {"source": "s" * 300}},
                {"locale": "l" * 99}, {"page": 1}, {"traits": {"email": "a@b.example"}}),
    "properties": (None, 1, "x", [1], []),
    "integrations": (1, "All", {"All": False}),
    "unheardOf": (1, {"deep": [1, 2]}),
}  # fmt: skip
HUGE = (
    "x" * 20_000,
    "x" * 40_000,
    "é" * 30_000,
    ["y" * 1000] * 60,
    {f"k{n}": n for n in range(3000)},
)


class Mutant(NamedTuple):
    """An item's text, what was done to the example, and where."""

    text: str
    kind: str
    place: str


def make_mutants(examples: Sequence[Item], seed: int = 1) -> Iterator[Mutant]:
    """The same mutants for the same seed, the examples themselves first."""
    chance = random.Random(seed)
    for number, example in enumerate(examples):
        item = {"messageId": f"m-{number}", "anonymousId": f"visitor-{number:016}", **example}
        yield Mutant(json.dumps(item), "none", "")
        yield from _wrong_types(item)
        yield from _missing(item)
        yield from _nested(item)
        yield from _odd_texts(item, chance)
        yield from _odd_tokens(item, chance)
        yield from _top_level(item)
        yield from _huge(item)


def _wrong_types(item: Item) -> Iterator[Mutant]:
    for path in _paths(item["properties"]):
        for value in WRONG:
            yield _with(item, path, value, "wrong type")


def _missing(item: Item) -> Iterator[Mutant]:
    for path in _paths(item["properties"]):
        changed = copy.deepcopy(item)
        del _holder(changed["properties"], path)[path[-1]]
        yield Mutant(json.dumps(changed), "missing", _pointer(path))


def _nested(item: Item) -> Iterator[Mutant]:
    for path in _paths(item["properties"]):
        for value in ({"x": _value(item["properties"], path)}, [_value(item["properties"], path)]):
            yield _with(item, path, value, "nested")
    for depth in (5, 28, 29, 30, 31, 40, 400):
        deep: Any = 1
        for _ in range(depth):
            deep = {"d": deep}
        yield _with(item, ("own",), deep, "deep")


def _odd_texts(item: Item, chance: random.Random) -> Iterator[Mutant]:
    paths = _paths(item["properties"])
    for text in ODD_TEXTS:
        yield _with(item, chance.choice(paths), text, "odd text")
        yield _with(item, (text,), "a value", "odd key")


def _odd_tokens(item: Item, chance: random.Random) -> Iterator[Mutant]:
    paths = [*_paths(item["properties"]), ("own",)]
    for token in ODD_TOKENS:
        path = chance.choice(paths)
        marked = _with(item, path, "\u2603mark", "odd token")
        yield marked._replace(text=marked.text.replace(json.dumps("\u2603mark"), token))


def _top_level(item: Item) -> Iterator[Mutant]:
    for name, values in TOP_LEVEL.items():
        for value in values:
            yield Mutant(json.dumps({**item, name: value}), f"top level {name}", f"/{name}")


def _huge(item: Item) -> Iterator[Mutant]:
    for value in HUGE:
        yield _with(item, ("own",), value, "huge")


def _with(item: Item, path: Path, value: Any, kind: str) -> Mutant:
    changed = copy.deepcopy(item)
    _holder(changed["properties"], path)[path[-1]] = value
    return Mutant(json.dumps(changed), kind, _pointer(path))


def _paths(value: Any, before: Path = ()) -> list[Path]:
    """Every place within a value, the inner ones after those that hold them."""
    children: Any = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[Path] = []
    for key, child in children:
        found.append((*before, key))
        if isinstance(child, dict | list):
            found += _paths(child, (*before, key))
    return found


def _holder(value: Any, path: Path) -> Any:
    return _value(value, path[:-1])


def _value(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def _pointer(path: Path) -> str:
    escape: Callable[[str], str] = lambda part: part.replace("~", "~0").replace("/", "~1")  # noqa: E731
    return "".join(f"/{escape(str(part))}" for part in ("properties", *path))
