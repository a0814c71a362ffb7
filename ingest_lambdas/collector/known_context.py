"""What an event has in common with all that have its context, its page and its user agent."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import orjson

from ingest_lambdas.collector.enrich.pipeline import Failures, Report, enrich
from ingest_lambdas.collector.enrich.subject import Columns, Subject, text_of
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.fit import fit_columns
from ingest_lambdas.collector.hidden_contexts import MOST_FACTS, ContextFacts, remember
from ingest_lambdas.collector.rejection import Rejection
from ingest_lambdas.collector.remaining_context import remaining_context
from ingest_lambdas.collector.spliced import splice
from ingest_lambdas.collector.visit import visit_of_context

# The texts of a page event's own data, where its context tells of no page.
Page = tuple[str | None, ...] | None
_PAGE = ("url", "path", "title", "referrer")
_NOTHING_LEFT = orjson.Fragment(b"{}")
_ANY_DAY = date.min  # what hangs on the day is not found here


class KnownContext(NamedTuple):
    """Its columns, those that fit; once more to be spliced into a row; and what is left of the
    context, which no column holds, as JSON and once more without brackets. `visit` is what it
    tells of session and page view.

    `misfit` is why no event with it can be stored, None where it can.
    """

    subject: Subject
    columns: Columns
    spliced: Mapping[str, orjson.Fragment]
    left: orjson.Fragment
    left_json: bytes
    visit: Columns
    failures: Failures
    misfit: Rejection | None


def know_context(
    context: dict[str, Any],
    facts: ContextFacts | None,
    beside: tuple[str, str | None, Page],
    enrichments: Enrichments,
    report: Report,
) -> KnownContext:
    """What is remembered of it, else found now; what failed is tried again with the next event.

    `beside` the context it hangs on the protocol, the request's user agent and the page.
    """
    key = (enrichments, beside)
    facts = facts or ContextFacts()
    known: KnownContext | None = facts.found.get(key)
    if known is None:
        known = _find(context, *beside, enrichments, report)
        if not known.failures:
            remember(facts.found, key, known, MOST_FACTS)
    return known


def page_texts(context: Mapping[str, Any], data: Any) -> Page:
    """Those of a page event's data."""
    page = context.get("page")
    if page and isinstance(page, dict):
        return None
    return tuple(text_of(data, name) for name in _PAGE)


def _find(
    context: dict[str, Any],
    protocol: str,
    user_agent: str | None,
    own_page: Page,
    enrichments: Enrichments,
    report: Report,
) -> KnownContext:
    page = own_page or tuple(text_of(context.get("page"), name) for name in _PAGE)
    subject = Subject(
        context=context,
        properties={},
        page_url=page[0],
        page_referrer=page[3],
        user_agent=text_of(context, "userAgent") or user_agent,
        ip=None,
        event_day=_ANY_DAY,
    )
    subject.columns = _stated(subject, page)
    failures = enrich(subject, enrichments.of_context, report)
    try:
        fitting = fit_columns({"protocol": protocol, **subject.columns})
    except Rejection as misfit:
        return KnownContext(subject, {}, {}, _NOTHING_LEFT, b"", {}, failures, misfit)
    del fitting["protocol"]
    left = orjson.dumps(remaining_context(context, fitting) or {})
    return KnownContext(
        subject,
        fitting,
        splice(fitting),
        orjson.Fragment(left),
        left[1:-1],
        visit_of_context(context),
        failures,
        None,
    )


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
