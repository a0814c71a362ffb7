"""What one more hour costs after a long history: beside a full refresh, and as history grows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.local.bench.dbt_statements import build
from infra.local.bench.shop_history import write_history
from infra.local.bench.warehouse_side import WarehouseSide, open_warehouse_side

HOURS_A_DAY = 24


@dataclass(frozen=True)
class GrowthFigures:
    """Server seconds of a build after `days` of history, and of one more after a further hour."""

    days: int
    full: float
    hour: float
    events: int
    hour_events: int

    @property
    def share(self) -> float:
        """The hour's build over the full one."""
        return self.hour / self.full


def measure_growth(
    folder: Path, days: int, events_an_hour: int, memory_limit: str, tell: Callable[[str], None]
) -> GrowthFigures:
    """Figures of one length of history, in servers of its own."""
    hours = days * HOURS_A_DAY
    tell(f"{days} days of history: writing {hours * events_an_hour:,} events")
    history = write_history(
        folder / "history", (hours + 1) * events_an_hour, hours + 1, step=HOURS_A_DAY
    )
    last = history.keys[-1].rsplit("/", 1)[0]
    further = [key for key in history.keys if key.startswith(last)]
    before = [key for key in history.keys if not key.startswith(last)]
    with open_warehouse_side(folder / "stack", memory_limit) as side:
        tell(f"{days} days of history: loading")
        loaded = side.load(side.upload(history, before))
        tell(f"{days} days of history: full refresh")
        full = _server_seconds(side, folder, "--full-refresh")
        tell(f"{days} days of history: one hour more")
        more = side.load(side.upload(history, further))
        hour = _server_seconds(side, folder)
    return GrowthFigures(days, full, hour, loaded.rows, more.rows)


def _server_seconds(side: WarehouseSide, folder: Path, *arguments: str) -> float:
    return sum(sent.seconds for sent in build(side, folder / "target", *arguments))
