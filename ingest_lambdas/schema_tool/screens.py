"""How the command looks in a terminal."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from ingest_lambdas.contract.compatibility.finding import Bump
from ingest_lambdas.contract.compatibility.versions import Change, next_version, promised_bump
from ingest_lambdas.contract.json_pointer import point_to
from ingest_lambdas.contract.schema import Schema
from ingest_lambdas.contract.schema_faults import Fault
from ingest_lambdas.runtime.live_registry import RegistryUnreadable
from ingest_lambdas.schema_tool.inferring import Proposal
from ingest_lambdas.schema_tool.off_plan import Sighting

_FAULTS = (ValueError, OSError, RegistryUnreadable, BotoCoreError, ClientError)


@contextmanager
def told_errors(console: Console) -> Iterator[None]:
    """What a user can mend is told without a traceback, and ends the command with 1."""
    try:
        yield
    except _FAULTS as error:
        console.print(f"[bold red]error[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(1) from error


@contextmanager
def reading(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar over the quarantine's files."""
    columns = (TextColumn("quarantine"), BarColumn(), MofNCompleteColumn(), TextColumn("files"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("files", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_faults(console: Console, folder: Path, faults: Sequence[Fault]) -> None:
    """One line a fault, errors first within a file; a last line with the sum."""
    for fault in faults:
        mark = "[bold red]error[/]  " if fault.is_error else "[yellow]warning[/]"
        place = escape(f"{fault.path} {fault.pointer}".rstrip())
        console.print(f"{mark} {place}: {escape(fault.message)}", soft_wrap=True)
    wrong = sum(fault.is_error for fault in faults)
    told = f"{wrong} errors, {len(faults) - wrong} warnings in {folder}"
    console.print(f"[{'red' if wrong else 'green'}]{escape(told)}[/]", soft_wrap=True)


def print_change(console: Console, old: Schema, new: Schema, change: Change) -> None:
    """What became narrower, what else changed, the bump that this asks for."""
    narrower = {finding.pointer for finding in change.findings}
    for finding in change.findings:
        console.print(f"[red]narrower[/] {escape(str(finding))} [dim]({finding.bump.name})[/]")
    for pointer, before, after in changes(old.schema, new.schema):
        if pointer not in narrower:
            console.print(f"[dim]changed [/] {escape(f'{pointer}: {before} → {after}')}")
    if change.needed is Bump.NONE:
        console.print("they say the same: no new version is needed")
        return
    fitting = next_version(old.ref.version, change.needed)
    console.print(f"this asks for [bold]{change.needed.name}[/]: after {old.ref.version} {fitting}")
    same_family = old.ref[:2] == new.ref[:2] and old.ref.version < new.ref.version
    if same_family and promised_bump(old.ref.version, new.ref.version) < change.needed:
        console.print(f"[bold red]but it is called {new.ref.version}[/]")


def changes(old: Any, new: Any, pointer: str = "") -> Iterator[tuple[str, str, str]]:
    """(pointer, before, after) of everything that differs, but for the self block."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            if (pointer, key) != ("", "self"):
                place = f"{pointer}{point_to([key])}"
                yield from changes(old.get(key), new.get(key), place)
    elif old != new or type(old) is not type(new):
        yield pointer, _short(old), _short(new)


def print_sightings(console: Console, sightings: Mapping[str, Sighting]) -> None:
    """What is off the plan, the most frequent first."""
    if not sightings:
        console.print("nothing is off the plan there")
        return
    table = Table("off the plan", "events", "fields", box=None)
    for name, sighting in sorted(sightings.items(), key=lambda pair: -pair[1].seen.count):
        fields = ", ".join(sorted(sighting.seen.fields)[:8])
        table.add_row(escape(name), f"{sighting.seen.count:,}", escape(fields))
    console.print(table)
    console.print('next: headwater schema infer "NAME"')


def print_proposal(console: Console, proposal: Proposal, file: Path) -> None:
    """The proposed fields and where they were written."""
    table = Table("field", "type", "needed", "bounds", box=None)
    needed = proposal.schema.get("required", ())
    for name, field in proposal.schema.get("properties", {}).items():
        kind = field.get("type", "any" if "enum" not in field else "listed")
        told = kind if isinstance(kind, str) else " or ".join(kind)
        plain = ("description", "type", "properties", "items", "required")
        bounds = ", ".join(f"{k} {_short(v)}" for k, v in field.items() if k not in plain)
        table.add_row(escape(name), told, "yes" if name in needed else "", escape(bounds))
    console.print(table)
    console.print(f"written from {proposal.events:,} events: {file}", soft_wrap=True)


def print_next_steps(console: Console, into: Path | None, replay: str = "") -> None:
    """What to do with a schema that was just written."""
    where = f" {into}" if into else ""
    console.print("next: say what its fields mean, tighten what you know better", soft_wrap=True)
    console.print(f"      headwater schema lint{where}", soft_wrap=True)
    if replay:
        console.print(f"      headwater replay {escape(replay)}", soft_wrap=True)


def _short(value: Any) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
