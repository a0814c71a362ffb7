"""Self-describing JSON: unpacks the event of a `ue` and the entities (contexts) of any event."""

from collections.abc import Mapping
from typing import Any

import orjson
import pybase64

from ingest_lambdas.collector.call import Entity, check_depth, is_shallow
from ingest_lambdas.collector.protocols.described import Described, read_described, read_parts
from ingest_lambdas.collector.rejection import describe_found, reject, type_name

_URL_SAFE = bytes.maketrans(b"-_ ", b"+/+")
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
    return [_entity(each, f"{pointer}/data/{position}") for position, each in enumerate(packed)]


def _entity(value: Any, pointer: str) -> Entity:
    ref, data = read_parts(value, pointer)
    return Entity(ref, data, pointer)


def _unpack(item: Mapping[str, Any], plain: str, encoded: str, envelope: str) -> tuple[str, Any]:
    """(where it stands, what is in its envelope); ("", None) where there is none."""
    if item.get(plain):
        pointer, text = f"/{plain}", _as_bytes(item[plain], f"/{plain}")
    elif item.get(encoded):
        pointer = f"/{encoded}"
        text = _decode(item[encoded], pointer)
    else:
        return "", None
    packed = _parse(text, pointer)
    if not is_shallow(text):
        check_depth(packed)
    schema = packed.get("schema") if isinstance(packed, dict) else None
    if not isinstance(schema, str) or not schema.startswith(envelope):
        raise reject("adapter_failure", pointer, "schema", f"{envelope}…", describe_found(schema))
    return pointer, packed.get("data")


def _as_bytes(text: Any, pointer: str) -> bytes:
    if not isinstance(text, str):
        raise reject("adapter_failure", pointer, "type", "string", type_name(text))
    return text.encode(errors="surrogatepass")


def _decode(text: Any, pointer: str) -> bytes:
    """Base64 with either alphabet, padded or not; a query string may have made + a blank."""
    if not isinstance(text, str):
        raise reject("adapter_failure", pointer, "type", "string", type_name(text))
    try:
        plain = text.encode("ascii").translate(_URL_SAFE, b"=")
        return pybase64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except ValueError as error:
        raise reject("adapter_failure", pointer, "base64", "base64", "other text") from error


def _parse(text: bytes, pointer: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise reject("adapter_failure", pointer, "json", "strict JSON", "other text") from error
