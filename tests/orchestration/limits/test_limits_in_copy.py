"""What the collector lets through, COPY takes whole: each limit of the warehouse, and one beyond.

Loaded by the loader itself, which allows no error and truncates nothing.
"""

import gzip
import json
import struct
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

import pytest

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from ingest_lambdas.contract.lake_layout import LakeKind, prefix
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.tables import prepare_tables
from tests.orchestration.limits.conftest import Collect

HOUR = "2026-11-23-18"
ROLE = "arn:aws:iam::000000000000:role/copy"
LENGTHS = {column.name: column.length or 0 for column in EVENTS.columns}


class Case(NamedTuple):
    """An item's JSON text, and the keyword of what is wrong with it; None where it is good."""

    name: str
    text: str
    keyword: str | None = None
    source: str = "shop"


def track(properties: str = "{}", **fields: Any) -> str:
    """A track call; the properties are JSON text, as numbers have to be spelt."""
    item = {"type": "track", "event": "Cart Viewed", "anonymousId": "a", "context": {}, **fields}
    return json.dumps(item)[:-1] + f', "properties": {properties}}}'


def of_length(size: int) -> Iterator[tuple[str, str]]:
    """Texts of so many bytes: of one byte a character, of two, of four."""
    for name, character in (("ascii", "x"), ("two bytes", "é"), ("four bytes", "🜁")):
        times, rest = divmod(size, len(character.encode()))
        yield name, character * times + "y" * rest


def texts() -> Iterator[Case]:
    """Columns that hold what the client said, at their length and one byte beyond."""
    spelt: dict[str, Any] = {
        "event_id": lambda text: track(messageId=text),
        "page_url": lambda text: track(context={"page": {"url": text}}),
        "page_title": lambda text: track(context={"page": {"title": text}}),
        "page_referrer": lambda text: track(context={"page": {"referrer": text}}),
        "user_agent": lambda text: track(context={"userAgent": text}),
        "group_id": lambda text: json.dumps({"type": "group", "userId": "u", "groupId": text}),
    }
    for column, spell in spelt.items():
        for beyond, keyword in ((0, None), (1, "maxLength")):
            for name, text in of_length(LENGTHS[column] + beyond):
                yield Case(f"{column} {name} +{beyond}", spell(text), keyword)
    for beyond, keyword in ((0, None), (1, "maxLength")):
        for name, text in of_length(LENGTHS["event_name"] + beyond):
            yield Case(f"event_name {name} +{beyond}", track(event=text), keyword, "lenient")


def derived() -> Iterator[Case]:
    """What is too long for a column that was only derived stays in the context."""
    for beyond in (0, 1):
        for name, text in of_length(LENGTHS["locale"] + beyond):
            yield Case(f"locale {name} +{beyond}", track(context={"locale": text}))
        for name, text in of_length(LENGTHS["app_name"] + beyond):
            yield Case(f"app {name} +{beyond}", track(context={"app": {"name": text}}))
        for name, text in of_length(LENGTHS["page_host"] + beyond):
            url = f"https://{text}/path"
            yield Case(f"host {name} +{beyond}", track(context={"page": {"url": url}}))


