"""Which fields are pseudonymised beside the known ones, and which of those are not, by source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.personal_fields import PersonalFields
from ingest_lambdas.runtime.declarations import are_texts

ROOTS = ("properties", "traits", "context")
_LISTS = ("personal", "not_personal")


@dataclass(frozen=True)
class PersonalFieldNames(Settings):
    """Names and paths that are personal beside the known ones, and known ones that are not.

    `sources` has the same two lists for sources by name, on top of these.
    """

    personal: tuple[str, ...] = ()
    not_personal: tuple[str, ...] = ()
    sources: Mapping[str, Any] = field(default_factory=dict)

    def faults(self) -> Iterator[str]:
        """Paths begin at what an event is made of."""
        if not self.enabled:
            yield "personal fields are always pseudonymised: name those that are not personal"
        yield from _faults_of_paths((*self.personal, *self.not_personal))
        for name, lists in self.sources.items():
            if not isinstance(lists, dict) or lists.keys() - set(_LISTS):
                yield f"sources.{name} is a table with {' and '.join(_LISTS)}"
            elif not all(map(are_texts, lists.values())):
                yield f"sources.{name} has lists of texts, none of them empty"
            else:
                found = _faults_of_paths(each for texts in lists.values() for each in texts)
                yield from (f"sources.{name}: {fault}" for fault in found)

    def of_source(self, name: str) -> PersonalFields:
        """What holds for the events of a source."""
        own = self.sources.get(name, {})
        return PersonalFields(
            (*self.personal, *own.get("personal", ())),
            (*self.not_personal, *own.get("not_personal", ())),
        )


def _faults_of_paths(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        root, *parts = text.split(".")
        if parts and (root not in ROOTS or not all(parts)):
            yield f"{text} is no path: it begins with {', '.join(ROOTS)} and names each part"
