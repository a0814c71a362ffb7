"""Which faults are switched on: each counts down as it strikes."""

import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

Kind = Literal["throttle", "partial", "refuse", "slow", "reset", "crash"]


@dataclass
class Fault:
    """One fault.

    operation: the operation that it strikes, or `*`.
    times: how often it strikes, None for ever. seconds: how long `slow` waits.
    fraction: the part of a batch's records that `partial` fails.
    after: `reset` and `crash` strike when the work is done and only the answer is missing.
    """

    kind: Kind
    operation: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    fraction: float = 0.5
    after: bool = False

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise ValueError(f"kind is one of {', '.join(get_args(Kind))}")
        if self.times is not None and self.times < 1:
            raise ValueError("times is 1 or more, or null")
        if not 0 <= self.fraction <= 1 or not 0 <= self.seconds <= 300:
            raise ValueError("fraction is within 0..1 and seconds within 0..300")


class Switchboard:
    """The faults of one process; safe to use from any thread."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def switch_on(self, description: Mapping[str, Any]) -> None:
        """Add a fault; TypeError or ValueError when the description is none."""
        fault = Fault(**description)
        with self._lock:
            self._faults.append(fault)

    def switch_off(self) -> None:
        """Remove every fault."""
        with self._lock:
            self._faults.clear()

    def listed(self) -> list[dict[str, Any]]:
        """The faults that are on."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def strike(self, operation: str, *, partial: bool = False) -> Fault | None:
        """The first fault that is on for an operation, counted as having struck."""
        with self._lock:
            for fault in self._faults:
                if fault.operation in ("*", operation) and (fault.kind == "partial") == partial:
                    return self._count(fault)
        return None

    def failing(self, operation: str, count: int) -> frozenset[int]:
        """Which of `count` records a `partial` fault makes fail: evenly spread, never random."""
        fault = self.strike(operation, partial=True)
        share = fault.fraction if fault else 0.0
        return frozenset(i for i in range(count) if int((i + 1) * share) > int(i * share))

    def _count(self, fault: Fault) -> Fault:
        if fault.times is not None:
            fault.times -= 1
            if not fault.times:
                self._faults.remove(fault)
        return fault
