"""Funnels over histories, step by step in Python: what the warehouse's SQL has to agree with."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

Unit = Callable[["Event"], str]


class Event(NamedTuple):
    """What funnels look at of an event; in order of time, then of receipt, then of key."""

    at: datetime
    received_at: datetime
    key: str
    person: str
    session: str
    name: str


class Funnel(NamedTuple):
    """Each step is met by an event of one of its names."""

    steps: Sequence[frozenset[str]]
    by_person: bool
    strict: bool
    window: timedelta | None


class Reached(NamedTuple):
    """A step that an entry reached: the entry's first event and the one that met the step."""

    entry_key: str
    step: int
    key: str
    steps_reached: int


def find_reached(events: Sequence[Event], funnel: Funnel) -> set[Reached]:
    """Every step of the best way of each entry."""
    unit: Unit = (lambda event: event.person) if funnel.by_person else (lambda event: event.session)
    found: set[Reached] = set()
    for _, group in groupby(sorted(events, key=lambda e: (unit(e), e)), unit):
        history = [e for e in group if not (funnel.strict and e.name == "Page Pinged")]
        found.update(_of_unit(history, funnel))
    return found


def _of_unit(history: Sequence[Event], funnel: Funnel) -> Iterator[Reached]:
    starts = [place for place, event in enumerate(history) if event.name in funnel.steps[0]]
    day = (lambda place: history[place].at.date()) if funnel.by_person else (lambda place: None)
    for _, places in groupby(starts, day):
        ways = [_way(history, place, funnel) for place in places]
        best = max(ways, key=len)  # of several the first
        for step, place in enumerate(best, start=1):
            yield Reached(history[best[0]].key, step, history[place].key, len(best))


def _way(history: Sequence[Event], start: int, funnel: Funnel) -> list[int]:
    """The places of the events that meet the steps from a start on."""
    way = [start]
    for names in funnel.steps[1:]:
        last = way[-1] + 2 if funnel.strict else len(history)
        later = range(way[-1] + 1, min(last, len(history)))
        met = next((place for place in later if history[place].name in names), None)
        if met is None or _is_late(history[met].at - history[start].at, funnel.window):
            break
        way.append(met)
    return way


def _is_late(since: timedelta, window: timedelta | None) -> bool:
    return window is not None and since > window
