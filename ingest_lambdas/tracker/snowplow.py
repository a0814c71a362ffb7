"""Snowplow's tracker protocol v2: what a request holds, and whom it is from. Pure but for ids."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

from ingest_lambdas.contract.envelope import RawRecord
from ingest_lambdas.contract.identity import MOST_ITEMS_A_RECORD
from ingest_lambdas.contract.snowplow_body import app_id, event_id, parameter, read_body
from ingest_lambdas.runtime.http_api import Request
from ingest_lambdas.tracker.network_user import choose_network_user
from ingest_lambdas.tracker.submission import Submission, assign_ids

PIXEL = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
_APP_ID = re.compile(rb'"aid"\s*:\s*"([ !#-\[\]-~]{1,255})"')


class Inspected(NamedTuple):
    """A request's events: how many, the app ids that they name, the first network id they name."""

    submission: Submission
    app_ids: tuple[str, ...]
    network_user_id: str | None


def inspect(body: bytes, endpoint: str, new_id: Callable[[], object] = uuid4) -> Inspected:
    """Reads a request once, to count and to name. Raises Unreadable."""
    items = read_body(body, endpoint).items
    submission = Submission(len(items), assign_ids(items, event_id, new_id))
    looked_at = items[:MOST_ITEMS_A_RECORD]
    app_ids = dict.fromkeys(found for item in looked_at if (found := app_id(item)))
    return Inspected(submission, tuple(app_ids), _named_network_user(items))


def peek_app_ids(beginning: bytes) -> tuple[str, ...]:
    """App ids in the beginning of a body that is too big to be read."""
    return tuple(found.decode() for found in _APP_ID.findall(beginning))


def is_anonymous(request: Request) -> bool:
    """Whether the sender asked for no cookie, no address and no network id to be kept."""
    return "sp-anonymous" in request.headers


def identify_sender(record: RawRecord, request: Request, named: str | None) -> str | None:
    """Adds to a record who the network says it is from; returns the network id for the cookie.

    None where the sender wants to stay anonymous: then the address goes too.
    """
    referer = request.headers.get("referer")
    if referer:
        record["referer"] = referer
    if is_anonymous(request):
        record["anonymous"] = True
        record["ip"] = None
        return None
    network_user_id = choose_network_user(named, request)
    record["network_user_id"] = network_user_id
    return network_user_id


def _named_network_user(items: list[Any]) -> str | None:
    named = (parameter(item, name) for item in items[:1] for name in ("tnuid", "nuid"))
    return next(filter(None, named), None)
