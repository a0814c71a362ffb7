"""`headwater-dbt`: dbt as a command, run by the dbt that was started ahead where one waits.

Either way its caller sees one process with dbt's output, exit code and answer to an interrupt.
"""

import json
import os
import signal
import socket
import sys
from pathlib import Path

FAILED = 1


def place_of(folder: Path, starter: int) -> Path:
    """Where the dbt listens that the process `starter` has started for its target folder."""
    return folder / f"ahead-{starter}.sock"


def main() -> None:
    """Hand the command over; with nobody to take it, become dbt."""
    folder = Path(os.environ.get("DBT_TARGET_PATH", "target"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        try:
            link.connect(str(place_of(folder, os.getppid())))
        except OSError:
            _become_dbt()
        sys.exit(hand_over(link, sys.argv[1:]))


def hand_over(link: socket.socket, arguments: list[str]) -> int:
    """Have the arguments run with this process's output, environment and folder; the exit code."""
    command = {
        "arguments": arguments,
        "environment": dict(os.environ),
        "folder": str(Path.cwd()),
    }
    message = json.dumps(command).encode() + b"\n"
    sent = socket.send_fds(link, [message], [sys.stdout.fileno(), sys.stderr.fileno()])
    link.sendall(message[sent:])
    with link.makefile() as answers:
        if (runner := answers.readline()) != "":
            signal.signal(signal.SIGINT, lambda *_: os.kill(int(runner), signal.SIGINT))
        # It says nothing more where it was killed.
        return int(answers.readline() or FAILED)


def _become_dbt() -> None:
    dbt = str(Path(sys.executable).with_name("dbt"))
    os.execv(dbt, [dbt, *sys.argv[1:]])
