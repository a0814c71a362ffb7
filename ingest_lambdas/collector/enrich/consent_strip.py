"""Takes out of an event what tells of a person, where the visitor has refused consent to that."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.subject import RequestClient

_CLIENT = {"ip": ("ip",), "user_agent": ("userAgent", "userAgentData")}
_URLS = ("url", "search", "referrer")
IsPersonal = Callable[[str], bool]
Strip = Callable[[Call, RequestClient, IsPersonal], tuple[Call, RequestClient]]


def compose(parts: Iterable[str], click_ids: Iterable[str]) -> Strip:
    """The function that strips a pseudonymised call and its client.

    It is told which names of fields are personal.
    """
    gone = frozenset(parts)
    names = frozenset(name for part, names in _CLIENT.items() if part in gone for name in names)
    clicks = _pattern(click_ids)

    def strip(
        call: Call, client: RequestClient, is_personal: IsPersonal
    ) -> tuple[Call, RequestClient]:
        context = {key: value for key, value in call.context.items() if key not in names}
        own = call.own_context
        data = call.data
        if "click_ids" in gone and clicks:
            context = {**context, "page": _without_clicks(context.get("page"), clicks)}
            data = _without_clicks(data, clicks)
        if "personal_fields" in gone:
            ids = _ids(call)
            context = _without_personal(context, is_personal, ids)
            own = _without_personal(own, is_personal, ids)
            data = _without_personal(data, is_personal, ids)
        stripped = replace(call, context=context, own_context=own, data=data, facts=None)
        if "ids" in gone:
            stripped = _without_ids(stripped)
        ip, user_agent = client
        return stripped, (
            None if "ip" in gone else ip,
            None if "user_agent" in gone else user_agent,
        )

    return strip


def _pattern(click_ids: Iterable[str]) -> re.Pattern[str] | None:
    """Finds their parameters in a URL: at the query's beginning several, elsewhere each."""
    spelt = "|".join(map(re.escape, click_ids))
    each = rf"(?:{spelt})=[^&#]*"
    return re.compile(rf"(?<=\?)(?:{each}(?:&|(?=#|$)))+|&{each}") if spelt else None


def _without_ids(call: Call) -> Call:
    return replace(
        call, user_id=None, anonymous_id=None, previous_id=None, group_id=None, fallback_id=None
    )


def _ids(call: Call) -> frozenset[str]:
    ids = (call.user_id, call.anonymous_id, call.previous_id, call.fallback_id)
    return frozenset(each for each in ids if each)


def _without_clicks(page: Any, clicks: re.Pattern[str]) -> Any:
    """A page's fields with the ad networks' click ids taken out of its URLs."""
    if not isinstance(page, dict):
        return page
    return {
        key: clicks.sub("", value) if key in _URLS and isinstance(value, str) else value
        for key, value in page.items()
    }


def _without_personal(node: Any, is_personal: IsPersonal, ids: frozenset[str]) -> Any:
    """Without fields that are personal by name, or hold one of the person's ids."""
    if isinstance(node, dict):
        return {
            key: _without_personal(value, is_personal, ids)
            for key, value in node.items()
            if key == "ip" or not (is_personal(key) or (isinstance(value, str) and value in ids))
        }
    if isinstance(node, list):
        return [_without_personal(child, is_personal, ids) for child in node]
    return node
