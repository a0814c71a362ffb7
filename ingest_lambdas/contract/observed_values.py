"""What was seen at one place of many events: types, sizes, formats, a few values. Bounded."""

import re
from collections import Counter
from typing import Any

from jsonschema_rs import Draft4Validator

from ingest_lambdas.contract.schema import compile_schema

FORMATS = ("date-time", "date", "uuid", "ipv4", "ipv6", "uri")
MOST_VALUES = 12
MOST_NAMES = 200
_TOKEN = re.compile(r"(?!\d{6})[A-Za-z0-9][\w .:/+-]{0,63}")
_NAME = re.compile(r"(?!\d)[\w $.-]{1,64}")
_CHECKS: dict[str, Draft4Validator] = {f: compile_schema({"format": f}) for f in FORMATS}


class Observed:
    """The values of one place. `count` is how many there were, nulls included."""

    def __init__(self) -> None:
        self.count = 0
        self.types: Counter[str] = Counter()
        self.longest = 0
        self.most_items = 0
        self.least: float | None = None
        self.greatest: float | None = None
        self.formats = set(FORMATS)
        self.values: Counter[str] | None = Counter()
        self.fields: dict[str, Observed] = {}
        self.is_map = False
        self.items: Observed | None = None

    def add(self, value: Any) -> None:
        """Takes one value in."""
        self.count += 1
        if value is None:
            self.types["null"] += 1
        elif isinstance(value, bool):
            self.types["boolean"] += 1
        elif isinstance(value, int | float):
            self._add_number(value)
        elif isinstance(value, str):
            self._add_text(value)
        elif isinstance(value, list):
            self._add_list(value)
        else:
            self._add_object(value)

    def _add_number(self, value: float) -> None:
        self.types["integer" if isinstance(value, int) else "number"] += 1
        self.least = value if self.least is None else min(self.least, value)
        self.greatest = value if self.greatest is None else max(self.greatest, value)

    def _add_text(self, value: str) -> None:
        self.types["string"] += 1
        self.longest = max(self.longest, len(value))
        self.formats = {name for name in self.formats if _CHECKS[name].is_valid(value)}
        if self.values is not None:
            self.values[value] += 1
            if len(self.values) > MOST_VALUES or not _TOKEN.fullmatch(value):
                self.values = None

    def _add_list(self, value: list[Any]) -> None:
        self.types["array"] += 1
        self.most_items = max(self.most_items, len(value))
        self.items = self.items or Observed()
        for each in value:
            self.items.add(each)

    def _add_object(self, value: dict[str, Any]) -> None:
        """An object whose names are data, such as addresses or ids, is a map: none is kept."""
        self.types["object"] += 1
        self.is_map = self.is_map or any(not _NAME.fullmatch(name) for name in value)
        for name, each in value.items() if not self.is_map else ():
            self.fields.setdefault(name, Observed()).add(each)
        if self.is_map or len(self.fields) > MOST_NAMES:
            self.is_map, self.fields = True, {}
