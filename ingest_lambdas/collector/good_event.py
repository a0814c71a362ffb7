"""A judged, pseudonymised call → the good event: enriched, identified, written as one line."""

from collections.abc import Sequence
from time import perf_counter
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from ingest_lambdas.collector.arrivals import Opened
from ingest_lambdas.collector.attributes import find_attributes
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.canonical import canonical_line, canonical_row, event_time
from ingest_lambdas.collector.content import fingerprint_of
from ingest_lambdas.collector.enrich.consent import Decision
from ingest_lambdas.collector.enrichments import report_failure
from ingest_lambdas.collector.police import Verdict
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.terms import Terms
from ingest_lambdas.collector.violations import hide_found, make_storable
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.identity import event_key


class GoodEvent(NamedTuple):
    """A line for events-validated and the visitor whose order it keeps.

    `is_flagged` says that it breaks the tracking plan and its source lets such pass.
    """

    line: bytes
    visitor_id: str
    event_key: str
    enrichment_seconds: float
    enrichment_failures: int
    is_flagged: bool


def write_event(
    opened: Opened,
    index: int,
    call: Call,
    verdict: Verdict,
    consent: Decision,
    terms: Terms,
    pseudonymiser: Pseudonymiser,
) -> GoodEvent:
    """The event of item number `index`, which passed with this verdict. Raises Rejection."""
    record = opened.record
    times = event_time(call, opened.received_at, trusted=terms.is_import)
    arrival_id = opened.arrival.arrival_id(index)
    event_id = call.message_id or _assigned_id(record, index, arrival_id)
    # Before anything is stripped: what is the same event must not hang on the settings.
    fingerprint = fingerprint_of(call)
    key = event_key(event_id, fingerprint)
    began = perf_counter()
    client = terms.client_of(record)
    if consent.action == "strip":
        call, client = terms.enrichments.strip(call, client, terms.personal.covers)
    day = times.event_at.date()
    attributes = find_attributes(
        call, day, client, record["protocol"], terms.enrichments, report_failure
    )
    if attributes.failures:
        attributes.own["enrichment_failures"] = attributes.failures
    if consent.purposes:
        attributes.own["consent_refused"] = ",".join(consent.purposes)
    enrichment_seconds = perf_counter() - began
    # Of a sender who gave nothing to tell by, each event stands alone.
    known = call.anonymous_id or call.user_id or call.fallback_id
    visitor_id = known or pseudonymiser.pseudonym(event_id)
    identity = (arrival_id, event_id, fingerprint, key, visitor_id)
    row = canonical_row(identity, record, verdict.schema_ref, call, times, opened.received_text)
    tail: dict[str, Any] = {call.data_field: call.data} if call.data_field else {}
    tail["attempt"] = opened.attempt
    if verdict.violations:
        tail["violations"] = _told(verdict.violations, pseudonymiser)
    line = canonical_line(row, attributes, call, tail)
    return GoodEvent(
        line,
        visitor_id,
        key,
        enrichment_seconds,
        len(attributes.failures),
        bool(verdict.violations),
    )


def _told(violations: Sequence[Violation], pseudonymiser: Pseudonymiser) -> list[Violation]:
    """What a flagged event breaks; its values stand, pseudonymised, in the row itself."""
    return [make_storable(hide_found(v), pseudonymiser.scrub) for v in violations]


def _assigned_id(record: dict[str, Any], index: int, arrival_id: str) -> str:
    """Of an event without the client's id: the tracker's, else one that its place determines."""
    given = record.get("message_ids")
    assigned = given.get(str(index)) if isinstance(given, dict) else None
    if isinstance(assigned, str) and assigned:
        return assigned
    return str(uuid5(NAMESPACE_OID, arrival_id))
