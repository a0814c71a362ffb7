"""The bars of the collector: its handler in process, beside what its libraries need alone."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.local.bench.collector_handler import (
    RECORDS_A_BATCH,
    Measured,
    make_collector,
    measure_cost,
    measure_rates,
)
from infra.local.bench.collector_records import kinesis_events, make_records
from infra.local.bench.stage_profile import profiled, shares

RUNS = 5
SIZES = (1, 10, 100, 1_000, 10_000)
FLAT = 1.5
_STAGES = {
    "arrivals": "opening records",
    "json_items": "opening records",
    "cleanness": "opening records",
    "segment_body": "opening records",
    "snowplow_body": "normalising",
    "protocols": "normalising",
    "call": "normalising",
    "police": "policing",
    "pseudonymise": "pseudonymising",
    "hiding": "pseudonymising",
    "hidden_contexts": "pseudonymising",
    "attributes": "enriching",
    "known_context": "enriching",
    "known_address": "enriching",
    "visit": "enriching",
    "enrich": "enriching",
    "judgement": "canonical event",
    "good_event": "canonical event",
    "canonical": "canonical event",
    "spliced": "canonical event",
    "fit": "canonical event",
    "remaining_context": "canonical event",
    "content": "event key and fingerprint",
    "identity": "event key and fingerprint",
    "event_time": "event time",
    "quarantine": "quarantine",
    "handler": "counting and packing",
    "outcomes": "counting and packing",
    "deliver": "counting and packing",
}


def bench_collector(folder: Path, tell: Tell, records: int = 10_000) -> Iterator[Bar]:
    """Every bar; `records` are those of one run, each a request of one event or several."""
    tell("putting mixed requests on the stream")
    runs = [make_records(folder, records // 3, run) for run in range(RUNS)]
    many = make_records(folder, records, RUNS)
    measured = make_collector(folder)
    yield from _rate_bars(measured, runs, tell)
    yield from _cost_bars(measured, many, tell)
    tell("profile by stage")
    yield from _profile_bars(measured, many)


def _rate_bars(measured: Measured, runs: list[list[bytes]], tell: Tell) -> Iterator[Bar]:
    tell(f"batches of {RECORDS_A_BATCH} records, the handler and the libraries by turns")
    rates = measure_rates(measured, runs)
    third = 1 / 3
    yield Bar("collector: events a second of one core", rates.handler, ">=", 20_000)
    name = "collector: share of the rate of parsing all, validating all, dumping the result"
    yield Bar(name, rates.handler / rates.read_whole, ">=", third)
    name = "collector: share of the rate of parsing, validating, dumping the bare event"
    yield Bar(name, rates.handler / rates.read_and_write, ">=", third)


def _cost_bars(measured: Measured, records: list[bytes], tell: Tell) -> Iterator[Bar]:
    costs = {}
    for size in (size for size in SIZES if size <= len(records)):
        tell(f"batches of {size:,} records")
        costs[size] = measure_cost(measured, records, size)
        yield Bar(f"collector: µs an event, {size:,} records a batch", costs[size], ">", 0)
    full = [cost for size, cost in costs.items() if size >= RECORDS_A_BATCH]
    name = "collector: cost of an event, worst beside best from 100 records a batch on"
    yield Bar(name, max(full) / min(full), "<=", FLAT)


def _profile_bars(measured: Measured, records: list[bytes]) -> Iterator[Bar]:
    batches = list(kinesis_events(records, RECORDS_A_BATCH))
    with profiled(_stage_of) as looks:
        took = measured.run(batches)
    cost = took * 1e6 / len(measured.take_good())
    for stage, share in shares(looks).items():
        yield Bar(f"collector: µs an event spent on {stage}", share * cost, ">", 0)


@lru_cache(maxsize=1024)
def _stage_of(file: Path) -> str | None:
    return (
        _STAGES.get(file.stem)
        or _STAGES.get(file.parent.name)
        or _STAGES.get(file.parent.parent.name)
    )
