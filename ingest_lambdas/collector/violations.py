"""What exactly data breaks of a schema: where, which keyword, what it wants, what was found."""

from collections.abc import Callable, Sequence
from typing import Any

import orjson
from jsonschema_rs import ValidationError

from ingest_lambdas.collector.call import Origin
from ingest_lambdas.collector.personal_fields import is_personal
from ingest_lambdas.collector.rejection import describe_found, type_name
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.json_pointer import point_to
from ingest_lambdas.contract.schema import Schema

MOST_VIOLATIONS = 20
LONGEST_TEXT = 1024


def find_violations(data: Any, schema: Schema, origin: Origin) -> list[Violation]:
    """Everything that the data breaks, in the item's own places."""
    return [_violation(error, origin) for error in schema.validator.iter_errors(data)]


def bound_violations(violations: Sequence[Violation]) -> list[Violation]:
    """At most MOST_VIOLATIONS of them; a last one then says how many more there are."""
    shown, more = list(violations[:MOST_VIOLATIONS]), len(violations) - MOST_VIOLATIONS
    if more > 0:
        told = f"the first {MOST_VIOLATIONS} violations"
        shown.append(Violation(pointer="", keyword="more", expected=told, found=f"{more} more"))
    return shown


def make_storable(violation: Violation, scrub: Callable[[str], str]) -> Violation:
    """The violation without mail addresses and what VARCHAR cannot hold, and not too long."""

    def short(text: str) -> str:
        return scrub(clean_text(text))[:LONGEST_TEXT]

    return Violation(
        pointer=short(violation["pointer"]),
        keyword=violation["keyword"],
        expected=short(violation["expected"]),
        found=short(violation["found"]),
    )


def hide_found(violation: Violation) -> Violation:
    """The violation without a text that was found: it may be a person's, whatever its field."""
    is_text = violation["found"].startswith('"')
    return {**violation, "found": "string"} if is_text else violation


def hide_ids(violations: Sequence[Violation], ids: Sequence[str | None]) -> list[Violation]:
    """The violations without the ids of persons, in whatever field they were found."""
    spelt = {describe_found(each) for each in ids if each}
    return [hide_found(v) if v["found"] in spelt else v for v in violations]


def clean_text(text: str) -> str:
    """The text without what VARCHAR cannot hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", errors="replace").decode()


def _violation(error: ValidationError, origin: Origin) -> Violation:
    path = error.instance_path
    hidden = any(is_personal(part) for part in path if isinstance(part, str))
    return Violation(
        pointer=origin.locate(point_to(path)),
        keyword=_keyword(error),
        expected=orjson.dumps(_expected(error)).decode(),
        found=type_name(error.instance) if hidden else describe_found(error.instance),
    )


def _keyword(error: ValidationError) -> str:
    """The keyword as the schema spells it, also where it says no to anything at all."""
    if error.kind.name == "falseSchema" and error.schema_path:
        return str(error.schema_path[-1])
    return str(error.kind.name)


def _expected(error: ValidationError) -> dict[str, Any]:
    """What the keyword wants. Of branches what each of them wants first, without any data."""
    wanted = dict(error.kind.as_dict())
    branches = wanted.pop("context", None)
    if branches is not None:
        wanted["branches"] = [_wanted_by(branch) for branch in branches]
    return wanted


def _wanted_by(branch: Sequence[ValidationError]) -> dict[str, Any]:
    return {_keyword(branch[0]): _expected(branch[0])} if branch else {}
