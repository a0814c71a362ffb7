"""What can go wrong with the stack, each said so that one knows what to do."""

from pathlib import Path

LOG_LINES_SHOWN = 15


class StackError(Exception):
    """The stack cannot do what was asked; the text tells what to do."""


def port_taken(name: str, port: int, holder: str, described: Path) -> StackError:
    """A port of the installation is held by a stranger."""
    return StackError(
        f"{name} needs port {port}, which {holder} holds. Stop that process, or write another "
        f"port for it into {described} and start again."
    )


def died_at_start(name: str, log: Path) -> StackError:
    """A process ended before it served."""
    return StackError(f"{name} ended as it started. The end of {log}:\n{_tail(log)}")


def never_ready(name: str, seconds: float, log: Path) -> StackError:
    """A process lives but does not serve in time."""
    return StackError(
        f"{name} does not answer after {seconds:.0f} s. `headwater down`, then `headwater up` "
        f"starts it afresh. The end of {log}:\n{_tail(log)}"
    )


def _tail(log: Path) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])
    except OSError:
        return "(no log)"
