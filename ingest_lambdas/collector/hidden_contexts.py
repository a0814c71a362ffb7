"""Contexts, pseudonymised, with all that was found to follow from them.

Most events have their context in common with others: a page's, an app's, a server library's. What
follows from it is therefore found once for each context that differs, as its JSON tells.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from ingest_lambdas.collector.hiding import Hiding
from ingest_lambdas.collector.personal_fields import PersonalFields

# Bounds of what is remembered: some 10 MB of contexts as large as they come, a few as a rule.
MOST_CONTEXTS = 1_024
LONGEST_CONTEXT = 4_096
MOST_FACTS = 8
_NONE: frozenset[str] = frozenset()


@dataclass(slots=True)
class ContextFacts:
    """What follows from a pseudonymised context; events share it.

    `content` and `parts` are its share of the fingerprint's content, whole and by key, and `found`
    what else was found, by what it hangs on beside the context.
    """

    content: Any = None
    parts: dict[str, Any] | None = None
    found: dict[Any, Any] = field(default_factory=dict)


class HiddenContext(NamedTuple):
    """A context without what is personal; not to be changed."""

    context: dict[str, Any]
    facts: ContextFacts


@dataclass(slots=True)
class KnownText:
    """A context by its JSON: the texts in it, and its hidden form by those that are ids."""

    texts: frozenset[str]
    hidden: dict[frozenset[str], HiddenContext] = field(default_factory=dict)


class HiddenContexts:
    """Hides what is personal in contexts, and remembers the contexts that came before.

    When there are too many it begins anew: those that are in use are back at once.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, PersonalFields], KnownText] = {}

    def hide(
        self, context: dict[str, Any], personal: PersonalFields, ids: dict[str, str], hiding: Hiding
    ) -> HiddenContext:
        """The context of one whose ids these are. Raises Unstorable."""
        names = personal.roots["context"]
        try:
            text = orjson.dumps(context)
        except TypeError:  # a number that no one can store
            return HiddenContext(hiding.object(context, names), ContextFacts())
        known = self._known.get((text, personal)) or self._remember(text, context, personal)
        # The ids decide over nothing but what is equal to one of them.
        told = _NONE if known.texts.isdisjoint(ids) else known.texts.intersection(ids)
        hidden = known.hidden.get(told)
        if hidden is None:
            hidden = HiddenContext(hiding.object(context, names), ContextFacts())
            remember(known.hidden, told, hidden, MOST_FACTS)
        return hidden

    def _remember(self, text: bytes, context: Any, personal: PersonalFields) -> KnownText:
        known = KnownText(frozenset(_texts(context)))
        if len(text) <= LONGEST_CONTEXT:
            remember(self._known, (text, personal), known, MOST_CONTEXTS)
        return known


def remember(known: dict[Any, Any], key: Any, value: Any, most: int) -> None:
    """Adds a value to what is known; when there are too many, they are all forgotten first."""
    if len(known) >= most:
        known.clear()
    known[key] = value


def _texts(node: Any) -> set[str]:
    found, nodes = set(), [node]
    for node in nodes:
        for child in node.values() if type(node) is dict else node:
            kind = type(child)
            if kind is str:
                found.add(child)
            elif kind is dict or kind is list:
                nodes.append(child)
    return found
