"""Which running process is ours: a pid alone is not enough, because pids are used again."""

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

# Linux derives a process's birth from the boot time, which clock adjustments move a little.
BIRTH_TOLERANCE_SECONDS = 2.0


@dataclass(frozen=True)
class IdentityCard:
    """Who a process of ours is: its pid and when it was born (seconds since the epoch)."""

    pid: int
    born: float


def write_card(path: Path, pid: int) -> IdentityCard:
    """Note who the process is, replacing whatever was noted."""
    card = IdentityCard(pid, psutil.Process(pid).create_time())
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".tmp")
    partial.write_text(json.dumps(asdict(card)))
    partial.replace(path)
    return card


def read_card(path: Path) -> IdentityCard | None:
    """The card, or None where none is readable (a crash can leave half a file)."""
    try:
        return IdentityCard(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def find_process(card: IdentityCard | None) -> psutil.Process | None:
    """The living process that the card describes; None when it is gone or someone else's."""
    if card is None:
        return None
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(card.pid)
        same = abs(process.create_time() - card.born) < BIRTH_TOLERANCE_SECONDS
        if same and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None


def find_orphans(card: IdentityCard | None, home: Path) -> list[psutil.Process]:
    """What a killed process left running: members of its session that carry our home."""
    if card is None:
        return []
    return [process for process in psutil.process_iter() if _belongs(process, card, home)]


def _belongs(process: psutil.Process, card: IdentityCard, home: Path) -> bool:
    try:
        return (
            os.getsid(process.pid) == card.pid
            and process.pid != card.pid
            and process.environ().get("HEADWATER_HOME") == str(home)
        )
    except (OSError, psutil.Error):
        return False
