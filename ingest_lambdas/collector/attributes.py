"""The columns that follow from a call's context, its page and its request, and from enrichments."""

from datetime import date
from typing import Any

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.pipeline import Enrichment, Report, enrich
from ingest_lambdas.collector.enrich.subject import Client, Subject

CLIENT_SIDE = ("web", "app")


NO_CLIENT = Client()


def find_attributes(
    call: Call,
    event_day: date,
    client: Client,
    source_kind: str,
    enrichments: tuple[Enrichment, ...],
    report: Report,
) -> dict[str, Any]:
    """Column → value; what is not known is None or absent.

    The request's own address and user agent are the visitor's only for client-side sources:
    from a server they would be the server's.
    """
    context = call.context
    if source_kind not in CLIENT_SIDE:
        client = NO_CLIENT
    page = context.get("page")
    if not isinstance(page, dict) or not page:
        page = call.data if call.event_type == "page" else {}
    subject = Subject(
        context=context,
        properties=call.data if call.data_field == "properties" else {},
        page_url=_text(page, "url"),
        page_referrer=_text(page, "referrer"),
        user_agent=_text(context, "userAgent") or client.user_agent,
        ip=_text(context, "ip") or client.ip,
        event_day=event_day,
    )
    subject.columns = _stated(subject, page)
    enrich(subject, enrichments, report)
    return subject.columns


def _stated(subject: Subject, page: dict[str, Any]) -> dict[str, Any]:
    """What the call says itself."""
    context = subject.context
    app = context.get("app")
    return {
        "page_url": subject.page_url,
        "page_path": _text(page, "path"),
        "page_title": _text(page, "title"),
        "page_referrer": subject.page_referrer,
        "user_agent": subject.user_agent,
        "is_bot": False,
        "locale": _text(context, "locale"),
        "library": _library(context.get("library")),
        "app_name": _text(app, "name"),
        "app_version": _text(app, "version"),
    }


def _library(library: Any) -> str | None:
    name, version = _text(library, "name"), _text(library, "version")
    return f"{name}/{version}" if name and version else name


def _text(node: Any, key: str) -> str | None:
    """The text under a key; None where there is none or it is empty."""
    value = node.get(key) if type(node) is dict else None
    return value if type(value) is str and value else None
