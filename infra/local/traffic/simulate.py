"""One run of the simulated shop, from the first call to the last answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Event

from infra.local.settings import Stack
from infra.local.traffic.ad_report import AdCosts, write_report
from infra.local.traffic.calls import Call
from infra.local.traffic.generate import generate
from infra.local.traffic.journal import Journal
from infra.local.traffic.runs import Run
from infra.local.traffic.sender import Sender

PORTION = 500
# Without any answer for so long the gateway counts as gone; what is unanswered is then reported.
PATIENCE_SECONDS = 120.0
PAUSE_BEFORE_AGAIN = 1.0

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Sent:
    """What a run's sender saw. `calls` counts resends, `distinct` does not."""

    calls: int
    distinct: int
    answered: int
    unanswered: int
    flawed: int
    refused: dict[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Every call was answered 200."""
        return not self.unanswered and not self.refused


def simulate(
    stack: Stack, run: Run, progress: Progress, patience: float = PATIENCE_SECONDS
) -> Sent:
    """Send the run's calls; `progress` hears how many were answered so far.

    Calls that got no answer, such as while the gateway is down, are sent again with the same ids
    until nothing is answered for `patience` seconds.
    """
    journal = Journal(run.journal(stack.home))
    sender = Sender(stack, journal, patience)
    tally = _Tally()
    try:
        for portion in _portions(generate(run.seed, run.ordinal, run.events, run.anchor)):
            tally.count(portion)
            sender.send(portion)
            progress(sender.answered)
            if sender.gateway_is_gone:
                break
        unanswered = _send_until_answered(sender)
        progress(sender.answered)
    finally:
        sender.close()
        journal.close()
    write_report(stack.home, run.name, tally.ad_costs)
    return Sent(
        calls=tally.calls,
        distinct=len(tally.ids),
        answered=sender.answered,
        unanswered=unanswered,
        flawed=tally.flawed,
        refused=dict(sender.refused),
    )


def _send_until_answered(sender: Sender) -> int:
    unanswered = sender.flush()
    while unanswered and not sender.gateway_is_gone:
        Event().wait(PAUSE_BEFORE_AGAIN)
        sender.send(unanswered)
        unanswered = sender.flush()
    return len(unanswered)


class _Tally:
    def __init__(self) -> None:
        self.calls = 0
        self.flawed = 0
        self.ids: set[str] = set()
        self.ad_costs = AdCosts()

    def count(self, calls: list[Call]) -> None:
        self.calls += len(calls)
        self.flawed += sum(call.flaw is not None for call in calls)
        self.ids.update(call.message_id for call in calls)
        for call in calls:
            self.ad_costs.count(call)


def _portions(calls: Iterable[Call]) -> Iterator[list[Call]]:
    portion: list[Call] = []
    for call in calls:
        portion.append(call)
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion
