"""The collector killed at any point of a batch: every arrival ends, in order, and none is lost."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest_lambdas.collector.deliver import Delivery
from ingest_lambdas.collector.enrichments import watch_enrichments
from ingest_lambdas.collector.handler import Collector
from ingest_lambdas.collector.judgement import Judge
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.quarantine import Quarantine
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.runtime.firehose_writer import FirehoseWriter
from ingest_lambdas.runtime.kinesis_writer import KinesisWriter
from ingest_lambdas.runtime.sources import Sources
from tests.ingest_lambdas.collector.crashing_world import FAULTS, World, run_to_the_end

Make = Callable[..., Any]
Start = Callable[[World], Collector]
KINDS = ("good", "off_plan", "refused", "mixed", "poison", "oversize", "pair")
VISITORS = 3


@pytest.fixture(scope="module")
def start(
    pseudonymiser: Pseudonymiser, sources_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Start:
    """Starts a collector in a world; who refuses marketing is dropped."""
    file = tmp_path_factory.mktemp("enrichments") / "enrichments.toml"
    file.write_text('[consent.purposes]\nmarketing = "drop"\n')
    enrichments = watch_enrichments(file).current
    judge = Judge(packaged, pseudonymiser, Sources(sources_file), enrichments)

    def make(world: World) -> Collector:
        kinesis: Any = world
        delivery = Delivery(
            KinesisWriter(kinesis, "validated", lambda seconds: None),
            FirehoseWriter(kinesis, "rejected", lambda seconds: None),
        )
        return Collector(judge, Quarantine(pseudonymiser), delivery, world.fetch_body)

    return make


@settings(max_examples=300)
@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=9),
    faults=st.dictionaries(st.integers(0, 30), st.sampled_from(FAULTS), max_size=12),
    size=st.integers(1, 9),
    bisect=st.booleans(),
    patience=st.booleans(),
)
def test_every_arrival_has_its_outcome_wherever_the_process_dies(
    kinds: list[str],
    faults: dict[int, Any],
    size: int,
    bisect: bool,
    patience: bool,
    start: Start,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    invocation: Make,
) -> None:
    world = World(faults)
    made = [make_record(kind, n, world, raw_record, track) for n, kind in enumerate(kinds)]
    records = kinesis_event(*(record for record, _ in made))["Records"]
    expected = {
        f"shardId-000000000001:{100 + n}:{index}": outcome
        for n, (_, outcomes) in enumerate(made)
        for index, outcome in enumerate(outcomes)
    }
    context = invocation(40_000 if patience else 20_000)
    run_to_the_end(world, records, size, bisect, start, context)
    assert outcomes_in(world) == expected
    assert_ordered(world)


@pytest.mark.parametrize("fault", FAULTS)
def test_two_faults_in_a_row_at_each_call_of_a_batch(
    fault: Any,
    start: Start,
    kinesis_event: Make,
    raw_record: Make,
    track: Make,
    invocation: Make,
) -> None:
    for place, following in product(range(9), FAULTS):
        world = World({place: fault, place + 1: following})
        made = [make_record(kind, n, world, raw_record, track) for n, kind in enumerate(KINDS)]
        records = kinesis_event(*(record for record, _ in made))["Records"]
        run_to_the_end(world, records, len(KINDS), False, start, invocation(20_000))
        assert Counter(outcomes_in(world).values()) == Counter(o for _, os in made for o in os)
        assert_ordered(world)


def make_record(
    kind: str, number: int, world: World, raw_record: Make, track: Make
) -> tuple[Any, list[str]]:
    """A record, and what is to become of each arrival in it."""
    visitor = f"visitor-{number % VISITORS}-of-a-shop"
    good = track(anonymousId=visitor, messageId=f"m-{number}")
    bad = {**good, "event": "Off Plan"}
    refusal = {"consent": {"categoryPreferences": {"marketing": False}}}
    refused = {**good, "context": refusal}
    if kind == "poison":
        return b"\xff no record", ["rejected"]
    items, outcomes = {
        "good": ([good], ["good"]),
        "off_plan": ([bad], ["rejected"]),
        "refused": ([refused], ["consent_dropped"]),
        "mixed": ([good, bad, refused], ["good", "rejected", "consent_dropped"]),
        "oversize": ([good, bad], ["good", "rejected"]),
        "pair": ([good, good], ["good", "good"]),
    }[kind]
    if kind != "oversize":
        return raw_record({"batch": items}), outcomes
    reference = f"s3://b/oversize/{number}"
    world.bodies[reference] = json.dumps({"batch": items}).encode()
    record = raw_record("", count=len(items), body_ref=reference)
    del record["body"]
    return record, outcomes


def outcomes_in(world: World) -> dict[str, str]:
    """Arrival id → its outcome; fails where one has two, or its lines differ."""
    lines = defaultdict(set)
    for side, stored in (("good", world.validated), ("rejected", world.rejected)):
        for line in (line for data in stored for line in data.splitlines()):
            told = json.loads(line)
            dropped = told.get("reason") == "consent_dropped"
            lines[told["arrival_id"]].add(("consent_dropped" if dropped else side, line))
    assert all(len(found) == 1 for found in lines.values())
    return {arrival_id: next(iter(found))[0] for arrival_id, found in lines.items()}


def assert_ordered(world: World) -> None:
    """Each visitor's arrivals come for the first time in the order in which they arrived."""
    first_seen: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for line in (line for data in world.validated for line in data.splitlines()):
        told = json.loads(line)
        _, sequence, index = told["arrival_id"].split(":")
        place = (int(sequence), int(index))
        if place not in first_seen[told["visitor_id"]]:
            first_seen[told["visitor_id"]].append(place)
    for places in first_seen.values():
        assert places == sorted(places)