def nested(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


def shapes() -> Iterator[Case]:
    """Depth, width, keys. The item itself is the first level, its properties the second."""
    yield Case("31 levels", track(nested(31)))
    yield Case("32 levels", track(nested(32)), "depth")
    yield Case("500 levels", track(nested(500)), "depth")
    yield Case("lists", track('{"a":' + "[" * 30 + "]" * 30 + "}"))
    yield Case("deeper lists", track('{"a":' + "[" * 31 + "]" * 31 + "}"), "depth")
    yield Case("many keys", track(json.dumps({f"k{n}": n for n in range(2_500)})))
    yield Case("many numbers", track(json.dumps({"a": list(range(6_000))})))
    yield Case("32 KB", track(json.dumps({"a": "x" * 32_500})))
    yield Case("33 KB", track(json.dumps({"a": "x" * 33_000})), "maxLength")
    for name, key in (
        ("long", "k" * 20_000), ("empty", ""), ("blank", " "), ("quotes", '"\\\''), ("dots", "a.b"),
        ("odd", "🜁é\u2028"), ("controls", "\x01\x7f\x85\ufeff\uffff"),
    ):  # fmt: skip
        yield Case(f"{name} key", track(json.dumps({key: 1})))
    yield Case("one key twice", track('{"a": 1, "a": 2}'))
    yield Case("keys alike", track('{"a": 1, "A": 2, "á": 3}'))
    yield Case("NUL in a key", track(json.dumps({"a\0": 1})), "characters")


def characters() -> Iterator[Case]:
    for name, text in (
        ("controls", "\x01\b\t\n\f\r\x1f\x7f\x85"), ("separators", "\u2028\u2029"),
        ("no characters", "\ufdd0\uffff\U0010ffff"), ("order mark", "\ufeff"), ("null", "\\N"),
        ("escapes", "\\u0000 \\ \\\\ \" '"), ("combined", "e\u0301\u200d"),
        ("astral", "\U0001f6d2"),
    ):  # fmt: skip
        yield Case(f"{name} in a value", track(json.dumps({"a": text})))
        yield Case(f"{name} in a column", track(context={"page": {"title": text}}))
    yield Case("NUL in a value", track(json.dumps({"a": "\0"})), "characters")
    yield Case("NUL in a column", track(context={"page": {"title": "\0"}}), "characters")
    for half in ("\\ud800", "\\udfff", "\\udc00\\ud800"):
        yield Case(f"surrogate {half}", track(f'{{"a": "{half}"}}'), "json")
    yield Case("surrogates in pair", track('{"a": "\\ud83d\\uded2"}'))


def numbers() -> Iterator[Case]:
    largest = 2**63 - 1
    for number in (0, -1, largest, -largest, 10**18, 10**17 + 1):
        yield Case(f"{number}", track(f'{{"a": {number}}}'))
    for number in (largest + 1, -largest - 1, 2**64 - 1):
        yield Case(f"{number}", track(f'{{"a": {number}}}'), "range")
    for text in (
        "-0", "-0.0", "0e9", "1e5", "1E+5", "1e-5", "1.0", "1.50", "0.1", "1e22", "1e299", "-1e299",
        "1e-299", "0.30000000000000004", "9007199254740993", "123456789012345678.5",
        "0.1000000000000000055511151231257827021181583404541015625", "36893488147419103232",
        "1.7976931348623157e299", "100000000000000000000000000000", "2.5e-7", "12345678.12345678",
    ):  # fmt: skip
        yield Case(text, track(f'{{"a": [{text}]}}'))
    for text in ("1e300", "1e308", "-1.7976931348623157e308", "1e-300", "5e-324", "1" + "0" * 400):
        yield Case(text[:25], track(f'{{"a": {{"b": {text}}}}}'), "range")
    for text in ("NaN", "Infinity", "-Infinity", "1e999"):
        yield Case(text[:9], track(f'{{"a": {text}}}'), "json")


def moments() -> Iterator[Case]:
    for moment in (
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999999Z",
        "1582-10-10T00:00:00Z", "1969-12-31T23:59:59.999Z", "2024-02-29", "2026-W48-1",
        "2026-11-23T18:29:59.9999999Z", "2026-03-29T02:30:00+01:00", "20261123T182959Z",
    ):  # fmt: skip
        yield Case(f"imported {moment}", track(timestamp=moment), None, "import")
        yield Case(moment, track(timestamp=moment))
        yield Case(f"sent {moment}", track(timestamp=moment, sentAt="0001-01-01T00:00:00Z"))
        sent = track(timestamp=moment, sentAt="9999-12-31T23:59:59.999Z")
        yield Case(f"imported and sent {moment}", sent, None, "import")
    for moment in ("0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "10000-01-01", "x"):
        yield Case(moment, track(timestamp=moment), "format")


CASES = [*texts(), *derived(), *shapes(), *characters(), *numbers(), *moments()]


@pytest.fixture(scope="module")
def ended(collect: Collect) -> list[tuple[Case, bytes]]:
    """Each case with its line."""
    found = []
    for source in ("shop", "lenient", "import"):
        cases = [case for case in CASES if case.source == source]
        good, rejected = collect(source, [case.text for case in cases])
        lines = {
            int(json.loads(line)["arrival_id"].split(":")[1]): line for line in good + rejected
        }
        assert len(lines) == len(cases)
        found += [
            (case, lines[sequence]) for case, sequence in zip(cases, sorted(lines), strict=True)
        ]
    return found


def test_each_limit_holds_at_the_border_and_not_beyond(ended: list[tuple[Case, bytes]]) -> None:
    wrong = []
    for case, line in ended:
        violations = json.loads(line).get("violations") or [{"keyword": None}]
        keyword = violations[0]["keyword"] if b'"reason":' in line else None
        if keyword != case.keyword:
            wrong.append((case.name, case.keyword, violations))
    assert wrong == []


def test_copy_takes_whatever_came_out(
    ended: list[tuple[Case, bytes]], warehouse: Warehouse, lake: Lake
) -> None:
    good = [line for case, line in ended if case.keyword is None]
    rejected = [line for case, line in ended if case.keyword is not None]
    assert load(warehouse, lake, good, rejected) == (len(good), len(rejected))


def test_copy_takes_any_number_that_is_let_through(
    collect: Collect, warehouse: Warehouse, lake: Lake
) -> None:
    """Doubles of all magnitudes, and decimals as nobody should spell them."""
    rng = Random(1)
    spelt = [str(struct.unpack("d", rng.randbytes(8))[0]) for _ in range(3_000)]
    spelt += [f"{rng.randint(-9, 9)}.{rng.getrandbits(99)}e{rng.randint(-320, 320)}" for _ in spelt]
    spelt += [str(rng.getrandbits(rng.randint(1, 90))) for _ in spelt]
    groups = [spelt[place : place + 5] for place in range(0, len(spelt), 5)]
    items = [track(f'{{"a": [{", ".join(group)}]}}') for group in groups]
    good, rejected = collect("shop", items)
    assert len(good) > len(items) // 10
    assert len(good) + len(rejected) == len(items)
    assert load(warehouse, lake, good, rejected) == (len(good), len(rejected))


def load(
    warehouse: Warehouse, lake: Lake, good: list[bytes], rejected: list[bytes]
) -> tuple[int, int]:
    """Lands the lines as they are and loads them; the rows there are then, of either table."""
    with warehouse.connect() as session:
        prepare_tables(session)
    land(lake, "events", good)
    land(lake, "rejected", rejected)
    load_hours(warehouse, lake, Target(EVENTS, "events", ROLE), (HOUR,))
    load_hours(warehouse, lake, Target(REJECTED_EVENTS, "rejected", ROLE), (HOUR,))
    with warehouse.connect() as session:
        rows = [
            session.value(f"select count(distinct arrival_id || source) from raw.{table.name}")
            for table in (EVENTS, REJECTED_EVENTS)
        ]
    return rows[0], rows[1]


def land(lake: Lake, kind: LakeKind, lines: list[bytes]) -> None:
    body = gzip.compress(b"".join(line + b"\n" for line in lines))
    key = f"{prefix(kind, HOUR)}{kind}-1-{HOUR}-00-00-limits.gz"
    lake.client.put_object(Bucket=lake.bucket_of(kind), Key=key, Body=body)
