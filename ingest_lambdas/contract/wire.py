"""The wire protocols' bodies, by the protocol's name: what tracker, collector and archive share."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ingest_lambdas.contract import segment_body, snowplow_body
from ingest_lambdas.contract.json_items import Body


class WireBody(Protocol):
    """How one protocol's bodies are read. `endpoint` is the record's."""

    def read_body(self, raw: bytes, endpoint: str) -> Body:
        """The items of a body. Raises Unreadable."""
        ...

    def item_texts(self, raw: bytes, endpoint: str) -> list[str]:
        """Each item's own text, byte for byte."""
        ...

    def body_of(self, items: Sequence[bytes], shared: Mapping[str, Any], endpoint: str) -> bytes:
        """The body that holds these items as they stand: what item_texts took apart."""
        ...

    def event_id(self, item: Any) -> str | None:
        """The id that the client gave an item."""
        ...


BODIES: dict[str, WireBody] = {"segment": segment_body, "snowplow": snowplow_body}
