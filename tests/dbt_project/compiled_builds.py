"""Builds without a dbt process each: dbt's own statements, compiled once and run again.

dbt runs the project twice on an empty warehouse, in full and then incrementally; what it compiled
and ran is read from its target folders. The iterations of the identity graph, whose number hangs on
the data, are compiled beside, as is what the hook of a whole build records.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.dbt_project.loaded_warehouse import LoadedWarehouse
from tests.dbt_project.warehouse import Warehouse

TEMPORARY = re.compile(r'"?\w+__dbt_tmp\w*"?')
INCREMENTAL = "incremental"
# Made by a loop over the data before the model that reads it, in macros/connect_identifiers.sql.
GRAPH = "identity_connected"
RECORDED = "recorded-build"
INLINE = (
    "{{ pairs_downwards(linkable_pairs()) }} -- next\n{{ count_of_unsettled('hanging') }} -- next\n"
    "{{ pairs_settled_once('hanging') }} -- next\n{{ members('hanging') }} -- next\n"
    f"{{{{ record_of_build('{RECORDED}') }}}}"
)
Execute = Callable[[str], Any]


@dataclass(frozen=True)
class Model:
    """One table's statements, none of which is DDL: a catalogue that stays makes them cheap."""

    name: str
    relation: str
    materialized: str
    full: str
    incremental: str
    exchange: str
    reads_graph: bool

    @property
    def scratch(self) -> str:
        """Where new rows wait, as in dbt's temporary table."""
        return f"{self.relation}_scratch"

    def build_in_full(self, execute: Execute) -> None:
        """As dbt does with --full-refresh."""
        _fill(execute, self.scratch, self.full)
        _fill(execute, self.relation, f"select * from {self.scratch}")

    def build_in_scope(self, execute: Execute) -> None:
        """As dbt does where the table is there."""
        _fill(execute, self.scratch, self.incremental)
        if self.materialized != INCREMENTAL:
            _fill(execute, self.relation, f"select * from {self.scratch}")
            return
        execute("begin")
        for statement in self.exchange.split(";"):
            execute(TEMPORARY.sub(self.scratch, statement))
        execute("commit")


@dataclass
class CompiledProject:
    """The tables in the order of building, with what marks loads as built."""

    models: list[Model]
    rounds: list[str]
    record: str
    invocations: tuple[str, ...]
    builds: int = field(default=0)
    warehouse: LoadedWarehouse = field(init=False)

    @cached_property
    def incremental(self) -> list[Model]:
        """Models that are rebuilt in part."""
        return [model for model in self.models if model.materialized == INCREMENTAL]

    def prepare(self, execute: Execute) -> None:
        """All DDL: the scratch tables, and in this session those of the identity graph."""
        for model in self.models:
            execute(f"create table {model.scratch} (like {model.relation})")
        downwards, _, _, members = self.rounds
        for table in ("hanging", "settled"):
            execute(f"create temporary table {table} as {downwards}")
        execute(f"create temporary table {GRAPH} as {members}")

    def build(self, execute: Execute, *, full: bool = False, most: int | None = None) -> None:
        """Build all models, or no more than `most`, after which the build dies."""
        self.builds += 1
        run = self._with_build_id(execute)
        for model in self.models[:most]:
            if model.reads_graph:
                self._connect(run)
            (model.build_in_full if full else model.build_in_scope)(run)
        if most is None:
            for statement in filter(str.strip, self.record.split(";")):
                run(statement)

    def _with_build_id(self, execute: Execute) -> Execute:
        def run(statement: str) -> Any:
            for invocation in self.invocations:
                statement = statement.replace(invocation, f"build-{self.builds}")
            return execute(statement)

        return run

    def _connect(self, run: Execute) -> None:
        downwards, unsettled, settled, members = self.rounds
        _fill(run, "hanging", downwards)
        while run(unsettled)[0][0]:
            _fill(run, "settled", settled)
            _fill(run, "hanging", "select * from settled")
        _fill(run, GRAPH, members)


def _fill(execute: Execute, table: str, query: str) -> None:
    execute(f"delete from {table}")
    execute(f"insert into {table} ({query})")


def compile_project(warehouse: Warehouse, folder: Path) -> CompiledProject:
    """Compile everything that incremental models are made from, and these."""
    full, scoped = folder / "full", folder / "scoped"
    scoped.mkdir()
    results = [_run(warehouse, full)]
    shutil.copy(full / "partial_parse.msgpack", scoped)
    results.append(_run(warehouse, scoped))
    inline = _done(warehouse, scoped, "compile", "--quiet", "--inline", INLINE).split("-- next")
    return read_project(full, scoped, results, inline)


def read_project(
    full: Path, scoped: Path, results: list[dict[str, Any]], inline: list[str]
) -> CompiledProject:
    """The project from the target folders of both runs and their results."""
    nodes = json.loads((full / "manifest.json").read_text())["nodes"]
    told = [one["unique_id"] for one in results[0]["results"]]
    built = [one for one in told if nodes.get(one, {}).get("resource_type") == "model"]
    models = [_model(nodes[one], full, scoped) for one in _in_order(built, nodes)]
    invocations = tuple(one["metadata"]["invocation_id"] for one in results)
    tables = [model for model in models if model.materialized != "view"]
    *rounds, record = inline
    return CompiledProject(tables, rounds, record, (*invocations, RECORDED))


def _run(warehouse: Warehouse, folder: Path) -> dict[str, Any]:
    _done(warehouse, folder, "run", "--select", "+config.materialized:incremental")
    results: dict[str, Any] = json.loads((folder / "run_results.json").read_text())
    return results


def _model(node: dict[str, Any], full: Path, scoped: Path) -> Model:
    place = Path(node["package_name"]) / node["original_file_path"]
    exchange = (scoped / "run" / place).read_text()
    hooks = " ".join(hook["sql"] for hook in node["config"]["pre-hook"])
    return Model(
        name=node["name"],
        relation=f"{node['schema']}.{node['alias']}",
        materialized=node["config"]["materialized"],
        full=(full / "compiled" / place).read_text(),
        incremental=(scoped / "compiled" / place).read_text(),
        exchange=exchange,
        reads_graph="connect_identifiers" in hooks,
    )


def _in_order(names: Iterable[str], nodes: dict[str, Any]) -> list[str]:
    waiting = sorted(names)
    placed: list[str] = []
    while waiting:
        ready = [n for n in waiting if not set(nodes[n]["depends_on"]["nodes"]) & set(waiting)]
        placed += ready
        waiting = [name for name in waiting if name not in ready]
    return placed


def _done(warehouse: Warehouse, folder: Path, *command: str) -> str:
    done = warehouse.dbt(folder, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
