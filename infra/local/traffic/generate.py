"""The shop's traffic of one run: the same seed and ordinal give the same calls, always."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from math import ceil
from random import Random

from infra.local.traffic.calls import Call, Draft, Visit, message_id
from infra.local.traffic.flaws import spoil_some
from infra.local.traffic.journeys import travel
from infra.local.traffic.timetable import Timetable
from infra.local.traffic.visitors import meet

# One shift's calls are held and sorted at once: this bounds the memory of any run.
SHIFT = 20_000
RESEND_SHARE = 0.005
RESEND_DISTANCE = 500
LATE_VISITS = 0.01
LATE_DAYS = (2, 9)
EVENTS_PER_VISITOR = 25


def generate(seed: int, ordinal: int, events: int, anchor: datetime) -> Iterator[Call]:
    """`events` calls, resends included, of the run `ordinal`, in the order of their sending.

    They happened in the days before `anchor` (a moment in UTC), late ones before that.
    """
    run = _Run(seed, ordinal, events, anchor)
    numbers = count()
    for shift in range(run.shifts):
        quota = events // run.shifts + (shift < events % run.shifts)
        rng = Random(f"{seed}/{ordinal}/{shift}")
        drafts = run.visits(shift, rng, quota - int(quota * RESEND_SHARE))
        calls = [_call(seed, ordinal, next(numbers), draft) for draft in drafts]
        yield from _with_resends(calls, quota - len(calls), rng)


class _Run:
    """What all shifts of a run share: its people, its timetable, whom it has seen so far."""

    def __init__(self, seed: int, ordinal: int, events: int, anchor: datetime) -> None:
        self.shifts = ceil(events / SHIFT)
        self._name = f"{seed}-{ordinal}"
        self._seed = seed
        self._visitors = max(20, events // EVENTS_PER_VISITOR)
        self._anchor = anchor
        self._timetable = Timetable(anchor)
        self._seen: set[int] = set()

    def visits(self, shift: int, rng: Random, wanted: int) -> list[Draft]:
        """That many drafts of whole visits (the last is cut), in the order of their sending."""
        drafts: list[Draft] = []
        for number in count():
            if len(drafts) >= wanted:
                break
            start = self._timetable.moment((shift + rng.random()) / self.shifts)
            drafts.extend(self._visit(rng, start, f"{self._name}-{shift}-{number}"))
        return sorted(drafts[:wanted], key=lambda draft: draft.order)

    def _visit(self, rng: Random, start: datetime, visit_id: str) -> Iterator[Draft]:
        index = int(self._visitors * rng.random() ** 1.6)
        is_late = rng.random() < LATE_VISITS
        delay = timedelta(days=rng.uniform(*LATE_DAYS)) if is_late else timedelta()
        visit = Visit(meet(self._seed, index), rng, start, self._anchor, delay)
        travel(visit, visit_id, first=index not in self._seen)
        self._seen.add(index)
        return (spoil_some(draft, rng) for draft in visit.drafts)


def _call(seed: int, ordinal: int, n: int, draft: Draft) -> Call:
    return Call(
        message_id=message_id(seed, ordinal, n),
        source=draft.source,
        method=draft.method,
        timestamp=draft.at,
        arguments=draft.arguments,
        flaw=draft.flaw,
    )


def _with_resends(calls: list[Call], resends: int, rng: Random) -> Iterator[Call]:
    """The calls, with some of them once more, each somewhere after its first time."""
    due: dict[int, list[Call]] = defaultdict(list)
    for place in rng.sample(range(len(calls)), min(resends, len(calls))):
        later = min(place + rng.randint(1, RESEND_DISTANCE), len(calls) - 1)
        due[later].append(calls[place].again())
    for place, call in enumerate(calls):
        yield call
        yield from due[place]
