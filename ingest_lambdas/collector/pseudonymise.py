"""Personal data → pseudonyms: HMAC-SHA256 with the installation's secret key, hexadecimal.

The same value always gives the same pseudonym, so it can still be counted and joined. Without the
key it cannot be recomputed, which a plain hash of a mail address could be.
"""

import hmac
import re
from functools import lru_cache
from typing import Any

import orjson

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.hidden_contexts import HiddenContexts
from ingest_lambdas.collector.hiding import Hiding, Unstorable, is_storable
from ingest_lambdas.collector.leaves import find_leaf
from ingest_lambdas.collector.personal_fields import BUILT_IN, PersonalFields
from ingest_lambdas.collector.rejection import Rejection, reject

_MAIL = re.compile(r"[\w.+-]+(?:@|%40)(?:[\w-]+\.)+[A-Za-z]{2,}")


class Pseudonymiser:
    """Replaces what is personal in a call."""

    def __init__(self, key: bytes) -> None:
        # Copied for each text: a key takes OpenSSL longer to set up than the text itself.
        self._keyed = hmac.new(key, digestmod="sha256")
        self._contexts = HiddenContexts()
        self.pseudonym = lru_cache(maxsize=16_384)(self._pseudonym)

    def pseudonymise(self, call: Call, personal: PersonalFields = BUILT_IN) -> Call:
        """The call, in which pseudonyms now stand for its person ids and personal fields.

        Raises Rejection where a number does not fit the warehouse.
        """
        ids = self._replace_ids(call)
        hiding = Hiding(personal.anywhere, ids, self.mask, self.scrub)
        try:
            call.data = hiding.object(call.data, personal.of_data(call.event_type, call.data_field))
            call.context, call.facts = self._contexts.hide(call.context, personal, ids, hiding)
            if call.own_context:
                call.own_context = hiding.object(call.own_context, personal.roots["context"])
        except Unstorable as unstorable:
            raise _misfit(call, unstorable) from None
        return call

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

    def _replace_ids(self, call: Call) -> dict[str, str]:
        """Each of the person's ids with its pseudonym, which the call has from now on."""
        ids: dict[str, str] = {}
        if given := call.anonymous_id:
            call.anonymous_id = ids[given] = self.pseudonym(given)
        if given := call.user_id:
            call.user_id = ids[given] = self.pseudonym(given)
        if given := call.previous_id:
            call.previous_id = ids[given] = self.pseudonym(given)
        if given := call.fallback_id:
            call.fallback_id = ids[given] = self.pseudonym(given)
        return ids

    def _pseudonym(self, text: str) -> str:
        keyed = self._keyed.copy()
        keyed.update(text.encode())
        return keyed.hexdigest()


def _mail(text: str) -> str:
    return text.replace("%40", "@").lower()


def _misfit(call: Call, unstorable: Unstorable) -> Rejection:
    """Says where the number stands: the walk itself keeps no path, for the sake of its speed."""
    expected = "a number that fits SUPER"
    return reject("schema_violation", _place_of(call), "range", expected, str(unstorable))


def _place_of(call: Call) -> str:
    """The pointer, in the item as it was sent, of the first number that cannot be stored."""
    in_data = find_leaf(call.data, "", _is_unstorable)
    if in_data:
        return call.origin().locate(in_data)
    entities = [(entity.data, f"{entity.pointer}/data") for entity in call.entities]
    places = [*entities, (call.context, "/context")]
    found = (find_leaf(value, pointer, _is_unstorable) for value, pointer in places)
    return next(filter(None, found), "")


def _is_unstorable(value: Any) -> bool:
    return type(value) in (int, float) and not is_storable(value)
