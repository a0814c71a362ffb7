"""Which session and which view of a page an event belongs to, as its tracker counts them.

Snowplow's browser tracker tells the session by parameters, its others by an entity, and the page
view by an entity; RudderStack's SDKs and Segment's plugins for sessions tell it in the context.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ingest_lambdas.collector.call import Call

_CORE = "iglu:com.snowplowanalytics.snowplow/"
_SESSION = f"{_CORE}client_session/"
_PAGE = f"{_CORE}web_page/"
_LARGEST = 2**31 - 1
_LONGEST_NUMBER = len(str(_LARGEST))
_NO_SESSION = "-1"  # as Amplitude's plugin says it


def find_visit(call: Call) -> dict[str, Any]:
    """The columns of which something is known, of a pseudonymised call.

    Where no one may tell who sent it, a session would tell which events one visitor sent.
    """
    if not (call.anonymous_id or call.user_id or call.fallback_id):
        return {}
    return {name: value for name, value in _visit(call.context, call.own_context) if value}


def _visit(
    context: Mapping[str, Any], own: Mapping[str, Any]
) -> Iterator[tuple[str, str | int | None]]:
    entities = own.get("entities")
    if entities:
        session = _entity(entities, _SESSION)
        yield "tracker_session_id", _text(session, "sessionId")
        yield "tracker_session_number", _count(session, "sessionIndex")
        yield "tracker_page_view_id", _text(_entity(entities, _PAGE), "id")
    parameters = context.get("parameters")
    yield "tracker_session_number", _count(parameters, "vid")
    integrations = context.get("integrations")
    plugin = integrations.get("Actions Amplitude") if type(integrations) is dict else None
    yield "tracker_session_id", _text(plugin, "session_id")
    yield "tracker_session_id", _text(context, "session_id")
    yield "tracker_session_id", _text(context, "sessionId")
    yield "tracker_session_id", _text(parameters, "sid")


def _entity(entities: Any, schema: str) -> Any:
    """The data of the first entity of a schema, in whichever version."""
    found = (each for each in entities if str(each.get("schema")).startswith(schema))
    return next((each.get("data") for each in found), None)


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
