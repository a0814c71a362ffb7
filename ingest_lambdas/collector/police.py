"""Judges a call's data and its entities by the tracking plan."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ingest_lambdas.collector.call import Call, Entity, Origin
from ingest_lambdas.collector.rejection import (
    Reason,
    Rejection,
    describe_found,
    reject,
    type_name,
)
from ingest_lambdas.collector.violations import bound_violations, find_violations, hide_ids
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.contract.schema import EventName, Schema

# Clients send the same few over and over.
_spell = lru_cache(maxsize=4096)(str)
_event_name = lru_cache(maxsize=4096)(EventName)
UNPLANNED = "iglu:io.headwater/unplanned/jsonschema/1-0-0"


class Verdict(NamedTuple):
    """What judged a call's data, and what the call breaks, where its source is only flagged."""

    schema_ref: str
    violations: Sequence[Violation]


class Problem(NamedTuple):
    """One part of a call that does not pass; `schema_ref` is None where no schema is known."""

    reason: Reason
    violations: list[Violation]
    schema_ref: str | None = None


def police(call: Call, registry: Registry, policy: str = "strict") -> Verdict:
    """The schema that the call's data passes; the newest MODEL is asked first.

    Where the source's policy is allow, what breaks the plan passes with its violations: under the
    schema that it breaks, or as UNPLANNED where it has none.
    Raises Rejection: unknown_event, or schema_violation; the first thing that does not pass gives
    the reason, and every violation of data and entities is told.
    """
    if not isinstance(call.data, dict):
        pointer, found = call.origin().pointer, type_name(call.data)
        raise reject("schema_violation", pointer, "type", "object", found)
    candidates = _candidates(call, registry)
    for schema in candidates:
        if schema.validator.is_valid(call.data):
            passed = schema.name
            break
    else:
        passed = ""
    if passed and not call.entities:
        return _flawless(passed)
    problems = [] if passed else [_problem_of_data(call, candidates)]
    problems += _problems_of_entities(call.entities, registry)
    if not problems:
        return _flawless(passed)
    violations = bound_violations([v for problem in problems for v in problem.violations])
    violations = hide_ids(violations, call.person_ids)
    if policy != "allow":
        raise Rejection(problems[0].reason, violations, problems[0].schema_ref)
    return Verdict(passed or problems[0].schema_ref or UNPLANNED, violations)


@lru_cache(maxsize=4096)
def _flawless(schema_ref: str) -> Verdict:
    return Verdict(schema_ref, [])


def with_entities(call: Call) -> Call:
    """The call with its entities in its own context, but for those whose data it has absorbed."""
    if not call.entities:
        return call
    kept = [
        {"schema": _spell(entity.ref), "data": entity.data}
        for entity in call.entities
        if not entity.absorbed
    ]
    if kept:
        call.own_context = {**call.own_context, "entities": kept}
    return call


def _candidates(call: Call, registry: Registry) -> Sequence[Schema]:
    if call.described_by:
        found = registry.resolve(call.described_by)
        return (found,) if found else ()
    name = call.event_name if call.event_type == "track" else None
    return registry.candidates(_event_name(call.event_type, name))


def _problem_of_data(call: Call, candidates: Sequence[Schema]) -> Problem:
    """What the data breaks of the newest MODEL; that it has no schema, where it has none."""
    origin = call.origin()
    if candidates:
        newest = candidates[0]
        violations = find_violations(call.data, newest, origin)
        return Problem("schema_violation", violations, newest.name)
    found = describe_found(str(call.described_by or call.event_name))
    expected = "an event of the tracking plan"
    return _unknown(origin.claim, expected, found)


def _problems_of_entities(entities: Sequence[Entity], registry: Registry) -> Iterator[Problem]:
    for entity in entities:
        schema = registry.resolve(entity.ref)
        if schema is None:
            found = describe_found(str(entity.ref))
            yield _unknown(f"{entity.pointer}/schema", "a schema of the registry", found)
        elif not schema.validator.is_valid(entity.data):
            violations = find_violations(entity.data, schema, Origin(f"{entity.pointer}/data"))
            yield Problem("schema_violation", violations, schema.name)


def _unknown(pointer: str, expected: str, found: str) -> Problem:
    violation = Violation(pointer=pointer, keyword="enum", expected=expected, found=found)
    return Problem("unknown_event", [violation])
