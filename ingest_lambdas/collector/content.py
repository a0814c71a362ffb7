"""What of a call is the event's content, and the fingerprint of that."""

from collections.abc import Iterator
from typing import Any

import orjson

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.hidden_contexts import ContextFacts
from ingest_lambdas.contract.identity import fingerprint

NOT_CONTENT = ("ip", "network_user_id")


def fingerprint_of(call: Call) -> str:
    """The fingerprint of a pseudonymised call.

    The content is fingerprinted after pseudonyms have replaced what is personal: a hash of the
    clear content could be used to confirm a guessed mail address.
    """
    return fingerprint(
        {
            "type": call.event_type,
            "name": call.event_name,
            "ids": [call.user_id, call.anonymous_id, call.previous_id, call.group_id],
            "data": call.data,
            "context": _context_of(call),
            "timestamp": call.original_at,
        }
    )


def _context_of(call: Call) -> Any:
    """The context without what is no content of the event; written once for all that share it."""
    facts = call.facts or ContextFacts()
    entities = call.own_context.get("entities")
    if entities:
        if facts.parts is None:
            facts.parts = {key: _sorted(value) for key, value in _told(call.context)}
        return {**facts.parts, "entities": entities}
    if facts.content is None:
        facts.content = _sorted(dict(_told(call.context)))
    return facts.content


def _told(context: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in context.items() if key not in NOT_CONTENT)


def _sorted(value: Any) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))
