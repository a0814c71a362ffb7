"""Personal data → pseudonyms: HMAC-SHA256 with the installation's secret key, hexadecimal.

The same value always gives the same pseudonym, so it can still be counted and joined. Without the
key it cannot be recomputed, which a plain hash of a mail address could be.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import orjson

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.leaves import find_leaf
from ingest_lambdas.collector.personal_fields import DEVICE, TRAITS, is_personal
from ingest_lambdas.collector.rejection import Rejection, reject

_MAIL = re.compile(r"[\w.+-]+(?:@|%40)(?:[\w-]+\.)+[A-Za-z]{2,}")
_LARGEST_INTEGER = 2**63 - 1
_NOTHING: frozenset[str] = frozenset()
SHORTEST_TELLING_ID = 16


class Pseudonymiser:
    """Replaces what is personal in a call."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.pseudonym = lru_cache(maxsize=16_384)(self._pseudonym)

    def pseudonymise(self, call: Call) -> Call:
        """The call with pseudonyms for its person ids and personal fields.

        Raises Rejection where a number does not fit the warehouse.
        """
        try:
            return self._pseudonymise(call)
        except Unstorable as unstorable:
            raise _misfit(call, unstorable) from None

    def _pseudonymise(self, call: Call) -> Call:
        ids = {i: self.pseudonym(i) for i in _person_ids(call)}
        walk = _Walk(self, ids)
        own = TRAITS if call.event_type == "identify" else _NOTHING
        return replace(
            call,
            user_id=_look_up(ids, call.user_id),
            anonymous_id=_look_up(ids, call.anonymous_id),
            previous_id=_look_up(ids, call.previous_id),
            fallback_id=_look_up(ids, call.fallback_id),
            data=walk.object(call.data, own),
            context=_context(walk, call.context),
        )

    def mask(self, value: Any) -> str | None:
        """The pseudonym of a personal value of any type; mail addresses without regard to case."""
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return self.pseudonym(value.strip().lower() if "@" in value else value)
        return self.pseudonym(orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode())

    def scrub(self, text: str) -> str:
        """The text with each mail address in it replaced."""
        if "@" not in text and "%40" not in text:
            return text
        return _MAIL.sub(lambda found: self.pseudonym(_mail(found[0])), text)

    def _pseudonym(self, text: str) -> str:
        return hmac.digest(self._key, text.encode(), "sha256").hex()


class Unstorable(ValueError):
    """A number that SUPER cannot hold."""


class _Walk:
    """One pass over a call's data, replacing personal fields, the person's ids, mail addresses.

    An id is looked for everywhere only where it is long enough to be nothing else: a user id of
    "5" must not replace a rating of "5".
    """

    def __init__(self, pseudonymiser: Pseudonymiser, ids: Mapping[str, str]) -> None:
        self._pseudonymiser = pseudonymiser
        self._ids = ids

    def object(self, value: dict[str, Any], own: frozenset[str] = _NOTHING) -> dict[str, Any]:
        """An object, in which the names in `own` are personal too."""
        return {key: self.field(key, child, own) for key, child in value.items()}

    def field(self, key: str, value: Any, own: frozenset[str] = _NOTHING) -> Any:
        """The value of one field."""
        if is_personal(key) or key in own:
            known = self._ids.get(value) if isinstance(value, str) else None
            return known or self._pseudonymiser.mask(value)
        return self.value(value)

    def value(self, value: Any) -> Any:
        """A value in a field that is not personal by its name."""
        kind = type(value)
        if kind is str:
            return self._text(value)
        if kind is dict:
            return self.object(value)
        if kind is list:
            return [self.value(child) for child in value]
        if (kind is int or kind is float) and not _storable(value):
            raise Unstorable(value)
        return value

    def _text(self, text: str) -> str:
        if len(text) < SHORTEST_TELLING_ID:
            return self._pseudonymiser.scrub(text) if "@" in text else text
        return self._ids.get(text) or self._pseudonymiser.scrub(text)


def _context(walk: _Walk, context: dict[str, Any]) -> dict[str, Any]:
    done = {}
    for key, value in context.items():
        own = {"traits": TRAITS, "device": DEVICE}.get(key)
        if key == "ip":
            done[key] = value
        elif own and isinstance(value, dict):
            done[key] = walk.object(value, own)
        else:
            done[key] = walk.field(key, value)
    return done


def _person_ids(call: Call) -> list[str]:
    ids = (call.user_id, call.anonymous_id, call.previous_id, call.fallback_id)
    return [i for i in ids if i]


def _look_up(ids: Mapping[str, str], value: str | None) -> str | None:
    return ids[value] if value else None


def _mail(text: str) -> str:
    return text.replace("%40", "@").lower()


def _misfit(call: Call, unstorable: Unstorable) -> Rejection:
    """Says where the number stands: the walk itself keeps no path, for the sake of its speed."""
    places = ((call.data, f"/{call.data_field}"), (call.context, "/context"))
    found = (find_leaf(value, pointer, _is_unstorable) for value, pointer in places)
    pointer = next(filter(None, found), "")
    expected = "a number that fits SUPER"
    return reject("schema_violation", pointer, "range", expected, str(unstorable))


def _is_unstorable(value: Any) -> bool:
    return type(value) in (int, float) and not _storable(value)


def _storable(number: float) -> bool:
    if isinstance(number, int):
        return -_LARGEST_INTEGER <= number <= _LARGEST_INTEGER
    return number == 0 or 1e-300 < abs(number) < 1e300
