"""The models' statements through the server, beside their translations straight in DuckDB."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from infra.local.bench.dbt_statements import Sent, build
from infra.local.bench.straight_duckdb import time_straight
from infra.local.bench.warehouse_side import WarehouseSide

ROUNDS = 2


@dataclass(frozen=True)
class ModelFigures:
    """Seconds of a whole build's statements, the best round of each side."""

    server: float
    duckdb: float
    statements: int

    @property
    def ratio(self) -> float:
        """1 where the server adds nothing."""
        return self.server / self.duckdb


def measure_models(
    side: WarehouseSide, folder: Path, memory_limit: str, tell: Callable[[str], None]
) -> ModelFigures:
    """Full builds over what the raw tables of the side hold, turn about with DuckDB alone."""
    before = folder / "before-models.duckdb"
    side.copy_file(before)
    server: list[float] = []
    duckdb: list[float] = []
    sent: list[Sent] = []
    for number in range(1, ROUNDS + 1):
        tell(f"dbt build, round {number} of {ROUNDS}")
        sent = build(side, folder / "target", "--full-refresh")
        server.append(sum(statement.seconds for statement in sent))
        if number == 1:
            first = sent
        tell(f"the same statements straight in DuckDB, round {number} of {ROUNDS}")
        duckdb.append(_time_copy(before, first, memory_limit))
    return ModelFigures(min(server), min(duckdb), len(sent))


def _time_copy(before: Path, sent: list[Sent], memory_limit: str) -> float:
    copy = before.with_name("straight.duckdb")
    shutil.copy(before, copy)
    try:
        return time_straight(copy, sent, memory_limit, os.cpu_count() or 2)
    finally:
        copy.unlink()
