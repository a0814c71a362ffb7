"""The columns that follow from a call's context, its page and its request, and from enrichments."""

from datetime import date
from typing import Any, NamedTuple

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.pipeline import Failures, Report, enrich
from ingest_lambdas.collector.enrich.subject import RequestClient, Subject, text_of
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.known_address import KnownAddress, know_address
from ingest_lambdas.collector.known_context import KnownContext, know_context, page_texts
from ingest_lambdas.collector.visit import find_visit

_NO_DATA: dict[str, Any] = {}


class Attributes(NamedTuple):
    """`known` is what events with the same context have in common, `address` what those from the
    same address have; `own` are the event's columns. The later ones win over those before;
    `failures` are those of all three.
    """

    known: KnownContext
    address: KnownAddress
    own: dict[str, Any]
    failures: Failures


def find_attributes(
    call: Call,
    event_day: date,
    client: RequestClient,
    protocol: str,
    enrichments: Enrichments,
    report: Report,
) -> Attributes:
    """What is known of an event beside what the call says of itself; `client` is the visitor's."""
    context, (client_ip, user_agent) = call.context, client
    page = page_texts(context, call.data) if call.event_type == "page" else None
    beside = (protocol, user_agent, page)
    known = know_context(context, call.facts, beside, enrichments, report)
    ip = text_of(context, "ip") or client_ip
    address = enrichments.addresses.get(ip) or know_address(ip, enrichments, report)
    shared = known.subject
    subject = Subject(
        context,
        call.data if call.data_field == "properties" else _NO_DATA,
        shared.page_url,
        shared.page_referrer,
        shared.user_agent,
        ip,
        event_day,
        find_visit(call, known.visit),
        known.columns,
    )
    failures = enrich(subject, enrichments.of_event, report)
    if known.failures or address.failures:
        failures = [*known.failures, *address.failures, *failures]
    return Attributes(known, address, subject.columns, failures)
