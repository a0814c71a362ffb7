"""A dbt that has imported itself before it is needed: `python -m orchestration.dbt_ahead SOCKET`.

It waits for one command, which orchestration.dbt_command hands over together with its output, runs
it and ends. Who starts it holds its standard input: once that is closed, nobody will come.
"""

import json
import os
import select
import socket
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from orchestration.heavy_imports import imported_for_good

LARGEST_PIECE = 1024 * 1024
FAILED = 1
Dbt = Callable[[list[str]], int]


def main() -> None:
    """Listen, import, run the command that comes, answer with its exit code."""
    place = Path(sys.argv[1])
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        _bind_privately(listener, place)
        dbt = import_dbt()
        caller = _await_caller(listener)
    place.unlink(missing_ok=True)
    if caller is not None:
        with caller:
            serve(caller, dbt)


def serve(caller: socket.socket, dbt: Dbt) -> None:
    """Become the process that the caller is, tell it whom to interrupt, and how it ended."""
    arguments = _take_over(caller)
    caller.sendall(f"{os.getpid()}\n".encode())
    code = dbt(arguments)
    sys.stdout.flush()
    caller.sendall(f"{code}\n".encode())


def import_dbt() -> Dbt:
    """dbt's command line as a function of its arguments, with all that a build imports."""
    with imported_for_good():
        import redshift_connector
        from dbt.adapters import redshift  # noqa: F401
        from dbt.cli.main import cli

    # Left to itself the driver reads its whole call stack to find a name for each connection.
    redshift_connector.connect = partial(redshift_connector.connect, application_name="dbt")

    def run(arguments: list[str]) -> int:
        sys.argv = ["dbt", *arguments]
        try:
            cli(arguments, prog_name="dbt")
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else FAILED
        return 0

    return run


def _bind_privately(listener: socket.socket, place: Path) -> None:
    """Only this user may connect, and nobody before it listens.

    What a killed process of the same number left is replaced.
    """
    unheard = place.with_suffix(".new")
    unheard.unlink(missing_ok=True)
    usual = os.umask(0o077)
    try:
        listener.bind(str(unheard))
    finally:
        os.umask(usual)
    listener.listen(1)
    unheard.replace(place)


def _await_caller(listener: socket.socket) -> socket.socket | None:
    ready, _, _ = select.select([listener, sys.stdin], [], [])
    return listener.accept()[0] if listener in ready else None


def _take_over(caller: socket.socket) -> list[str]:
    message, outputs, _, _ = socket.recv_fds(caller, LARGEST_PIECE, 2)
    while not message.endswith(b"\n") and (more := caller.recv(LARGEST_PIECE)):
        message += more
    command: dict[str, Any] = json.loads(message)
    for output, own in zip(outputs, (1, 2), strict=True):
        os.dup2(output, own)
        os.close(output)
    os.environ.clear()
    os.environ.update(command["environment"])
    os.chdir(command["folder"])
    arguments: list[str] = command["arguments"]
    return arguments


if __name__ == "__main__":
    main()
