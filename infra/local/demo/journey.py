"""One demo, stage by stage: traffic, drain, cycle, serving, account."""

from collections import Counter
from typing import Any

from rich.console import Console

from infra.local.demo.accounts import figures_before, figures_of, own_figures
from infra.local.demo.archive import archived_message_ids
from infra.local.demo.cycle_worker import CycleWorker
from infra.local.demo.figures import Figures
from infra.local.demo.remembered import Remembered
from infra.local.demo.served import differing_answers
from infra.local.demo.stages import Stages
from infra.local.settings import Stack
from infra.local.stack import lifecycle, processes
from infra.local.stack.errors import StackError
from infra.local.stack.lag import wait_until_drained
from infra.local.stack.progress import starting
from infra.local.traffic.command import send_with_progress
from infra.local.traffic.journal import read_journal
from infra.local.traffic.runs import Run, begin_run
from infra.local.traffic.simulate import Sent
from ingest_lambdas.contract.lake_layout import load_hour_of
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.conservation.ledger import measure_conservation

DRAIN_SECONDS = 180.0
CYCLE_STAGES = ("load", "verify", "model", "export")


class Demo:
    """One demo under way; `complaints` gathers what is wrong, in words."""

    def __init__(self, stack: Stack, lake: Lake, warehouse: Warehouse, console: Console) -> None:
        self.complaints: list[str] = []
        self._stack = stack
        self._lake = lake
        self._warehouse = warehouse
        self._console = console
        self._stages = Stages(console)
        self._remembered = Remembered(stack.file("accounts.json"))

    def run(self, events: int, seed: int) -> tuple[Figures, Sent]:
        """Every stage in turn. Raises StackError where one cannot be done at all."""
        self._up()
        with CycleWorker(self._stack, self._tell_step) as worker:
            before = self._before()
            run = begin_run(self._stack.home, seed, events)
            sent = self._send(run)
            self._drain()
            cycle = self._cycle(worker)
            served_ok = self._serve()
            own, answered, balanced = self._account(run, before)
        self._stages.end()
        figures = Figures(
            sent=sent.calls,
            answered_ok=answered,
            **own,
            dbt=cycle["dbt"],
            expectations=cycle["expectations"],
            exported_items=cycle["exported_items"],
            served_ok=served_ok,
            stages=self._stages.seconds,
            balanced=balanced,
        )
        return figures, sent

    def _up(self) -> None:
        specs = processes.data_path(self._stack)
        with (
            self._stages.stage("up", "Stack: gateway, streams, lake, warehouse, hot tier"),
            starting(specs, self._console) as report,
        ):
            lifecycle.up(self._stack, specs, report)

    def _before(self) -> dict[str, int]:
        with self._console.status("reading what is there already"):
            return figures_before(self._lake, self._warehouse, self._remembered, self._settle)

    def _send(self, run: Run) -> Sent:
        with self._stages.stage("send", "Traffic: a shop's visitors, through a real SDK over HTTP"):
            sent = send_with_progress(self._stack, run, self._console)
        if not sent.complete:
            self.complaints.append(f"{sent.unanswered} unanswered, {sent.refused} refused")
        return sent

    def _drain(self) -> None:
        with (
            self._stages.stage("drain", "Streams: until collector and deliveries have it all"),
            self._console.status("draining") as status,
        ):
            drained = wait_until_drained(
                self._stack,
                DRAIN_SECONDS,
                lambda lag: status.update(
                    f"{lag.behind:,} records to read, {lag.buffered_bytes / 1024:,.0f} KiB buffered"
                ),
            )
        if not drained:
            raise StackError(
                "the streams do not drain; see `headwater status` and logs/streams.log"
            )

    def _cycle(self, worker: CycleWorker) -> dict[str, Any]:
        with self._stages.stage("import", "Cycle: load, verify, model, verify, export"):
            worker.await_ready()
        with self._console.status("running the cycle"):
            report = worker.run()
        for name in CYCLE_STAGES:
            self._stages.note(name, report["stages"][name])
        self.complaints.extend(report["failures"])
        if not report["success"] and not report["failures"]:
            self.complaints.append("the cycle failed; see logs/cycle.log")
        return report

    def _serve(self) -> bool:
        with self._stages.stage("serve", "Serving: aggregates over HTTP against the warehouse"):
            differing = differing_answers(self._stack, self._warehouse)
        self.complaints.extend(f"{path} answers otherwise than the warehouse" for path in differing)
        return not differing

    def _account(self, run: Run, before: dict[str, int]) -> tuple[dict[str, int], int, bool]:
        """This demo's own figures, the journal's entries, and whether all of it balances."""
        with self._stages.stage("account", "Account: every id, each side from its own source"):
            balance = measure_conservation(self._lake, self._warehouse)
            answered = Counter(read_journal(run.journal(self._stack.home)))
            lost = answered.keys() - archived_message_ids(self._lake, load_hour_of(run.anchor))
        self.complaints.extend(
            f"{name.replace('_', ' ')}: {found.count}, such as {', '.join(found.sample[:3])}"
            for name, found in balance.differences.items()
            if found.count
        )
        if lost:
            self.complaints.append(f"{len(lost)} ids were answered 200 and are not in the archive")
        after = figures_of(balance)
        if balance.balanced:
            self._remembered.remember(self._lake, self._warehouse, after)
        return own_figures(before, after), answered.total(), balance.balanced and not lost

    def _settle(self) -> None:
        """Events of before wait to be loaded: their cycle first."""
        self._console.print("[dim]events of before are not accounted for yet: their cycle first[/]")
        with CycleWorker(self._stack, self._tell_step) as worker:
            worker.await_ready()
            worker.run()

    def _tell_step(self, line: str) -> None:
        if line.endswith(" success"):
            self._console.print(f"  [green]✓[/] {line.removesuffix(' success')}", highlight=False)
