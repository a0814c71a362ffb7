"""Self-describing JSON: unpacks the event of a `ue` and the entities (contexts) of any event."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

import orjson

from ingest_lambdas.collector.call import Entity, check_depth
from ingest_lambdas.collector.protocols.described import Described, read_described
from ingest_lambdas.collector.rejection import describe_found, reject, type_name

_URL_SAFE = str.maketrans({"-": "+", "_": "/", " ": "+", "=": None})
_EVENT = "iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/"
_ENTITIES = "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/"


def read_event(item: Mapping[str, Any]) -> Described:
    """The self-describing event of an item. Raises Rejection."""
    pointer, packed = _unpack(item, "ue_pr", "ue_px", _EVENT)
    if not pointer:
        raise reject("adapter_failure", "/ue_pr", "required", "ue_pr or ue_px", "neither")
    return read_described(packed, f"{pointer}/data")


def read_entities(item: Mapping[str, Any]) -> list[Entity]:
    """The entities of an item, in order. Raises Rejection."""
    pointer, packed = _unpack(item, "co", "cx", _ENTITIES)
    if not pointer:
        return []
    if not isinstance(packed, list):
        raise reject("adapter_failure", f"{pointer}/data", "type", "array", type_name(packed))
    return [
        Entity(*read_described(each, f"{pointer}/data/{position}"))
        for position, each in enumerate(packed)
    ]


def _unpack(item: Mapping[str, Any], plain: str, encoded: str, envelope: str) -> tuple[str, Any]:
    """(where it stands, what is in its envelope); ("", None) where there is none."""
    if item.get(plain):
        pointer, packed = f"/{plain}", _parse(item[plain], f"/{plain}")
    elif item.get(encoded):
        pointer = f"/{encoded}"
        packed = _parse(_decode(item[encoded], pointer), pointer)
    else:
        return "", None
    check_depth(packed)
    schema = packed.get("schema") if isinstance(packed, dict) else None
    if not isinstance(schema, str) or not schema.startswith(envelope):
        raise reject("adapter_failure", pointer, "schema", f"{envelope}…", describe_found(schema))
    return pointer, packed.get("data")


def _decode(text: Any, pointer: str) -> bytes:
    """Base64 with either alphabet, padded or not; a query string may have made + a blank."""
    if not isinstance(text, str):
        raise reject("adapter_failure", pointer, "type", "string", type_name(text))
    plain = text.translate(_URL_SAFE)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise reject("adapter_failure", pointer, "base64", "base64", "other text") from error


def _parse(text: Any, pointer: str) -> Any:
    if not isinstance(text, str | bytes):
        raise reject("adapter_failure", pointer, "type", "string", type_name(text))
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise reject("adapter_failure", pointer, "json", "strict JSON", "other text") from error
