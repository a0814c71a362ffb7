"""One pass over a call's data: personal fields, the person's ids and mail addresses give way.

What holds nothing of that kind is handed back as it is, not copied: that is most of what comes.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, Union

# An id is looked for everywhere only where it is long enough to be nothing else: a user id of "5"
# must not replace a rating of "5".
SHORTEST_TELLING_ID = 16
_MOST_NAMES = 8_192
_NEVER_PERSONAL = frozenset({bool, type(None)})
_NUMBERS = frozenset({int, float})
_LARGEST = 2**63 - 1


class Unstorable(ValueError):
    """A number that SUPER cannot hold."""


class Rule(Enum):
    """What becomes of a field's value: its pseudonym, or just itself."""

    HIDE = 1
    KEEP = 2


class FieldNames(dict[str, Union[Rule, "FieldNames", None]]):
    """Field name → its rule, or the names within it; None where there is none.

    What `is_personal` says of a name is remembered, of the first few thousand names.
    """

    def __init__(self, is_personal: Callable[[str], bool], **given: "Rule | FieldNames") -> None:
        super().__init__(given)
        self._is_personal = is_personal

    def __missing__(self, name: str) -> "Rule | FieldNames | None":
        rule = Rule.HIDE if self._is_personal(name) else None
        if len(self) < _MOST_NAMES:
            self[name] = rule
        return rule

    def within(self, name: str) -> "FieldNames":
        """The names within a field, which has rules of its own from now on."""
        names = self.get(name)
        if not isinstance(names, FieldNames):
            names = self[name] = FieldNames(self._is_personal)
        return names


class Hiding:
    """The pass over one call, whose person's ids stand in `ids` with their pseudonyms.

    `anywhere` are the rules of what has none of its own.
    """

    __slots__ = ("_anywhere", "_ids", "_mask", "_scrub")

    def __init__(
        self,
        anywhere: FieldNames,
        ids: Mapping[str, str],
        mask: Callable[[Any], Any],
        scrub: Callable[[str], str],
    ) -> None:
        self._anywhere = anywhere
        self._ids = ids
        self._mask = mask
        self._scrub = scrub

    def object(self, node: dict[str, Any], names: FieldNames) -> dict[str, Any]:
        """The object; a copy where a field had to change. Raises Unstorable.

        Texts and numbers, which most fields are, are looked at right here: a call for each would
        cost more than all the rest.
        """
        done, ids = node, self._ids
        for key, value in node.items():
            kind = type(value)
            if (rule := names[key]) is not None:
                new = self._by_rule(rule, value)
            elif kind is str:
                if "@" not in value and (
                    len(value) < SHORTEST_TELLING_ID or (value not in ids and "%40" not in value)
                ):
                    continue
                new = self._text(value)
            elif kind in _NEVER_PERSONAL or (kind in _NUMBERS and is_storable(value)):
                continue
            else:
                new = self.value(value)
            if new is not value:
                if done is node:
                    done = node.copy()
                done[key] = new
        return done

    def value(self, value: Any) -> Any:
        """A value in a field that is not personal by its name. Raises Unstorable."""
        kind = type(value)
        if kind is str:
            return self._text(value)
        if kind is dict:
            return self.object(value, self._anywhere)
        if kind is list:
            return self._list(value)
        if kind in _NUMBERS and not is_storable(value):
            raise Unstorable(value)
        return value

    def _list(self, values: list[Any]) -> list[Any]:
        """The list; a copy where an element had to change."""
        done = values
        for place, value in enumerate(values):
            kind = type(value)
            new = self.object(value, self._anywhere) if kind is dict else self.value(value)
            if new is not value:
                if done is values:
                    done = values.copy()
                done[place] = new
        return done

    def _by_rule(self, rule: "Rule | FieldNames", value: Any) -> Any:
        if rule is Rule.HIDE:
            known = self._ids.get(value) if type(value) is str else None
            return known or self._mask(value)
        if rule is Rule.KEEP:
            return value
        if type(value) is dict:
            return self.object(value, rule)
        if type(value) is list:
            return [self._by_rule(rule, child) for child in value]
        return self.value(value)

    def _text(self, text: str) -> str:
        if len(text) >= SHORTEST_TELLING_ID:
            return self._ids.get(text) or self._scrub(text)
        return self._scrub(text) if "@" in text else text


def is_storable(number: float) -> bool:
    """Whether SUPER holds the number."""
    if type(number) is int:
        return -_LARGEST <= number <= _LARGEST
    return number == 0 or 1e-300 < abs(number) < 1e300
