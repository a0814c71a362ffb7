"""Where parcels go, and what an attempt to send them may end in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingest_lambdas.tracker_sdk.parcel import Parcel


@dataclass(frozen=True, slots=True)
class Outcome:
    """The parcels that were not taken; `pause` seconds are asked for before the next attempt.

    failed: to be sent again. refused: answered for good that they are unusable.
    """

    failed: list[Parcel] = field(default_factory=list)
    refused: list[Parcel] = field(default_factory=list)
    error: str = ""
    pause: float = 0.0


class Destination(Protocol):
    """Takes parcels; used by one thread."""

    largest_parcel: int
    largest_call: int

    def send(self, parcels: Sequence[Parcel]) -> Outcome:
        """One attempt for each; never raises for what the network or the service does."""
        ...

    def close(self) -> None:
        """Let connections go."""
        ...
