"""Break a schema, send, mend it, replay twice while other events flow: each is there once."""

import json
from collections import Counter
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import httpx
import pytest

from infra.local.stack.lag import wait_until_drained
from ingest_lambdas.contract.registry import SCHEMAS

BATCH = 100
MOST_PROBES = 20
VIEWED = Path("io.headwater", "product_viewed", "jsonschema")

pytestmark = pytest.mark.timeout(900)


@pytest.mark.parametrize("events", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_what_a_broken_schema_set_aside_is_in_the_marts_once(
    installation: Any, events: int
) -> None:
    run = uuid4().hex[:8]
    broken = _break_schema(installation)
    _probe_until(installation, "rejected", run)
    ids = [f"{run}-{number}" for number in range(events)]
    _send(installation, "Product Viewed", ids)
    _drain(installation)
    assert installation.cycle([])["success"]
    assert _counted(installation, "raw.rejected_events", ids) == Counter({1: events})
    assert not _counted(installation, "marts.fct_events", ids)

    broken.unlink()
    _probe_until(installation, "events", run)
    preview = _json(installation, "replay", "--event", "Product Viewed", "--dry-run")
    assert sum(group["arrivals"] for group in preview["groups"]) >= events
    others = [f"{run}-other-{number}" for number in range(events // 2)]
    flowing = Thread(target=_send, args=(installation, "Products Searched", others))
    flowing.start()
    first = _json(installation, "replay", "--event", "Product Viewed")
    again = _json(installation, "replay")
    flowing.join(120)
    assert first["sent"] >= events
    assert (first["missing"], again["sent"]) == (0, 0)
    _drain(installation)
    assert installation.cycle([])["success"]
    assert _json(installation, "replay")["sent"] == 0

    assert _counted(installation, "marts.fct_events", ids + others) == Counter(
        {1: events + len(others)}
    )
    balance = _json(installation, "ledger")
    assert balance["balanced"]
    assert balance["recovered"] >= events
    ended = installation.ask(
        "select status, count(*) from intermediate.int_rejected_arrivals "
        f"where event_id like '{run}-%' and event_id not like '%probe%' group by status"
    )
    assert ended == [("recovered", events)]


@pytest.mark.slow
def test_a_whole_archive_may_go_through_again_and_nothing_is_there_twice(
    installation: Any,
) -> None:
    run = uuid4().hex[:8]
    ids = [f"{run}-{number}" for number in range(1_000)]
    _send(installation, "Product Viewed", ids)
    _drain(installation)
    assert installation.cycle([])["success"]
    before = _json(installation, "ledger")

    report = _json(installation, "reprocess", "--hours", "2026-01-01-00..2100-01-01-00")
    assert report["sent"] == before["arrivals"]
    _drain(installation)
    assert installation.cycle([])["success"]

    assert _counted(installation, "marts.fct_events", ids) == Counter({1: len(ids)})
    after = _json(installation, "ledger")
    assert after["balanced"]
    same = ("arrivals", "good", "events", "resent_duplicates")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["superseded_attempts"] == before["warehouse_rows"]


def _break_schema(installation: Any) -> Path:
    """A version that no event passes, in the installation's own registry."""
    schema = json.loads((SCHEMAS / VIEWED / "1-0-0").read_text())
    schema["self"]["version"] = "1-9-9"
    schema["required"] = ["never_sent"]
    file: Path = installation.stack.file("schemas") / VIEWED / "1-9-9"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(schema))
    return file


def _probe_until(installation: Any, kind: str, run: str) -> None:
    """Send single events until the change of the schema shows in what becomes of one."""
    for number in range(MOST_PROBES):
        probe = f"{run}-probe-{kind}-{number}"
        _send(installation, "Product Viewed", [probe])
        _drain(installation)
        if probe in _lines(installation, kind):
            return
    raise AssertionError(f"no probe landed in {kind}/")


def _lines(installation: Any, kind: Any) -> set[str]:
    """Event ids of a kind's landed lines."""
    lake = installation.lake()
    return {
        json.loads(line).get("event_id") for file in lake.files(kind) for line in lake.lines(file)
    }


def _send(installation: Any, event: str, ids: list[str]) -> None:
    """Batches over HTTP, each answered 200."""
    stack = installation.stack
    with httpx.Client(auth=(stack.write_keys["web-shop"], ""), timeout=30) as client:
        for start in range(0, len(ids), BATCH):
            batch = [_call(event, message_id) for message_id in ids[start : start + BATCH]]
            answer = client.post(f"{stack.url('gateway')}/v1/batch", json={"batch": batch})
            assert answer.status_code == 200, answer.text


def _call(event: str, message_id: str) -> dict[str, Any]:
    return {
        "type": "track",
        "event": event,
        "messageId": message_id,
        "anonymousId": f"visitor-{hash(message_id) % 97}",
        "properties": {"product_id": "p-1", "price": 9.5, "query": "soap"},
    }


def _drain(installation: Any) -> None:
    assert wait_until_drained(installation.stack, 180, lambda lag: None)


def _json(installation: Any, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(installation.headwater(*arguments, "--json"))
    return found


def _counted(installation: Any, relation: str, ids: list[str]) -> Counter[int]:
    """How often the ids are in a relation: rows of an id → ids with so many."""
    rows = installation.ask(f"select event_id, count(*) from {relation} group by event_id")
    counts = dict(rows)
    return Counter(int(counts[found]) for found in ids if found in counts)
