"""Progress of a run on the terminal, from the instance that it runs in."""

from collections.abc import Callable

import dagster as dg

TOLD = (
    dg.DagsterEventType.STEP_START,
    dg.DagsterEventType.STEP_SUCCESS,
    dg.DagsterEventType.STEP_FAILURE,
)


def tell_steps(instance: dg.DagsterInstance, run_id: str, say: Callable[[str], None]) -> None:
    """Say each step's start and end of a run that this process is about to run."""

    def hear(entry: dg.EventLogEntry) -> None:
        event = entry.dagster_event
        if event is not None and event.event_type in TOLD:
            verb = event.event_type_value.removeprefix("STEP_").lower()
            say(f"{entry.step_key} {verb}")

    instance.add_event_listener(run_id, hear)
