"""Which session and which view of a page an event belongs to, as its tracker counts them.

Snowplow's browser tracker tells the session by parameters, its others by an entity, and the page
view by an entity; RudderStack's SDKs and Segment's plugins for sessions tell it in the context.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.subject import Columns

_CORE = "iglu:com.snowplowanalytics.snowplow/"
_SESSION = f"{_CORE}client_session/"
_PAGE = f"{_CORE}web_page/"
_LARGEST = 2**31 - 1
_LONGEST_NUMBER = len(str(_LARGEST))
_NOTHING: Any = {}
_NO_SESSION = "-1"  # as Amplitude's plugin says it


def find_visit(call: Call, by_context: Columns | None = None) -> dict[str, Any]:
    """The columns of which something is known, of a pseudonymised call.

    `by_context` is what visit_of_context says of its context, where that is known already. Where no
    one may tell who sent it, a session would tell which events one visitor sent.
    """
    if not (call.anonymous_id or call.user_id or call.fallback_id):
        return {}
    entities = call.own_context.get("entities")
    found = _visit_of_entities(entities) if entities else {}
    found.update(visit_of_context(call.context) if by_context is None else by_context)
    return found


def visit_of_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that the context alone tells of."""
    return {name: value for name, value in _stated(context) if value}


def _stated(context: Mapping[str, Any]) -> Iterator[tuple[str, str | int | None]]:
    parameters = context.get("parameters")
    yield "tracker_session_number", _count(parameters, "vid")
    integrations = context.get("integrations")
    plugin = integrations.get("Actions Amplitude") if type(integrations) is dict else None
    yield "tracker_session_id", _text(plugin, "session_id")
    yield "tracker_session_id", _text(context, "session_id")
    yield "tracker_session_id", _text(context, "sessionId")
    yield "tracker_session_id", _text(parameters, "sid")


def _visit_of_entities(entities: Any) -> dict[str, Any]:
    """Of the first entity of each schema, in whichever version."""
    session = page = _NOTHING
    for entity in entities:
        schema = str(entity.get("schema"))
        if session is _NOTHING and schema.startswith(_SESSION):
            session = entity.get("data")
        elif page is _NOTHING and schema.startswith(_PAGE):
            page = entity.get("data")
    found = {
        "tracker_session_id": _text(session, "sessionId"),
        "tracker_session_number": _count(session, "sessionIndex"),
        "tracker_page_view_id": _text(page, "id"),
    }
    return {name: value for name, value in found.items() if value}


def _text(node: Any, name: str) -> str | None:
    """An id as text: clients send numbers too."""
    value = node.get(name) if type(node) is dict else None
    if type(value) is int:
        value = str(value)
    return value if type(value) is str and value != _NO_SESSION else None


def _count(node: Any, name: str) -> int | None:
    text = _text(node, name)
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > _LONGEST_NUMBER:
        return None
    return number if (number := int(text)) <= _LARGEST else None
