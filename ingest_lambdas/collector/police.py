"""Judges a call's data by the tracking plan."""

from typing import Any

import orjson

from ingest_lambdas.collector.normalise import Call
from ingest_lambdas.collector.personal_fields import is_personal
from ingest_lambdas.collector.rejection import Rejection, describe_found, reject, type_name
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.registry import EventName, PlannedEvent, Registry

MOST_VIOLATIONS = 20


def police(call: Call, registry: Registry) -> str:
    """The reference of the schema that the call's data passes; the newest MODEL is asked first.

    Raises Rejection: unknown_event, or schema_violation with the newest MODEL's violations.
    """
    event = EventName(call.event_type, call.event_name if call.event_type == "track" else None)
    candidates = registry.candidates(event)
    if not candidates:
        expected = "an event of the tracking plan"
        raise reject("unknown_event", "/event", "enum", expected, describe_found(call.event_name))
    if not isinstance(call.data, dict):
        pointer, found = f"/{call.data_field}", type_name(call.data)
        raise reject("schema_violation", pointer, "type", "object", found)
    for planned in candidates:
        if registry.validator(planned).is_valid(call.data):
            return str(planned.ref)
    raise _violations(call, candidates[0], registry)


def _violations(call: Call, planned: PlannedEvent, registry: Registry) -> Rejection:
    violations: list[Violation] = []
    for error in registry.validator(planned).iter_errors(call.data):
        if len(violations) == MOST_VIOLATIONS:
            break
        violations.append(_violation(call.data_field, error))
    return Rejection("schema_violation", violations, str(planned.ref))


def _violation(data_field: str, error: Any) -> Violation:
    path = [data_field, *error.instance_path] if data_field else list(error.instance_path)
    hidden = any(is_personal(part) for part in path if isinstance(part, str))
    return Violation(
        pointer="".join(f"/{_escape(str(part))}" for part in path),
        keyword=error.kind.name,
        expected=orjson.dumps(error.kind.as_dict(), default=str).decode(),
        found=type_name(error.instance) if hidden else describe_found(error.instance),
    )


def _escape(part: str) -> str:
    """A JSON pointer's way to write a key."""
    return part.replace("~", "~0").replace("/", "~1")
