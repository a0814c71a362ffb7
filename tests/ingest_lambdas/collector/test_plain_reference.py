"""The quick ways give what the plain ones would: each is held against its plain spelling."""

import json
from binascii import a2b_base64
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus
from uuid import uuid5

from hypothesis import given
from hypothesis import strategies as st
from pybase64 import b64decode

from ingest_lambdas.collector.hiding import SHORTEST_TELLING_ID
from ingest_lambdas.collector.personal_fields import DEVICE, TRAITS, is_personal
from ingest_lambdas.collector.protocols.segment import normalise
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.contract.event_time import format_claimed, format_moment, parse_moment
from ingest_lambdas.contract.identity import NAMESPACE, event_key
from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.contract.snowplow_body import GET, MOST_PARAMETERS, read_body

MOMENTS = st.datetimes(
    datetime(1, 1, 2), datetime(9999, 12, 30),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)  # fmt: skip
ID = "visitor-0001-0001-0001"
NAMES = st.sampled_from(["email", "first_name", "name", "id", "token", "price", "ip", "traits"])
TEXTS = st.sampled_from([ID, "x", "a@b.cd", "write to Ada@Example.org, now", "?m=a%40b.cd&n=1"])
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.integers(-99, 99).map(lambda n: n / 8)
    | TEXTS
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES | st.sampled_from(["device", "page"]), VALUES, max_size=6)


@given(MOMENTS)
def test_moments_are_written_as_isoformat_writes_them(moment: datetime) -> None:
    plain = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    assert format_moment(moment) == plain.removesuffix("+00:00") + "Z"
    assert format_claimed(format_moment(moment), moment) == format_moment(moment)


@given(
    st.builds(
        lambda moment, spelt: moment.strftime(spelt),
        MOMENTS,
        st.sampled_from(
            ["%Y-%m-%dT%H:%M:%S.123Z", "%Y-%m-%d %H:%M:%S.123Z", "%Y-%m-%dT%H:%M:%S,123Z",
             "%G-W%V-%uT%H:%M:%S.123Z", "%Y%m%dT%H%M%S.123456Z", "%Y-%m-%dT%H:%M:%S+05:00",
             "%Y-%m-%dT%H:%M:%S.12345"]
        ),
    )
)  # fmt: skip
def test_a_claimed_moment_is_written_from_its_text_only_where_that_is_its_form(text: str) -> None:
    moment = parse_moment(text)
    if moment is not None:
        assert format_claimed(text, moment) == format_moment(moment)


@given(st.text(), st.text("0123456789abcdef", min_size=64, max_size=64))
def test_event_keys_are_those_of_the_uuid_module(event_id: str, content: str) -> None:
    plain = str(uuid5(uuid5(NAMESPACE, event_id), content))
    assert event_key(event_id, content) == plain


@given(
    st.lists(
        st.builds(
            lambda name, value, spell: f"{spell(name)}={spell(value)}",
            st.text(max_size=4),
            st.text(max_size=8),
            st.sampled_from([quote, quote_plus, str]),
        )
        | st.text("a&=+%é40", max_size=8),
        max_size=6,
    )
)
def test_query_strings_are_read_as_urllib_reads_them(pairs: list[str]) -> None:
    query = "&".join(pairs).encode(errors="replace")
    try:
        plain = dict(
            parse_qsl(
                query.decode(), keep_blank_values=True, errors="strict",
                max_num_fields=MOST_PARAMETERS,
            )
        )  # fmt: skip
    except ValueError:
        plain = None
    try:
        found = read_body(query, GET).items[0]
    except Unreadable:
        found = None
    assert found == plain


@given(st.text("AZaz09+/=-_ \n", max_size=12))
def test_base64_is_read_as_the_binascii_module_reads_it_when_it_is_strict(text: str) -> None:
    try:
        plain = a2b_base64(text, strict_mode=True)
    except ValueError:
        plain = None
    try:
        found = b64decode(text, validate=True)
    except ValueError:
        found = None
    assert found == plain


@given(data=OBJECTS, context=OBJECTS, kind=st.sampled_from(["track", "identify"]))
def test_what_is_personal_gives_way_as_in_a_plain_walk(
    data: dict[str, Any], context: dict[str, Any], kind: str, pseudonymiser: Pseudonymiser
) -> None:
    field = "traits" if kind == "identify" else "properties"
    item = {"type": kind, "event": "E", "anonymousId": ID, field: data, "context": context}
    before = json.dumps(item)
    call = pseudonymiser.pseudonymise(normalise(item, "batch", {}))
    names = TRAITS if kind == "identify" else frozenset[str]()
    assert call.data == plain_object(data, names, pseudonymiser)
    assert call.context == plain_context(context, pseudonymiser)
    assert list(call.context) == list(context)
    assert json.dumps(item) == before


def plain_context(context: dict[str, Any], hide: Pseudonymiser) -> dict[str, Any]:
    own = {"traits": TRAITS, "device": DEVICE}
    done = {}
    for key, value in context.items():
        if key == "ip":
            done[key] = value
        elif key in own:
            done[key] = plain_value(value, hide, own[key])
        else:
            done |= plain_object({key: value}, frozenset(), hide)
    return done


def plain_object(node: dict[str, Any], own: frozenset[str], hide: Pseudonymiser) -> dict[str, Any]:
    return {
        key: hide.mask(value) if is_personal(key) or key in own else plain_value(value, hide)
        for key, value in node.items()
    }


def plain_value(value: Any, hide: Pseudonymiser, own: frozenset[str] = frozenset()) -> Any:

    if isinstance(value, dict):
        return plain_object(value, own, hide)
    if isinstance(value, list):
        return [plain_value(child, hide, own) for child in value]
    if not isinstance(value, str):
        return value
    if len(value) < SHORTEST_TELLING_ID:
        return hide.scrub(value) if "@" in value else value
    return hide.pseudonym(value) if value == ID else hide.scrub(value)
