"""Which quarantined arrivals are meant: what the command line and the job are told."""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

from ingest_lambdas.contract.columns import REJECTION_REASONS
from ingest_lambdas.contract.event_time import parse_moment
from orchestration.sql.replays import CONDITIONS

IGLU = "iglu:"


@dataclass(frozen=True)
class Selection:
    """Filters; what is None does not matter. `since` is included, `until` is not.

    A schema without a version stands for all of its versions. Raises ValueError for a reason
    that does not exist.
    """

    reason: str | None = None
    source: str | None = None
    schema_ref: str | None = None
    event: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.reason is not None and self.reason not in REJECTION_REASONS:
            known = ", ".join(REJECTION_REASONS)
            raise ValueError(f"there is no reason {self.reason!r}; there are: {known}")

    @property
    def conditions(self) -> list[str]:
        """Conditions of SQL, in the order of `parameters`."""
        return [CONDITIONS[name] for name in self._given()]

    @property
    def parameters(self) -> list[object]:
        """What the conditions' places stand for."""
        return [value for name in self._given() for value in self._values(name)]

    def _given(self) -> list[str]:
        return [f.name for f in fields(self) if getattr(self, f.name) is not None]

    def _values(self, name: str) -> list[object]:
        value = getattr(self, name)
        if name == "schema_ref":
            full = value if value.startswith(IGLU) else f"{IGLU}{value}"
            return [full, f"{full}/"]
        if isinstance(value, datetime):
            return [value.astimezone(UTC).replace(tzinfo=None)]
        return [value]


def moment_of(text: str | None, name: str) -> datetime | None:
    """A moment as ISO 8601, UTC where it has no zone. Raises ValueError naming what is wrong."""
    if not text:
        return None
    moment = parse_moment(text)
    if moment is None:
        raise ValueError(f"{name} must be a day or moment such as 2026-11-01T10:00, not {text!r}")
    return moment
