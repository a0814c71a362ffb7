"""Packing lines into parcels: one record on Kinesis, or one HTTP request, each.

AWS bills by rounded sizes (Kinesis to 1 KB, Firehose, which archives every record, to 5 KB), so a
parcel is filled until the next line would take it over a whole number of them.
https://aws.amazon.com/firehose/pricing/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ingest_lambdas.contract.event_time import format_moment
from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.tracker_sdk.chunk import Chunk
from ingest_lambdas.tracker_sdk.items import size_inside_text


@dataclass(slots=True)
class Parcel:
    """Lines that travel together, and the chunks that they are of."""

    lines: list[bytes] = field(default_factory=list)
    owners: list[tuple[Chunk, int]] = field(default_factory=list)
    size: int = 0

    def add(self, line: bytes, owner: Chunk, size: int) -> None:
        """One line more."""
        self.lines.append(line)
        self.size += size
        if self.owners and self.owners[-1][0] is owner:
            self.owners[-1] = (owner, self.owners[-1][1] + 1)
        else:
            self.owners.append((owner, 1))

    def body(self, sent_at: datetime) -> bytes:
        """The Segment batch, stamped with the moment at which it is sent."""
        stamp = format_moment(sent_at).encode()
        return b'{"sentAt":"' + stamp + b'","batch":[' + b",".join(self.lines) + b"]}"

    def settle(self) -> None:
        """The lines need not be kept any more."""
        for owner, lines in self.owners:
            owner.settle(lines)


def pack(chunks: Iterable[Chunk], largest: int) -> Iterator[Parcel]:
    """Parcels of at most `largest` bytes of lines; a line that is larger travels alone.

    Raises OSError where a chunk cannot be read.
    """
    parcel = Parcel()
    for chunk in chunks:
        for line in chunk.read():
            size = size_inside_text(line)
            full = parcel.size + size > largest or len(parcel.lines) == MOST_ITEMS_A_RECORD
            if parcel.lines and full:
                yield parcel
                parcel = Parcel()
            parcel.add(line, chunk, size)
    if parcel.lines:
        yield parcel
