"""Lines that were committed together: in memory, on disk, or both."""

from dataclasses import dataclass

from ingest_lambdas.tracker_sdk.segment import Segment


@dataclass(frozen=True, slots=True)
class Place:
    """Where lines stand in a segment, in bytes."""

    segment: Segment
    start: int
    length: int


@dataclass(slots=True)
class Chunk:
    """`lines` is None where only the disk has them, `place` where only memory has them."""

    lines: list[bytes] | None
    place: Place | None
    count: int
    size: int

    def read(self) -> list[bytes]:
        """The lines. Raises OSError."""
        if self.lines is not None:
            return self.lines
        assert self.place is not None
        return self.place.segment.read(self.place.start, self.place.length)

    def settle(self, lines: int) -> None:
        """So many of its lines are delivered, or refused for good."""
        if self.place is not None:
            self.place.segment.settle(lines)
