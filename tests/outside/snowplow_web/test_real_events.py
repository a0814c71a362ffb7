"""Snowplow's 160 real web events and 1,000 web vitals go through tracker and collector."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.outside.conftest import REFERENCE
from tests.outside.deployed import (
    Line,
    arrivals_in_order,
    collect,
    deployed_handlers,
    rejected_lines,
    track,
)
from tests.outside.snowplow_web.differences import differences
from tests.outside.snowplow_web.rebuilt import (
    Row,
    app_ids,
    payload_of,
    read_rows,
    request_of,
)

SOURCE = REFERENCE / "snowplow_web" / "source"
CENTRAL = REFERENCE / "iglu_central" / "schemas"
LACKING = ("com.snowplowanalytics.snowplow-website", "com.snowplowanalytics.console")
Deployed = Callable[[list[Row]], AbstractContextManager[None]]


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Deployed:
    """Handlers that know the rows' app ids, and beside their own schemas those of Iglu Central."""
    if not SOURCE.is_dir():
        pytest.skip(f"the reference data is not beside this clone: {SOURCE} is missing")

    @contextmanager
    def deploy(rows: list[Row]) -> Iterator[None]:
        sources = f'[[source]]\nname = "web"\nkind = "web"\napp_ids = {json.dumps(app_ids(rows))}\n'
        registries = f"package,file:{CENTRAL}"
        with deployed_handlers(monkeypatch, tmp_path, sources, HEADWATER_REGISTRIES=registries):
            yield

    return deploy


def send(rows: list[Row], payload: Callable[[Row], Mapping[str, Any] | None]) -> None:
    for row in rows:
        assert track(request_of(row, payload(row)))["statusCode"] == 200


def outcomes(rows: list[Row]) -> list[tuple[Row, Line]]:
    """Each row with its good line, or its rejected one; every row has exactly one."""
    lines = collect() + rejected_lines()
    by_arrival = {line["arrival_id"]: line for line in lines}
    assert len(by_arrival) == len(lines) == len(rows)
    return [(row, by_arrival[a]) for a, row in zip(arrivals_in_order(), rows, strict=True)]


def is_bare(row: Row) -> bool:
    return row["event"] == "unstruct" and payload_of(row) is None


def test_what_has_no_payload_is_set_aside_and_the_rest_is_good(deployed: Deployed) -> None:
    rows = read_rows(SOURCE / "snowplow_web_events.csv")
    with deployed(rows):
        send(rows, payload_of)
        ended = outcomes(rows)
    assert len(rows) == 160
    rejected = [(row, line) for row, line in ended if "reason" in line]
    assert len(rejected) == 31
    assert all(is_bare(row) for row, _ in rejected)
    assert {line["reason"] for _, line in rejected} == {"adapter_failure"}
    violations = [v for _, line in rejected for v in line["violations"]]
    assert {(v["pointer"], v["keyword"]) for v in violations} == {("/ue_pr", "required")}


def test_what_no_registry_knows_is_an_unknown_event(deployed: Deployed) -> None:
    """The same events with an empty payload: of 21 no registry has a schema."""
    rows = [row for row in read_rows(SOURCE / "snowplow_web_events.csv") if is_bare(row)]
    with deployed(rows):
        send(rows, lambda row: {})
        ended = outcomes(rows)
    unknown = [row for row, line in ended if line.get("reason") == "unknown_event"]
    assert len(unknown) == 21
    assert {row["event_vendor"] for row in unknown} == set(LACKING)
    known = [line for row, line in ended if row["event_vendor"] not in LACKING]
    assert {line["reason"] for line in known} == {"schema_violation"}
    assert {v["pointer"] for line in known for v in line["violations"]} == {"/ue_pr/data/data"}


def test_every_web_vital_is_good(deployed: Deployed) -> None:
    rows = read_rows(SOURCE / "snowplow_web_vital_events.csv")
    with deployed(rows):
        send(rows, payload_of)
        ended = outcomes(rows)
    assert len(rows) == 1000
    assert Counter(line.get("reason") for _, line in ended) == {None: 1000}
    for row, line in ended:
        assert line["properties"] == payload_of(row)
        assert not list(differences(row, line, None))


def test_every_difference_from_what_snowplow_made_of_them_has_its_reason(
    deployed: Deployed,
) -> None:
    rows = [row for row in read_rows(SOURCE / "snowplow_web_events.csv") if not is_bare(row)]
    with (SOURCE / "snowplow_web_ua_context.csv").open(newline="") as lines:
        agents = {row["root_id"]: row for row in csv.DictReader(lines)}
    with deployed(rows):
        send(rows, payload_of)
        ended = outcomes(rows)
    found = Counter(d for row, line in ended for d in differences(row, line, agents))
    unexplained = {difference: n for difference, n in found.items() if difference.reason is None}
    assert unexplained == {}
    assert found.total() > 0
