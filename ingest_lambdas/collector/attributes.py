"""The columns that follow from a call's context, its page and its request, and from enrichments."""

from datetime import date
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.pipeline import Failures, Report, enrich
from ingest_lambdas.collector.enrich.subject import Client, Subject
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.known_context import (
    KnownContext,
    Origin,
    know_context,
    page_texts,
    text_of,
)

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
    subject = Subject(
        context,
        call.data if call.data_field == "properties" else _NO_DATA,
        shared.page_url,
        shared.page_referrer,
        shared.user_agent,
        text_of(context, "ip") or client.ip,
        event_day,
        {},
        known.columns,
    )
    failures = enrich(subject, enrichments.of_event, report)
    if known.failures:
        failures = [*known.failures, *failures]
    return Attributes(known, subject.columns, failures)
