"""Each mutant of Segment's examples is good and loads, or is set aside for the right reason."""

import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft4Validator

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema import EventName
from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.loading.loader import Target, load_hours
from orchestration.loading.tables import prepare_tables
from tests.outside.deployed import (
    Line,
    arrivals_in_order,
    collect,
    deployed_handlers,
    rejected_lines,
    track,
)
from tests.outside.segment_mutants.mutants import Mutant, make_mutants
from tests.outside.segment_mutants.oracle import judge

SOURCES = '[[source]]\nname = "web-shop"\nkind = "server"\nwrite_keys = ["WK"]\n'
RECEIVED_MS = 1_795_457_600_000
LARGEST_BATCH = 100
HOUR = "2026-11-23-18"
ROLE = "arn:aws:iam::000000000000:role/copy"


class Ended(NamedTuple):
    """A mutant and the line that came of it."""

    mutant: Mutant
    line: Line


def batches(mutants: list[Mutant]) -> Iterator[list[Mutant]]:
    remaining = iter(mutants)
    while batch := list(islice(remaining, LARGEST_BATCH)):
        yield batch


def request(batch: list[Mutant]) -> dict[str, Any]:
    return {
        "version": "2.0",
        "rawPath": "/v1/batch",
        "rawQueryString": "writeKey=WK",
        "headers": {},
        "requestContext": {
            "http": {"method": "POST", "sourceIp": "203.0.113.77", "userAgent": "mutant/1"},
            "requestId": "r",
            "timeEpoch": RECEIVED_MS,
        },
        "body": f'{{"batch":[{",".join(mutant.text for mutant in batch)}]}}',
        "isBase64Encoded": False,
    }


@pytest.fixture(scope="module")
def ended(reference: Callable[[str], Any], tmp_path_factory: pytest.TempPathFactory) -> list[Ended]:
    """All mutants with their lines; each has exactly one."""
    mutants = list(make_mutants(reference("segment_ecommerce_spec/events.json")))
    with (
        pytest.MonkeyPatch.context() as patch,
        deployed_handlers(patch, tmp_path_factory.mktemp("mutants"), SOURCES),
    ):
        sent = list(batches(mutants))
        for batch in sent:
            assert track(request(batch))["statusCode"] == 200
        lines = collect() + rejected_lines()
        records = [arrival.removesuffix(":0") for arrival in arrivals_in_order()]
    by_arrival = {line["arrival_id"]: line for line in lines}
    assert len(by_arrival) == len(lines) == len(mutants)
    return [
        Ended(mutant, by_arrival[f"{record}:{index}"])
        for record, batch in zip(records, sent, strict=True)
        for index, mutant in enumerate(batch)
    ]


def test_each_is_good_or_set_aside_for_the_right_reason_at_the_right_place(
    ended: list[Ended],
) -> None:
    events = {json.loads(e.mutant.text)["event"] for e in ended if e.mutant.kind == "none"}
    schemas = {e: packaged().candidates(EventName("track", e))[0].schema for e in events}
    plan = {event: Draft4Validator(schema) for event, schema in schemas.items()}
    wrong = []
    for mutant, line in ended:
        expected = judge(mutant.text, plan)
        pointers = {violation["pointer"] for violation in line.get("violations", [])}
        if (line.get("reason"), pointers) != (expected.reason, set(expected.pointers)):
            wrong.append((mutant.kind, mutant.place, expected, line.get("reason"), pointers))
    assert len(ended) > 2_000
    assert wrong == []


def test_the_examples_are_good_and_of_every_kind_of_mutant_something_is_set_aside(
    ended: list[Ended],
) -> None:
    """The judgement above can fail: neither all is good nor all is bad."""
    assert all("reason" not in line for mutant, line in ended if mutant.kind == "none")
    reasons = {line.get("reason") for _, line in ended}
    assert reasons >= {None, "malformed", "adapter_failure", "unknown_event", "schema_violation"}
    assert "size_violation" in reasons


def test_the_original_is_kept_byte_for_byte(ended: list[Ended]) -> None:
    for mutant, line in ended:
        if "reason" in line:
            assert line["payload"] == mutant.text


def test_whatever_is_let_through_is_copied(
    ended: list[Ended],
    warehouse: Warehouse,
    lake: Lake,
    land: Callable[..., str],
) -> None:
    with warehouse.connect() as session:
        prepare_tables(session)
    good = [line for _, line in ended if "reason" not in line]
    bad = [line for _, line in ended if "reason" in line]
    land("events", HOUR, good)
    land("rejected", HOUR, bad)
    for table, kind in ((EVENTS, "events"), (REJECTED_EVENTS, "rejected")):
        load_hours(warehouse, lake, Target(table, kind, ROLE), (HOUR,))
    with warehouse.connect() as session:
        assert session.value("select count(distinct arrival_id) from raw.events") == len(good)
        assert session.value("select count(*) from raw.rejected_events") == len(bad)
