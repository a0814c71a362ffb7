"""What the libraries alone need for the same events: parse, validate, dump, and nothing else."""

import base64
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
import pybase64

from ingest_lambdas.collector.arrivals import Arrival, open_arrival
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.police import police
from ingest_lambdas.collector.protocols import normalise
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.contract.registry import packaged
from ingest_lambdas.contract.schema_ref import SchemaRef
from ingest_lambdas.contract.snowplow_body import GET

Batches = Sequence[dict[str, Any]]
Check = tuple[Any, Any]


class Prepared(NamedTuple):
    """A record: Lambda's text of it, JSON texts inside its body, what is judged by which schema.

    `items` are the good ones' own JSON; a query string holds none, and is not read by the floor.
    """

    data: str
    is_json: bool
    nested: list[str | bytes]
    checks: list[Check]
    items: list[bytes]


def read_whole(batches: Batches, lines: Sequence[bytes]) -> Callable[[], None]:
    """Read record, body and what that holds as JSON in JSON; judge data and entities; write the
    good events (`lines`, made anew).
    """
    prepared = list(_prepare(batches))
    rows = [orjson.loads(line) for line in lines]

    def work() -> None:
        for data, is_json, nested, checks, _ in prepared:
            record = orjson.loads(pybase64.b64decode(data, validate=True))
            if is_json:
                orjson.loads(record["body"])
            for text in nested:
                orjson.loads(text)
            for validator, value in checks:
                validator.is_valid(value)
        for row in rows:
            orjson.dumps(row)

    return work


def read_and_write(batches: Batches) -> Callable[[], None]:
    """Of each good event its own JSON once: parse it, judge its data, dump it."""
    prepared = [
        (text, *checks)
        for record in _prepare(batches)
        for text, checks in zip(record.items, record.checks, strict=False)
    ]

    def work() -> None:
        for text, validator, data in prepared:
            item = orjson.loads(text)
            validator.is_valid(data)
            orjson.dumps(item)

    return work


def _prepare(batches: Batches) -> Iterator[Prepared]:
    """Every record's; checks begin with the items' own data, in their order."""
    for record in (record for batch in batches for record in batch["Records"]):
        opened = open_arrival(Arrival.from_lambda(record), lambda reference: b"")
        items, data, entities, nested = [], [], [], []
        for item in opened.body.items:
            try:
                call = normalise(opened.record, item, opened.body.shared)
                judged = _judged(call)
            except Rejection:
                continue
            items.append(orjson.dumps(item))
            data.append(judged[0])
            entities += judged[1:]
            nested += _nested(item)
        is_json = opened.record["endpoint"] != GET
        yield Prepared(record["kinesis"]["data"], is_json, nested, data + entities, items)


def _judged(call: Call) -> list[Check]:
    """(validator, value) of its data, then of each entity. Raises Rejection."""
    registry = packaged()
    passed = SchemaRef.parse(police(call, registry).schema_ref)
    judged = [(passed, call.data), *((entity.ref, entity.data) for entity in call.entities)]
    found = ((registry.resolve(ref), value) for ref, value in judged)
    return [(schema.validator, value) for schema, value in found if schema]


def _nested(item: dict[str, Any]) -> list[str | bytes]:
    """Snowplow's self-describing parts: JSON as text, or in base64."""
    plain = [item[name] for name in ("co", "ue_pr") if name in item]
    encoded = [item[name] for name in ("cx", "ue_px") if name in item]
    return plain + [base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in encoded]
