"""An enrichment's settings: its table of enrichments.toml, key by key a field of a dataclass."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from ingest_lambdas.runtime.declarations import are_texts


@dataclass(frozen=True)
class Settings:
    """What every enrichment can be told; each adds fields of its own, with their defaults."""

    enabled: bool = True

    def faults(self) -> Iterator[str]:
        """What is wrong with values whose types are right."""
        return iter(())

    def unusable_files(self, folder: Path) -> Iterator[str]:
        """Files of the folder that are named and cannot be used, and why."""
        return iter(())


Kind = TypeVar("Kind", bound=Settings)


def _is_table_of_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


_FORMS: Mapping[Any, tuple[str, Callable[[Any], bool], Callable[[Any], Any]]] = {
    bool: ("true or false", lambda value: type(value) is bool, bool),
    int: ("a whole number", lambda value: type(value) is int, int),
    str: ("a text", lambda value: isinstance(value, str), str),
    tuple[str, ...]: ("a list of texts, none of them empty", are_texts, tuple),
    Mapping[str, str]: ("a table of texts", _is_table_of_texts, dict),
    Mapping[str, Any]: ("a table", lambda value: isinstance(value, dict), dict),
}


def read_settings(kind: type[Kind], table: Any) -> tuple[Kind, list[str]]:
    """The settings of a table with what is wrong in it; what is wrong stays at its default."""
    if not isinstance(table, dict):
        return kind(), ["it is a table"]
    known = {field.name: field.type for field in fields(kind)}
    unknown = sorted(table.keys() - known.keys())
    found = [f"{name} is no key; there are {', '.join(known)}" for name in unknown]
    given = {}
    for name in table.keys() & known.keys():
        form, fits, convert = _FORMS[known[name]]
        if fits(table[name]):
            given[name] = convert(table[name])
        else:
            found.append(f"{name} is {form}")
    settings = kind(**given)
    return settings, sorted(found) + list(settings.faults())
