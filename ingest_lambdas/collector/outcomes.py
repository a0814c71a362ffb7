"""What became of a batch's arrivals: each has one outcome, and is counted as it was received."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest_lambdas.collector.deliver import Line
from ingest_lambdas.collector.good_event import GoodEvent
from ingest_lambdas.collector.rejection import Reason


@dataclass(slots=True)
class Outcomes:
    """One batch's. `received` counts arrivals by what their records claim to hold.

    Tombstones, of what visitors did not consent to, travel among the rejected lines.
    """

    received: int = 0
    good: list[tuple[str, Line]] = field(default_factory=list)
    rejected: list[Line] = field(default_factory=list)
    reasons: Counter[Reason] = field(default_factory=Counter)
    consent_dropped: int = 0
    event_keys: list[str] = field(default_factory=list)
    enrichment_seconds: float = 0.0
    enrichment_failures: int = 0
    flagged: int = 0

    def accept(self, event: GoodEvent, position: int) -> None:
        """Notes a good event of the record at this position."""
        self.good.append((event.visitor_id, (event.line, position)))
        self.event_keys.append(event.event_key)
        self.enrichment_seconds += event.enrichment_seconds
        if event.enrichment_failures:
            self.enrichment_failures += event.enrichment_failures
        if event.is_flagged:
            self.flagged += 1

    def set_aside(self, line: bytes, position: int, reason: Reason) -> None:
        """Notes a rejected arrival of the record at this position."""
        self.rejected.append((line, position))
        self.reasons[reason] += 1

    def drop(self, tombstone: bytes, position: int) -> None:
        """Notes an arrival that its visitor did not consent to."""
        self.rejected.append((tombstone, position))
        self.consent_dropped += 1

    @property
    def balanced(self) -> bool:
        """The law within a batch: all that was received came out, once."""
        return self.received == len(self.good) + len(self.rejected)

    def counts(self) -> Mapping[str, int]:
        """Counters by name. Duplicates are good all the same: the warehouse decides over them."""
        return {
            "received": self.received,
            "good": len(self.good),
            "rejected": len(self.rejected) - self.consent_dropped,
            "consent_dropped": self.consent_dropped,
            "enrichment_failures": self.enrichment_failures,
            "flagged": self.flagged,
            "duplicates": len(self.event_keys) - len(set(self.event_keys)),
            **{f"rejected_{reason}": number for reason, number in self.reasons.items()},
        }
