"""What enrichments read of an event, and what one of them is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# The address and the user agent that a request itself came with.
RequestClient = tuple[str | None, str | None]


@dataclass(slots=True)
class Subject:
    """An event as enrichments see it: pseudonymised, but for its whole IP address.

    `user_agent` and `ip` are the visitor's. `columns` holds what was found so far, `known`
    what other events with the same context have in common with it.
    """

    context: Mapping[str, Any]
    properties: Mapping[str, Any]
    page_url: str | None
    page_referrer: str | None
    user_agent: str | None
    ip: str | None
    event_day: date
    columns: dict[str, Any] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)


Columns = Mapping[str, Any]
Step = Callable[[Subject], Columns]
NOTHING: Columns = {}


def known(columns: Columns) -> Columns:
    """The columns of which something is known: each one less is less to look at downstream."""
    return {name: value for name, value in columns.items() if value is not None}


def text_of(node: Any, key: str) -> str | None:
    """The text under a key; None where there is none or it is empty."""
    value = node.get(key) if type(node) is dict else None
    return value if type(value) is str and value else None


class EnrichmentFailed(Exception):
    """An enrichment cannot tell, for a reason that its class names: the event is marked with it."""
