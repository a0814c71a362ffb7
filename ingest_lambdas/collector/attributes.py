"""The columns that enrichments fill, from a call's context, its page and its request."""

from typing import Any

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.bots import is_bot
from ingest_lambdas.collector.enrich.campaign import find_campaign
from ingest_lambdas.collector.enrich.ip_anonymisation import anonymise_ip
from ingest_lambdas.collector.enrich.page_url import NO_URL, split_page_url
from ingest_lambdas.collector.enrich.user_agent import Client, parse_user_agent

CLIENT_SIDE = ("web", "app")
_NO_CLIENT = Client()


def find_attributes(
    call: Call, *, request_ip: str | None, request_user_agent: str | None, source_kind: str
) -> dict[str, Any]:
    """Column → value; what is not known is None.

    The request's own address and user agent are the visitor's only for client-side sources:
    from a server they would be the server's.
    """
    from_client = source_kind in CLIENT_SIDE
    user_agent = _text(call.context, "userAgent") or (request_user_agent if from_client else None)
    ip = call.context.get("ip") or (request_ip if from_client else None)
    client = parse_user_agent(user_agent) if user_agent else _NO_CLIENT
    bot = bool(user_agent) and (client.device_type == "bot" or is_bot(user_agent or ""))
    return {
        **_page(call),
        "user_agent": user_agent,
        **client._asdict(),
        **_stated_system(call.context, client),
        "device_type": "bot" if bot else client.device_type,
        "is_bot": bot,
        "ip": anonymise_ip(ip),
        "locale": _text(call.context, "locale"),
        "library": _library(call.context),
        "app_name": _text(call.context, "app", "name"),
        "app_version": _text(call.context, "app", "version"),
    }


def _page(call: Call) -> dict[str, Any]:
    page = call.context.get("page")
    if not isinstance(page, dict) or not page:
        page = call.data if call.event_type == "page" else {}
    url = _text(page, "url")
    parts = split_page_url(url) if url else NO_URL
    campaign = find_campaign(call.context.get("campaign"), parts.parameters)
    return {
        "page_url": url,
        "page_host": parts.host,
        "page_path": parts.path or _text(page, "path"),
        "page_title": _text(page, "title"),
        "page_referrer": _text(page, "referrer"),
        "campaign_source": campaign.source,
        "campaign_medium": campaign.medium,
        "campaign_name": campaign.name,
        "campaign_term": campaign.term,
        "campaign_content": campaign.content,
        "click_id_name": campaign.click_id_name,
        "click_id": campaign.click_id,
    }


def _stated_system(context: dict[str, Any], client: Client) -> dict[str, Any]:
    """What an app states of its system and device, where its user agent tells nothing of them."""
    stated: dict[str, Any] = {}
    if client.os is None and (name := _text(context, "os", "name")):
        stated |= {"os": name, "os_version": _text(context, "os", "version")}
    if client.device is None and (model := _text(context, "device", "model")):
        stated["device"] = model
    return stated


def _library(context: dict[str, Any]) -> str | None:
    name, version = _text(context, "library", "name"), _text(context, "library", "version")
    return f"{name}/{version}" if name and version else name


def _text(node: Any, *path: str) -> str | None:
    """The text at a path; None where there is none or it is empty."""
    for key in path:
        node = node.get(key) if isinstance(node, dict) else None
    return node if isinstance(node, str) and node else None
