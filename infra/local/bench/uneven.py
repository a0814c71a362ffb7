"""Ten times the traffic for a minute, into the running stack: nothing lost, and soon caught up.

By ids, each side from its own source: what the sender saw answered, what is archived under
received/, and what is in events/ or rejected/.
"""

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from infra.local.bench.bar import Bar
from infra.local.bench.catalogue import Tell
from infra.local.bench.http_load import post_request
from infra.local.bench.paced_load import Outcome, Pace, Paced, send_paced
from infra.local.bench.sent_events import SENT_AT, shop_items
from infra.local.demo.archive import archived_message_ids
from infra.local.settings import Stack, client_environment, open_stack
from infra.local.stack import lifecycle
from infra.local.stack.lag import wait_until_drained
from infra.local.stack.processes import data_path
from infra.local.stack.provision import client
from orchestration.clients.lake import Lake
from orchestration.conservation.lake_side import note, read_kind
from orchestration.conservation.law import ARRIVED, OUTCOMES, Sides

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

EVENTS_A_REQUEST = 20
DRAIN_SECONDS = 180.0
_PATIENCE_SECONDS = 600.0
# Without the warehouse: its share of the path begins with files that have landed.
_PROCESSES = ("s3", "aws", "streams", "gateway")


@dataclass(frozen=True)
class UnevenFigures:
    """`lost`: answered 200 and not archived. `unsettled`: archived without one single outcome.
    `drained`: seconds after the step until all had landed.
    """

    outcome: Outcome
    arrivals: int
    lost: int
    unsettled: int
    drained: float


@dataclass(frozen=True)
class _StackLake(Lake):
    """The lake of an installation that is not this process's own."""

    stack: Stack

    @cached_property
    def client(self) -> "S3Client":
        found: S3Client = client(self.stack, "s3")
        return found


def bench_uneven(folder: Path, tell: Tell) -> Iterator[Bar]:
    """Every bar; takes two to five minutes."""
    pace = Pace()
    figures = measure_uneven(folder, pace, tell)
    outcome, start = figures.outcome, pace.before
    rate = len(outcome.answered) / (pace.before + pace.step + pace.after)
    yield Bar("uneven: events answered 200, a second on average", rate, ">", 0)
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        seconds = outcome.slowest(share, start, start + pace.step)
        yield Bar(f"uneven: {name} until answered during the step, ms", seconds * 1000, ">", 0)
    yield Bar("uneven: requests that had to be sent again", outcome.resent, ">=", 0)
    yield Bar("uneven: requests never answered 200", outcome.given_up, "==", 0)
    yield Bar("uneven: events answered 200 and not in received/", figures.lost, "==", 0)
    name = "uneven: arrivals not in exactly one of events/ and rejected/"
    yield Bar(name, figures.unsettled, "==", 0)
    yield Bar("uneven: seconds from the step's end to the last event in the lake",
              figures.drained, "<=", DRAIN_SECONDS)  # fmt: skip


def measure_uneven(folder: Path, pace: Pace, tell: Tell) -> UnevenFigures:
    """Run a stack of its own through the step, and count."""
    stack = open_stack(folder / "stack", free_ports=True)
    specs = [spec for spec in data_path(stack) if spec.name in _PROCESSES]
    try:
        lifecycle.up(stack, specs, lambda name, became: tell(f"{name} {became}"))
        began = time.monotonic()
        outcome = send_paced(
            stack.ports["gateway"],
            list(_requests(stack, pace)),
            lambda number: tell(f"{number:,} requests answered"),
        )
        drained = wait_until_drained(
            stack, _PATIENCE_SECONDS, lambda lag: tell(f"{lag.behind:,} records to read")
        )
        took = time.monotonic() - began - pace.before - pace.step
        tell("counting the ids")
        lost, arrivals, unsettled = _count(stack, outcome)
    finally:
        lifecycle.down(stack)
    return UnevenFigures(outcome, arrivals, lost, unsettled, took if drained else float("inf"))


def _requests(stack: Stack, pace: Pace) -> Iterator[Paced]:
    key = base64.b64encode(f"{stack.write_keys['web-shop']}:".encode()).decode()
    headers = {"authorization": f"Basic {key}", "content-type": "application/json"}
    items = cycle(shop_items())
    for number, due in enumerate(pace.moments()):
        ids = tuple(f"uneven-{number}-{place}" for place in range(EVENTS_A_REQUEST))
        batch = [
            {**item, "messageId": message_id}
            for item, message_id in zip(islice(items, EVENTS_A_REQUEST), ids, strict=True)
        ]
        body = json.dumps({"batch": batch, "sentAt": SENT_AT}).encode()
        yield Paced(due, post_request("/v1/batch", headers, body), ids)


def _count(stack: Stack, outcome: Outcome) -> tuple[int, int, int]:
    """(ids answered and not archived, arrivals, arrivals without exactly one outcome)."""
    names = client_environment(stack)
    lake = _StackLake(names["HEADWATER_LAKE_BUCKET"], names["HEADWATER_PERSONAL_BUCKET"], stack)
    lost = len(outcome.answered - archived_message_ids(lake, ""))
    sides: Sides = {}
    for kind in ("received", "events", "rejected"):
        for file in read_kind(lake, kind):
            note(sides, file)
    arrivals = sum(1 for found in sides.values() if found & ARRIVED)
    settled = sum(
        1 for found in sides.values() if found & ARRIVED and (found & OUTCOMES).bit_count() == 1
    )
    return lost, arrivals, len(sides) - settled
