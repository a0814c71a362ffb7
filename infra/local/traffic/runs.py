"""The runs so far: each can be repeated exactly, because its calls follow from these few values."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """One run of the simulated shop; `anchor` is the moment before which its visits happened."""

    name: str
    seed: int
    ordinal: int
    events: int
    anchor: datetime

    def journal(self, home: Path) -> Path:
        """Where the sender notes the ids answered 200."""
        return home / "journal" / f"{self.name}.ndjson"


class NoRunYet(Exception):
    """There is nothing to repeat."""


def begin_run(home: Path, seed: int, events: int) -> Run:
    """The next run of the installation; ordinals count through all seeds, so ids never collide."""
    runs = list_runs(home)
    ordinal = runs[-1].ordinal + 1 if runs else 1
    anchor = datetime.now(UTC).replace(second=0, microsecond=0)
    run = Run(f"run-{ordinal:05d}", seed, ordinal, events, anchor)
    path = _folder(home) / f"{run.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    described = json.dumps({**asdict(run), "anchor": anchor.isoformat()}, indent=2)
    with path.open("x", encoding="utf-8") as file:
        file.write(described)
    return run


def last_run(home: Path) -> Run:
    """The run to repeat. Raises NoRunYet."""
    runs = list_runs(home)
    if not runs:
        raise NoRunYet("nothing was sent yet: `headwater simulate` begins the first run")
    return runs[-1]


def list_runs(home: Path) -> list[Run]:
    """All runs, the oldest first."""
    return [_read(path) for path in sorted(_folder(home).glob("run-*.json"))]


def _read(path: Path) -> Run:
    described = json.loads(path.read_text(encoding="utf-8"))
    return Run(**{**described, "anchor": datetime.fromisoformat(described["anchor"])})


def _folder(home: Path) -> Path:
    return home / "runs"
