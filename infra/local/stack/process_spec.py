"""What a process of the stack is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Probe = Callable[[], bool]


@dataclass(frozen=True)
class ProcessSpec:
    """One process: how it starts and how one sees that it serves.

    `ports` are all that it listens on, checked for squatters before it starts.
    `patience` is how many seconds it may take until its probe answers.
    """

    name: str
    purpose: str
    argv: tuple[str, ...]
    is_ready: Probe
    environment: Mapping[str, str] = field(repr=False)
    ports: tuple[int, ...] = ()
    patience: float = 30.0


@dataclass(frozen=True)
class ProcessFiles:
    """Where a process's traces are kept: its identity card and its log."""

    card: Path
    log: Path


def files_of(home: Path, name: str) -> ProcessFiles:
    """The files of the process `name` of the installation under `home`."""
    return ProcessFiles(card=home / "pids" / f"{name}.json", log=home / "logs" / f"{name}.log")
