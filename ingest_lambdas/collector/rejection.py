"""Why an item is set aside: one typed reason and what exactly is wrong."""

from typing import Any, Literal

import orjson

from ingest_lambdas.contract.envelope import Violation

Reason = Literal[
    "malformed",
    "adapter_failure",
    "unknown_event",
    "schema_violation",
    "size_violation",
    "enrichment_failure",
]
LONGEST_FOUND = 120


class Rejection(Exception):
    """Raised by a stage to send its item to the quarantine."""

    def __init__(
        self, reason: Reason, violations: list[Violation], schema_ref: str | None = None
    ) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.violations = violations
        self.schema_ref = schema_ref


class ConsentDropped(Exception):
    """Raised for an item that its visitor has not consented to: nothing of it is kept."""

    def __init__(self, purposes: tuple[str, ...]) -> None:
        super().__init__()
        self.purposes = purposes


def reject(reason: Reason, pointer: str, keyword: str, expected: str, found: str) -> Rejection:
    """A rejection with one violation."""
    violation = Violation(pointer=pointer, keyword=keyword, expected=expected, found=found)
    return Rejection(reason, [violation])


def describe_found(value: Any) -> str:
    """What was found, short: scalars as JSON, the rest by its type."""
    if value is None or isinstance(value, bool | int | float | str):
        try:
            return orjson.dumps(value).decode()[:LONGEST_FOUND]
        except TypeError:
            return type_name(value)
    return type_name(value)


def type_name(value: Any) -> str:
    """The JSON name of a value's type."""
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
