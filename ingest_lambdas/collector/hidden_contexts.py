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


@dataclass(slots=True)
class ContextFacts:
    """What follows from a pseudonymised context: its share of the fingerprint's content, and what
    else was found, by what it hangs on beside the context. Events share it.
    """

    content: dict[str, Any] | None = None
    whole_content: Any = None
    found: dict[Any, Any] = field(default_factory=dict)

    def remember(self, key: Any, fact: Any) -> None:
        """Keeps a fact; of many the earlier ones are forgotten."""
        if len(self.found) >= MOST_FACTS:
            self.found.clear()
        self.found[key] = fact


class HiddenContext(NamedTuple):
    """A context without what is personal; not to be changed."""

    context: dict[str, Any]
    facts: ContextFacts


class HiddenContexts:
    """Hides what is personal in contexts, and remembers the contexts that came before.

    When there are too many it begins anew: those that are in use are back at once.
    """

    def __init__(self) -> None:
        self._known: dict[Any, HiddenContext] = {}

    def hide(
        self, context: dict[str, Any], personal: PersonalFields, ids: dict[str, str], hiding: Hiding
    ) -> HiddenContext:
        """The context of one whose ids these are. Raises Unstorable."""
        names = personal.roots["context"]
        try:
            text = orjson.dumps(context)
            # The ids decide over nothing but what is equal to one of them.
            standing = [each for each in ids if orjson.dumps(each)[1:-1] in text]
        except TypeError:  # a number that no one can store
            return HiddenContext(hiding.object(context, names), ContextFacts())
        key = (text, personal, *standing)
        known = self._known.get(key)
        if known is None:
            known = HiddenContext(hiding.object(context, names), ContextFacts())
            if len(text) <= LONGEST_CONTEXT:
                self._remember(key, known)
        return known

    def _remember(self, key: Any, known: HiddenContext) -> None:
        if len(self._known) >= MOST_CONTEXTS:
            self._known.clear()
        self._known[key] = known
