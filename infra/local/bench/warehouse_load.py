"""Our load beside dlt's, of the same files in one run: from the lake to the raw table."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.dependency_locks import LOCKS
from infra.local.bench.shop_history import History, write_history
from infra.local.bench.warehouse_side import open_warehouse_side
from infra.local.settings import PROJECT

ROUNDS = 2
# One busy hour in four: what a load meets is few hours with several files each.
LOAD_HOURS = 4
INSTALL_SECONDS, LONGEST_LOAD_SECONDS = 600, 3600


@dataclass(frozen=True)
class LoadFigures:
    """Events a second of each: ours with every column, dlt's by its two ways."""

    ours: float
    rows: float
    arrow: float


def measure_load(
    folder: Path, events: int, memory_limit: str, tell: Callable[[str], None]
) -> LoadFigures:
    """Each loads all files into an empty table, turn about; the best round counts."""
    tell(f"writing {events:,} events")
    history = write_history(folder / "history", events, LOAD_HOURS)
    tell("an environment for dlt")
    python = _install_dlt(folder / "dlt")
    ours, arrow = [], []
    for number in range(1, ROUNDS + 1):
        tell(f"loading, round {number} of {ROUNDS}: ours")
        ours.append(_load(folder / f"stack-{number}", history, memory_limit))
        tell(f"loading, round {number} of {ROUNDS}: dlt, arrow tables and Parquet")
        arrow.append(_load_with_dlt(python, "arrow", folder / f"arrow-{number}", history))
    tell("loading: dlt's ordinary path")
    rows = _load_with_dlt(python, "rows", folder / "rows", history)
    return LoadFigures(max(ours), rows, max(arrow))


def _load(folder: Path, history: History, memory_limit: str) -> float:
    with open_warehouse_side(folder, memory_limit) as side:
        report = side.load(side.upload(history, history.keys))
    return report.rows / report.seconds


def _install_dlt(folder: Path) -> Path:
    """dlt has an environment of its own, from its own lock."""
    uv = str(PROJECT / ".venv" / "bin" / "uv")
    python = folder / "bin" / "python"
    lock = str(LOCKS / "bench_dlt.txt")
    for command in (
        [uv, "venv", "--quiet", str(folder)],
        [uv, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", lock],
    ):
        subprocess.run(command, check=True, timeout=INSTALL_SECONDS)
    return python


def _load_with_dlt(python: Path, way: str, folder: Path, history: History) -> float:
    folder.mkdir()
    script = Path(__file__).with_name("dlt_load.py")
    done = subprocess.run(
        [str(python), str(script), way, str(history.folder), str(folder / "loaded.duckdb")],
        env={**os.environ, "RUNTIME__DLTHUB_TELEMETRY": "false", "DLT_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=LONGEST_LOAD_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"dlt failed: {done.stderr[-2000:]}")
    figures = json.loads(done.stdout.splitlines()[-1])
    return float(figures["rows"] / figures["seconds"])
