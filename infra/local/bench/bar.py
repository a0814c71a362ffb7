"""A bar: a measured value and what it must reach; or what is not measured here."""

import operator
from collections.abc import Callable
from dataclasses import dataclass

_HOLDS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}


@dataclass(frozen=True)
class Unmeasured:
    """A bar whose value is measured elsewhere, and has not been; `remedy` says how to."""

    name: str
    remedy: str


@dataclass(frozen=True)
class Bar:
    """`name` says what is measured, its unit included; `op` stands between `value` and `bar`."""

    name: str
    value: float
    op: str
    bar: float

    def __post_init__(self) -> None:
        if self.op not in _HOLDS:
            raise ValueError(f"{self.op} is no comparison of a bar: {', '.join(_HOLDS)}")

    @property
    def holds(self) -> bool:
        """Whether the value reaches the bar."""
        return _HOLDS[self.op](self.value, self.bar)

    def as_json(self) -> dict[str, object]:
        """As the report lists it."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "op": self.op,
            "bar": self.bar,
            "holds": self.holds,
        }
