"""What a demo reports. Each figure comes from a source of its own, none is derived from another."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figures:
    """One demo's own figures, over what was there before; `balanced` is about everything.

    `sent` are the SDK's calls, `answered_ok` entries of the sender's journal; `stages` seconds.
    """

    sent: int
    answered_ok: int
    arrivals: int
    good: int
    rejected: int
    consent_dropped: int
    lake_rows: int
    warehouse_rows: int
    rejected_rows: int
    events: int
    transport_duplicates: int
    resent_duplicates: int
    dbt: dict[str, int]
    expectations: dict[str, int]
    exported_items: int
    served_ok: bool
    stages: dict[str, float]
    balanced: bool

    @property
    def passed(self) -> bool:
        """Everything sent was answered, balanced and served, and no model or expectation failed."""
        return (
            self.balanced
            and self.served_ok
            and self.sent == self.answered_ok
            and not self.dbt["error"]
            and not self.expectations["failed"]
        )

    def write(self, path: Path) -> None:
        """Write them as one JSON document."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n")
