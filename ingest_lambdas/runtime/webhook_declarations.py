"""What a source declares of its webhooks, in a table [source.webhook]:

secrets             shared with the sender; any of them may have signed
signature_header    x-headwater-signature, unless stated
timestamp_header    x-headwater-timestamp, unless stated; not needed where the signature says it
signed              what is signed: "{timestamp}.{body}", unless stated
tolerance_seconds   how far from now the moment of signing may be; 300, unless stated
call                which calls a payload makes: tables as in contract/call_mapping.py
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ingest_lambdas.contract.call_mapping import CallMapping, MappingUnreadable, read_calls

_TEXTS = {
    "signature_header": "x-headwater-signature",
    "timestamp_header": "x-headwater-timestamp",
    "signed": "{timestamp}.{body}",
}
_KEYS = {*_TEXTS, "secrets", "tolerance_seconds", "call"}
SHORTEST_SECRET = 16
TOLERANCE_SECONDS = 300
LONGEST_TOLERANCE_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class Webhook:
    """How a source's webhooks are signed, and what calls they make."""

    secrets: tuple[str, ...]
    mappings: tuple[CallMapping, ...]
    signature_header: str = _TEXTS["signature_header"]
    timestamp_header: str = _TEXTS["timestamp_header"]
    signed: str = _TEXTS["signed"]
    tolerance: timedelta = timedelta(seconds=TOLERANCE_SECONDS)


def read_webhook(table: dict[str, Any]) -> Webhook:
    """The webhook of a table in which webhook_faults finds nothing."""
    return Webhook(
        secrets=tuple(table["secrets"]),
        mappings=tuple(read_calls(table["call"])),
        tolerance=timedelta(seconds=table.get("tolerance_seconds", TOLERANCE_SECONDS)),
        **{name: table.get(name, default) for name, default in _TEXTS.items()},
    )


def webhook_faults(table: Any) -> Iterator[str]:
    """What is wrong with a table; no secret is named."""
    if not isinstance(table, dict):
        yield "webhook is a table [source.webhook]"
        return
    for name in sorted(table.keys() - _KEYS):
        yield f"{name} is no key of a webhook; there are {', '.join(sorted(_KEYS))}"
    yield from _faults_of_signing(table)
    try:
        read_calls(table.get("call"))
    except MappingUnreadable as error:
        yield f"webhook: {error}"


def _faults_of_signing(table: dict[str, Any]) -> Iterator[str]:
    secrets = table.get("secrets")
    if not isinstance(secrets, list) or not secrets or not all(map(_is_secret, secrets)):
        yield f"secrets is a list of texts of {SHORTEST_SECRET} bytes or more"
    for name, default in _TEXTS.items():
        if not isinstance(table.get(name, default), str):
            yield f"{name} is a text"
    signed = str(table.get("signed", _TEXTS["signed"]))
    if signed.count("{body}") != 1 or "{timestamp}" not in signed:
        yield "signed holds {timestamp} and, once, {body}: else an old one could be sent again"
    tolerance = table.get("tolerance_seconds", TOLERANCE_SECONDS)
    if type(tolerance) is not int or not 0 < tolerance <= LONGEST_TOLERANCE_SECONDS:
        yield f"tolerance_seconds is a whole number up to {LONGEST_TOLERANCE_SECONDS}"


def _is_secret(value: Any) -> bool:
    return isinstance(value, str) and len(value.encode()) >= SHORTEST_SECRET
