"""What a sources file declares: who may send, how, how much, and how strictly it is judged.

Each source is a table [[source]]:

    name            shown in the column `source`; the one key that is always needed, with kind
    kind            web, app, server, crm or import. Events of kind import keep their own times
    write_keys      keys of Segment's API
    app_ids         app ids of Snowplow's trackers
    protocols       which protocols it may use; those that it has keys or ids for, unless stated
    allowed_origins web origins that may send, such as https://shop.example or https://*.example;
                    any, unless stated
    policy          strict: what breaks the tracking plan is set aside. allow: it passes, flagged
    rate_limit      events a second that each container takes; no limit, unless stated
    webhook         a table of its own: see webhook_declarations.py
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from ingest_lambdas.contract.columns import PROTOCOLS
from ingest_lambdas.runtime.declarations import DeclarationsUnreadable, are_texts
from ingest_lambdas.runtime.webhook_declarations import Webhook, read_webhook, webhook_faults

KINDS = ("web", "app", "server", "crm", "import")
POLICIES = ("strict", "allow")
LONGEST_NAME = 64
_LISTS = ("write_keys", "app_ids", "protocols", "allowed_origins")
_KEYS_OF = {"segment": "write_keys", "snowplow": "app_ids"}


@dataclass(frozen=True, slots=True)
class Source:
    """A declared source. `rate_limit` is in events a second, 0 for none."""

    name: str
    kind: str
    write_keys: tuple[str, ...] = ()
    app_ids: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ("*",)
    policy: str = "strict"
    rate_limit: float = 0.0
    webhook: Webhook | None = None

    def allows_origin(self, origin: str) -> bool:
        """Whether pages of a web origin may send for it."""
        return any(_covers(allowed, origin.lower()) for allowed in self.allowed_origins)


class SourcesUnreadable(DeclarationsUnreadable):
    """The sources file is missing or wrong: says where, and what would be right."""


def read_sources(text: str) -> list[Source]:
    """The sources that a TOML text declares. Raises SourcesUnreadable with every fault found."""
    try:
        declared = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourcesUnreadable(f"sources: not TOML: {error}") from error
    tables = declared.get("source", [])
    if declared.keys() - {"source"} or not _are_tables(tables):
        raise SourcesUnreadable("sources: declare each source in a table [[source]] of its own")
    faults = [f"{_called(n, t)}: {fault}" for n, t in enumerate(tables) for fault in _faults(t)]
    if faults:
        raise SourcesUnreadable("sources: " + "; ".join(faults))
    sources = [_source(table) for table in tables]
    if shared := list(_shared(sources)):
        raise SourcesUnreadable("sources: " + "; ".join(shared))
    return sources


def _source(table: dict[str, Any]) -> Source:
    lists = {name: tuple(table[name]) for name in _LISTS if name in table}
    implied = tuple(protocol for protocol in PROTOCOLS if lists.get(_KEYS_OF[protocol]))
    webhook = {"webhook": read_webhook(table["webhook"])} if "webhook" in table else {}
    return Source(**{"protocols": implied, **table, **lists, **webhook})


def _faults(table: dict[str, Any]) -> Iterator[str]:
    known = {field.name for field in fields(Source)}
    for name in sorted(table.keys() - known):
        yield f"{name} is no key of a source; there are {', '.join(sorted(known))}"
    for name in _LISTS:
        if name in table and not are_texts(table[name]):
            yield f"{name} is a list of texts, none of them empty"
    called = table.get("name")
    if not isinstance(called, str) or not 0 < len(called.encode()) <= LONGEST_NAME:
        yield f"name is a text of 1 to {LONGEST_NAME} bytes"
    yield from _faults_of_choices(table)


def _faults_of_choices(table: dict[str, Any]) -> Iterator[str]:
    if table.get("kind") not in KINDS:
        yield f"kind is one of {', '.join(KINDS)}"
    if table.get("policy", "strict") not in POLICIES:
        yield f"policy is one of {', '.join(POLICIES)}"
    limit = table.get("rate_limit", 0)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 <= limit < 1e9:
        yield "rate_limit is a number of events a second, 0 for none"
    yield from _faults_of_ways_in(table)


def _faults_of_ways_in(table: dict[str, Any]) -> Iterator[str]:
    if not any(table.get(keys) for keys in (*_KEYS_OF.values(), "webhook")):
        yield "it needs write_keys, app_ids or a webhook, or nothing can be sent for it"
    if "webhook" in table:
        yield from webhook_faults(table["webhook"])
    stated = table.get("protocols", [])
    for protocol in stated if are_texts(stated) else ():
        if protocol not in PROTOCOLS:
            yield f"{protocol} is no protocol; there are {', '.join(PROTOCOLS)}"
        elif not table.get(_KEYS_OF[protocol]):
            yield f"protocol {protocol} needs {_KEYS_OF[protocol]}"


def _shared(sources: list[Source]) -> Iterator[str]:
    """What two sources both claim. A write key is a secret: it is named by its owners alone."""
    for name in _twice(source.name for source in sources):
        yield f"two sources are called {name}"
    for app_id in _twice(app_id for source in sources for app_id in source.app_ids):
        yield f"two sources claim the app id {app_id}"
    for key in _twice(key for source in sources for key in source.write_keys):
        owners = " and ".join(source.name for source in sources if key in source.write_keys)
        yield f"{owners} claim a write key that is declared twice"


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _covers(allowed: str, origin: str) -> bool:
    allowed = allowed.lower()
    if allowed == "*" or allowed == origin:
        return True
    scheme, wildcard, domain = allowed.partition("://*.")
    return bool(wildcard) and origin.startswith(f"{scheme}://") and origin.endswith(f".{domain}")


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(table, dict) for table in value)


def _called(number: int, table: dict[str, Any]) -> str:
    name = table.get("name")
    return name if isinstance(name, str) and name else f"source number {number + 1}"
