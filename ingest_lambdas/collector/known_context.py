"""What an event has in common with all that have its context, its page and its user agent."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import orjson

from ingest_lambdas.collector.enrich.pipeline import Failures, Report, enrich
from ingest_lambdas.collector.enrich.subject import Subject, text_of
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.fit import fit_columns
from ingest_lambdas.collector.hidden_contexts import MOST_FACTS, ContextFacts, remember
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.collector.remaining_context import remaining_context

_PAGE = ("url", "path", "title", "referrer")
_ANY_DAY = date.min  # what hangs on the day is not found here


class Origin(NamedTuple):
    """What else the columns come from, beside the context.

    `page` are the texts of a page event's own data, where its context tells of no page.
    """

    protocol: str
    user_agent: str | None
    page: tuple[str | None, ...] | None


class KnownContext(NamedTuple):
    """Its columns, those that fit; they and what is left of the context as JSON without brackets.

    `misfit` is why no event with it can be stored, None where it can.
    """

    subject: Subject
    columns: Mapping[str, Any]
    columns_json: bytes
    left_json: bytes
    failures: Failures
    misfit: Rejection | None


def know_context(
    context: dict[str, Any],
    facts: ContextFacts,
    origin: Origin,
    enrichments: Enrichments,
    report: Report,
) -> KnownContext:
    """What is remembered of it, else found now; what failed is tried again with the next event."""
    key = (enrichments, origin)
    known: KnownContext | None = facts.found.get(key)
    if known is None:
        known = _find(context, origin, enrichments, report)
        if not known.failures:
            remember(facts.found, key, known, MOST_FACTS)
    return known


def page_texts(context: Mapping[str, Any], data: Any) -> tuple[str | None, ...] | None:
    """A page event's data as Origin's `page`."""
    page = context.get("page")
    if page and isinstance(page, dict):
        return None
    return tuple(text_of(data, name) for name in _PAGE)


def _find(
    context: dict[str, Any], origin: Origin, enrichments: Enrichments, report: Report
) -> KnownContext:
    page = origin.page or tuple(text_of(context.get("page"), name) for name in _PAGE)
    subject = Subject(
        context=context,
        properties={},
        page_url=page[0],
        page_referrer=page[3],
        user_agent=text_of(context, "userAgent") or origin.user_agent,
        ip=None,
        event_day=_ANY_DAY,
    )
    subject.columns = _stated(subject, page)
    failures = enrich(subject, enrichments.of_context, report)
    try:
        fitting = fit_columns({"protocol": origin.protocol, **subject.columns})
    except Rejection as misfit:
        return KnownContext(subject, {}, b"", b"", failures, misfit)
    del fitting["protocol"]
    left = orjson.dumps(remaining_context(context, fitting) or {})
    return KnownContext(subject, fitting, orjson.dumps(fitting)[1:-1], left[1:-1], failures, None)


def _stated(subject: Subject, page: tuple[str | None, ...]) -> dict[str, Any]:
    """What the call says itself."""
    context = subject.context
    app = context.get("app")
    return {
        "page_url": page[0],
        "page_path": page[1],
        "page_title": page[2],
        "page_referrer": page[3],
        "user_agent": subject.user_agent,
        "is_bot": False,
        "locale": text_of(context, "locale"),
        "library": _library(context.get("library")),
        "app_name": text_of(app, "name"),
        "app_version": text_of(app, "version"),
    }


def _library(library: Any) -> str | None:
    name, version = text_of(library, "name"), text_of(library, "version")
    return f"{name}/{version}" if name and version else name
