"""The columns that follow from a call's context, its page and its request, and from enrichments."""

from datetime import date
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.pipeline import Failures, Report, enrich
from ingest_lambdas.collector.enrich.subject import Client, Columns, Subject, text_of
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.hidden_contexts import remember
from ingest_lambdas.collector.known_context import (
    KnownContext,
    Origin,
    know_context,
    page_texts,
)
from ingest_lambdas.collector.visit import find_visit

MOST_ADDRESSES = 16_384  # some 5 MB of the largest that a database tells
NO_FAILURES: Failures = []
_NO_DATA: dict[str, Any] = {}


class Attributes(NamedTuple):
    """`known` is what events with the same context have in common; `own` are the event's columns,
    which win over those; `failures` are both's.
    """

    known: KnownContext
    own: dict[str, Any]
    failures: Failures


def find_attributes(
    call: Call,
    event_day: date,
    client: Client,
    protocol: str,
    enrichments: Enrichments,
    report: Report,
) -> Attributes:
    """What is known of an event beside what the call says of itself; `client` is the visitor's."""
    context = call.context
    page = page_texts(context, call.data) if call.event_type == "page" else None
    origin = Origin(protocol, client.user_agent, page)
    known = know_context(context, call.facts, origin, enrichments, report)
    shared = known.subject
    ip = text_of(context, "ip") or client.ip
    of_address, failures = _know_address(ip, enrichments, report)
    subject = Subject(
        context,
        call.data if call.data_field == "properties" else _NO_DATA,
        shared.page_url,
        shared.page_referrer,
        shared.user_agent,
        ip,
        event_day,
        {**of_address, **find_visit(call)},
        known.columns,
    )
    own_failures = enrich(subject, enrichments.of_event, report)
    return Attributes(known, subject.columns, [*known.failures, *failures, *own_failures])


def _know_address(
    ip: str | None, enrichments: Enrichments, report: Report
) -> tuple[Columns, Failures]:
    """Its columns: remembered, or found now; what failed is tried again with the next event."""
    found = enrichments.addresses.get(ip)
    if found is not None:
        return found, NO_FAILURES
    subject = Subject({}, {}, None, None, None, ip, date.min)
    failures = enrich(subject, enrichments.of_address, report)
    if not failures:
        remember(enrichments.addresses, ip, subject.columns, MOST_ADDRESSES)
    return subject.columns, failures
