"""S3 prefixes with Firehose's expressions: `!{timestamp:…}`, `!{firehose:…}`. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

_EXPRESSION = re.compile(r"!\{(\w+):([^}]*)\}")
_LETTERS = re.compile(r"'([^']*)'|([A-Za-z])\2*")
_FIELDS = {
    "yyyy": "%Y",
    "yy": "%y",
    "MM": "%m",
    "dd": "%d",
    "HH": "%H",
    "mm": "%M",
    "ss": "%S",
    "DDD": "%j",
}
DEFAULT_TIME = "!{timestamp:yyyy/MM/dd/HH/}"
RANDOM = "random-string"
ERROR_TYPE = "error-output-type"


@dataclass(frozen=True)
class Prefix:
    """A prefix with its expressions; without any timestamp AWS adds `yyyy/MM/dd/HH/`."""

    text: str

    def __post_init__(self) -> None:
        for namespace, value in _EXPRESSION.findall(self.text):
            _check(namespace, value)

    @property
    def expressions(self) -> list[str]:
        """The expressions' values, of every namespace."""
        return [value for _, value in _EXPRESSION.findall(self.text)]

    def evaluate(self, arrival: int, random: str = "", error_type: str = "") -> str:
        """The prefix for a record that arrived at a time (ms since the epoch), in UTC."""
        moment = datetime.fromtimestamp(arrival / 1000, UTC)
        values = {RANDOM: random, ERROR_TYPE: error_type}

        def replaced(found: re.Match[str]) -> str:
            if found.group(1) == "timestamp":
                return _formatted(found.group(2), moment)
            return values[found.group(2)]

        has_time = "!{timestamp:" in self.text
        return _EXPRESSION.sub(replaced, self.text if has_time else self.text + DEFAULT_TIME)


def _check(namespace: str, value: str) -> None:
    """ValueError for an expression that is not known."""
    if namespace == "timestamp":
        _formatted(value, datetime.now(UTC))
    elif namespace != "firehose" or value not in (RANDOM, ERROR_TYPE):
        raise ValueError(f"!{{{namespace}:{value}}} is not supported in a prefix")


def _formatted(pattern: str, moment: datetime) -> str:
    return _LETTERS.sub(_field_of(moment), pattern)


def _field_of(moment: datetime) -> Callable[[re.Match[str]], str]:
    def replaced(found: re.Match[str]) -> str:
        if found.group(1) is not None:
            return found.group(1) or "'"
        if found.group() not in _FIELDS:
            raise ValueError(f"the date pattern {found.group()!r} is not supported")
        return moment.strftime(_FIELDS[found.group()])

    return replaced
