"""A record for a stream, and how many of them fit into one call."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MOST_RECORDS_A_CALL = 500


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A record to send; `origin` is the caller's number for what it stems from."""

    data: bytes
    partition_key: str = ""
    origin: int = 0

    @property
    def size(self) -> int:
        """Bytes that count towards a service's limits."""
        return len(self.data) + len(self.partition_key)


def cut_into_calls(records: Sequence[StreamRecord], largest: int) -> Iterator[list[StreamRecord]]:
    """The records in order, as many to a call as one takes: 500, and `largest` bytes."""
    call: list[StreamRecord] = []
    size = 0
    for record in records:
        if call and (len(call) == MOST_RECORDS_A_CALL or size + record.size > largest):
            yield call
            call, size = [], 0
        call.append(record)
        size += record.size
    if call:
        yield call
