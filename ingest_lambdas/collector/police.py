"""Judges a call's data by the tracking plan."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple

import orjson

from ingest_lambdas.collector.call import Call, Entity
from ingest_lambdas.collector.leaves import escape
from ingest_lambdas.collector.personal_fields import is_personal
from ingest_lambdas.collector.rejection import Rejection, describe_found, reject, type_name
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.contract.schema import EventName, Schema

MOST_VIOLATIONS = 20
UNPLANNED = "iglu:io.headwater/unplanned/jsonschema/1-0-0"


class Verdict(NamedTuple):
    """What let a call pass, and which of its entities nothing could judge, by position."""

    schema_ref: str
    unjudged: tuple[int, ...] = ()


def police(call: Call, registry: Registry, policy: str = "strict") -> Verdict:
    """The schema that the call's data passes; the newest MODEL is asked first.

    What has no schema at all passes where the source's policy is allow, as UNPLANNED.
    Raises Rejection: unknown_event, or schema_violation with the newest MODEL's violations.
    """
    unjudged = tuple(
        position
        for position, entity in enumerate(call.entities)
        if not _is_judged(entity, registry, policy)
    )
    return Verdict(_police_data(call, registry, policy), unjudged)


def with_entities(call: Call, verdict: Verdict) -> Call:
    """The call with its entities in its context, but for those whose data it has absorbed."""
    if not call.entities:
        return call
    kept = [
        {"schema": str(entity.ref), "data": entity.data}
        | ({"unjudged": True} if position in verdict.unjudged else {})
        for position, entity in enumerate(call.entities)
        if not entity.absorbed
    ]
    if kept:
        call.context = {**call.context, "entities": kept}
    return call


def _police_data(call: Call, registry: Registry, policy: str) -> str:
    candidates = _candidates(call, registry)
    if not candidates and policy != "allow":
        found = describe_found(str(call.described_by or call.event_name))
        raise reject("unknown_event", "/event", "enum", "an event of the tracking plan", found)
    if not isinstance(call.data, dict):
        pointer, found = f"/{call.data_field}", type_name(call.data)
        raise reject("schema_violation", pointer, "type", "object", found)
    for schema in candidates:
        if schema.validator.is_valid(call.data):
            return str(schema.ref)
    if not candidates:
        return UNPLANNED
    violations = _violations(call.data, call.data_field, candidates[0], registry)
    raise Rejection("schema_violation", violations, str(candidates[0].ref))


def _candidates(call: Call, registry: Registry) -> Sequence[Schema]:
    if call.described_by:
        found = registry.resolve(call.described_by)
        return (found,) if found else ()
    name = call.event_name if call.event_type == "track" else None
    return registry.candidates(EventName(call.event_type, name))


def _is_judged(entity: Entity, registry: Registry, policy: str) -> bool:
    """Whether a schema passes the entity; False where none is known and the policy allows that."""
    schema = registry.resolve(entity.ref)
    if schema is None:
        if policy == "allow":
            return False
        expected, found = "a schema of the registry", describe_found(str(entity.ref))
        raise reject("unknown_event", entity.pointer, "enum", expected, found)
    if not schema.validator.is_valid(entity.data):
        violations = _violations(entity.data, entity.pointer, schema, registry)
        raise Rejection("schema_violation", violations, str(schema.ref))
    return True


def _violations(data: Any, field: str, schema: Schema, registry: Registry) -> list[Violation]:
    errors = islice(schema.validator.iter_errors(data), MOST_VIOLATIONS)
    return [_violation(field, error) for error in errors]


def _violation(data_field: str, error: Any) -> Violation:
    path = [*filter(None, data_field.split("/")), *error.instance_path]
    hidden = any(is_personal(part) for part in path if isinstance(part, str))
    return Violation(
        pointer="".join(f"/{escape(str(part))}" for part in path),
        keyword=error.kind.name,
        expected=orjson.dumps(error.kind.as_dict(), default=str).decode(),
        found=type_name(error.instance) if hidden else describe_found(error.instance),
    )
