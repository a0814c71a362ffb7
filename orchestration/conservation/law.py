"""The conservation law (semantics.md 1), by ids. Pure: each side is handed in, none is derived.

arrivals = good ∪ rejected ∪ consent_dropped, each by its latest attempt; distinct good arrivals in
the lake = distinct arrivals in raw.events; rows in raw.events = fct_events + transport + resent
duplicates + superseded attempts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SAMPLE = 20

# An id's sides are bits of one number: a million ids on all sides stay one dictionary. Above the
# bits stands the attempt whose outcome is the current one, counted from 1; 0 without an outcome.
ARRIVED = 1
GOOD = 2
REJECTED = 4
CONSENT_DROPPED = 8
DISCARDED = 16
IN_EVENTS = 32
IN_REJECTED_EVENTS = 64
GOOD_ONCE = 128
REJECTED_ONCE = 256
TOMBSTONE_ONCE = 512
OUTCOMES = GOOD | REJECTED | CONSENT_DROPPED | DISCARDED
# Tombstones are lines of rejected/ and rows of raw.rejected_events as well.
SET_ASIDE = REJECTED_ONCE | TOMBSTONE_ONCE
ATTEMPT_SHIFT = 10
_BITS = (1 << ATTEMPT_SHIFT) - 1
_ONCE = {GOOD: GOOD_ONCE, REJECTED: REJECTED_ONCE, CONSENT_DROPPED: TOMBSTONE_ONCE, DISCARDED: 0}

Sides = dict[str, int]


def mark(sides: Sides, ids: Iterable[str], side: int) -> int:
    """Note that these ids are on a side; the number of ids given, repeats included."""
    given = 0
    for arrival_id in ids:
        sides[arrival_id] = sides.get(arrival_id, 0) | side
        given += 1
    return given


def decide(sides: Sides, arrival_id: str, outcome: int, attempt: int) -> None:
    """Note an attempt's outcome: the current one unless a later attempt's is known.

    Of a replayed attempt that was sent twice, once before and once after a schema was mended,
    good counts, as it does in the warehouse. Of first attempts two outcomes stand out.
    """
    known = sides.get(arrival_id, 0)
    current, number = known >> ATTEMPT_SHIFT, attempt + 1
    outcomes = outcome if number > current else known & OUTCOMES
    if number == current:
        outcomes |= outcome
        if attempt and outcomes & GOOD:
            outcomes = GOOD
    seen = known & _BITS & ~OUTCOMES | _ONCE[outcome]
    sides[arrival_id] = seen | outcomes | max(number, current) << ATTEMPT_SHIFT


@dataclass(frozen=True)
class ModelCounts:
    """raw.events against fct_events, counted by the warehouse; `keys_*` compare event keys.

    Arrivals and keys are of `current_rows`: those that no later attempt has superseded.
    """

    rows: int
    current_rows: int
    distinct_arrivals: int
    distinct_keys: int
    events: int
    keys_missing: tuple[str, ...] = ()
    keys_extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class HourRows:
    """Rows of one load hour: lines in the lake, rows in the warehouse."""

    load_hour: str
    lake_rows: int
    warehouse_rows: int
    lake_rejected: int
    warehouse_rejected: int

    @property
    def balanced(self) -> bool:
        """Nothing lost or doubled between lake and warehouse in this hour."""
        return (self.lake_rows, self.lake_rejected) == (
            self.warehouse_rows,
            self.warehouse_rejected,
        )


@dataclass(frozen=True)
class Difference:
    """Ids on one side and not on the other: how many, and a sample."""

    count: int
    sample: tuple[str, ...]


@dataclass(frozen=True)
class Balance:
    """Every event accounted for, or the ids that are not.

    good, rejected and consent_dropped are current outcomes. Of the good ones, `recovered` were
    set aside once; of the rejected ones, `discarded` were given up and `open_rejected` wait.
    """

    arrivals: int
    good: int
    recovered: int
    rejected: int
    open_rejected: int
    discarded: int
    consent_dropped: int
    lake_rows: int
    warehouse_rows: int
    rejected_rows: int
    events: int
    transport_duplicates: int
    resent_duplicates: int
    superseded_attempts: int
    differences: Mapping[str, Difference]
    hours: tuple[HourRows, ...]
    rows_unexplained: int

    @property
    def balanced(self) -> bool:
        """The law holds: no id differs, no row is unexplained, in total and in each hour."""
        no_difference = not any(found.count for found in self.differences.values())
        return no_difference and not self.rows_unexplained and all(h.balanced for h in self.hours)


def weigh(sides: Mapping[str, int], models: ModelCounts, hours: Iterable[HourRows]) -> Balance:
    """The balance of what each source says."""
    by_hour = tuple(hours)
    superseded = models.rows - models.current_rows
    transport = models.current_rows - models.distinct_arrivals
    resent = models.distinct_arrivals - models.distinct_keys
    return Balance(
        arrivals=_count(sides, ARRIVED),
        good=_count(sides, GOOD),
        recovered=_count(sides, GOOD, REJECTED_ONCE),
        rejected=_count(sides, REJECTED | DISCARDED),
        open_rejected=_count(sides, REJECTED),
        discarded=_count(sides, DISCARDED),
        consent_dropped=_count(sides, CONSENT_DROPPED),
        lake_rows=sum(hour.lake_rows for hour in by_hour),
        warehouse_rows=models.rows,
        rejected_rows=sum(hour.warehouse_rejected for hour in by_hour),
        events=models.events,
        transport_duplicates=transport,
        resent_duplicates=resent,
        superseded_attempts=superseded,
        differences=_differences(sides, models),
        hours=by_hour,
        rows_unexplained=models.rows - models.events - transport - resent - superseded,
    )


def _differences(sides: Mapping[str, int], models: ModelCounts) -> dict[str, Difference]:
    return {
        "arrived_without_outcome": _present(sides, ARRIVED, OUTCOMES),
        "outcome_without_arrival": _present(sides, OUTCOMES, ARRIVED),
        "more_than_one_outcome": _sampled(
            key for key, side in sides.items() if (side & OUTCOMES).bit_count() > 1
        ),
        "good_not_in_events": _present(sides, GOOD_ONCE, IN_EVENTS),
        "in_events_not_good": _present(sides, IN_EVENTS, GOOD_ONCE),
        "rejected_not_in_rejected_events": _present(sides, SET_ASIDE, IN_REJECTED_EVENTS),
        "in_rejected_events_not_rejected": _present(sides, IN_REJECTED_EVENTS, SET_ASIDE),
        "event_keys_not_in_fct_events": _sampled(models.keys_missing),
        "event_keys_only_in_fct_events": _sampled(models.keys_extra),
    }


def _count(sides: Mapping[str, int], outcomes: int, and_also: int = -1) -> int:
    return sum(1 for found in sides.values() if found & outcomes and found & and_also)


def _present(sides: Mapping[str, int], here: int, not_there: int) -> Difference:
    return _sampled(k for k, side in sides.items() if side & here and not side & not_there)


def _sampled(ids: Iterable[str]) -> Difference:
    found = list(ids)
    return Difference(len(found), tuple(sorted(found)[:SAMPLE]))
