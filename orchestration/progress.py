"""Progress of a run on the terminal, read from the instance's event log while it runs."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dagster as dg

POLL_SECONDS = 0.5
TOLD = (
    dg.DagsterEventType.STEP_START,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.STEP_FAILURE,
)


@contextmanager
def told(instance: dg.DagsterInstance, run_id: str, say: Callable[[str], None]) -> Iterator[None]:
    """Say each step's start and end while the block runs."""
    ended = threading.Event()
    teller = threading.Thread(target=_tell, args=(instance, run_id, say, ended), daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _tell(
    instance: dg.DagsterInstance, run_id: str, say: Callable[[str], None], ended: threading.Event
) -> None:
    seen = 0
    last_look = False
    while not last_look:
        last_look = ended.wait(POLL_SECONDS)
        entries = instance.all_logs(run_id, of_type=set(TOLD))
        for entry in entries[seen:]:
            event = entry.dagster_event
            if event is not None:
                verb = event.event_type_value.removeprefix("STEP_").lower()
                say(f"{entry.step_key} {verb}")
        seen = len(entries)
