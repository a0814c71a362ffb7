"""The canonical call: what an event says, whichever protocol and SDK brought it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ingest_lambdas.collector.hidden_contexts import ContextFacts
from ingest_lambdas.collector.rejection import reject
from ingest_lambdas.contract.schema_ref import SchemaRef

DEEPEST = 32
_BRACKETS = b"{["


class Origin(NamedTuple):
    """Where in the item a call's data stood, as JSON pointers.

    Where a text in the item holds JSON of its own, in base64 perhaps, they go on into it. `moved`
    are parts of the data that stood elsewhere, by their pointers in the data; `claim` is where
    the item says which event it is.
    """

    pointer: str
    moved: Mapping[str, str] = {}
    claim: str = "/event"

    def locate(self, pointer: str) -> str:
        """The pointer in the item for one in the data."""
        above = pointer
        while above:
            if place := self.moved.get(above):
                return place + pointer[len(above) :]
            above = above.rpartition("/")[0]
        return self.pointer + pointer


class Entity(NamedTuple):
    """A self-describing thing that came along with an event.

    `pointer` says where in the item it stood; `absorbed` that its data is in the call already.
    """

    ref: SchemaRef
    data: Any
    pointer: str
    absorbed: bool = False


@dataclass(slots=True)
class Call:
    """A canonical call: ids and data as the client sent them. `data` is what its schema judges.

    `data_field` names the item's field that holds the data; moments are the client's texts.
    `described_by` is the schema that the event itself claims, where the plan has no name for it.
    `fallback_id` tells visitors apart where neither anonymous_id nor user_id does: the network's
    id, or the session's. It is no part of the event's content. `own_context` is what of the context
    no other event has in common with this one: its entities and its network's id. `facts` are what
    follows from the rest.

    Stages change the call itself, never the dicts and lists in it: items of one batch share those.
    """

    event_type: str
    event_name: str
    message_id: str | None
    user_id: str | None
    anonymous_id: str | None
    previous_id: str | None
    group_id: str | None
    data_field: str
    data: Any
    context: dict[str, Any]
    original_at: str | None
    sent_at: Any
    described_by: SchemaRef | None = None
    entities: tuple[Entity, ...] = ()
    fallback_id: str | None = None
    app_id: str | None = None
    own_context: dict[str, Any] = field(default_factory=dict)
    trace: Callable[[], Origin] | None = field(default=None, compare=False)
    facts: ContextFacts | None = field(default=None, compare=False)

    @property
    def person_ids(self) -> tuple[str | None, ...]:
        """Every id that tells who did it, as the client sent it."""
        return (self.user_id, self.anonymous_id, self.previous_id, self.fallback_id)

    def origin(self) -> Origin:
        """Where in the item the data stood."""
        if self.trace:
            return self.trace()
        return Origin(f"/{self.data_field}" if self.data_field else "")


class Description(NamedTuple):
    """What could be read of an item that is set aside; ids as the client sent them."""

    event_type: Any = None
    event_name: Any = None
    visitor: Any = None


def check_depth(value: Any, levels: int = DEEPEST) -> None:
    """Raises Rejection where objects and lists stand in each other more than `levels` deep."""
    level: list[Any] = [value]
    for _ in range(levels):
        level = [
            child
            for node in level
            for child in (node.values() if type(node) is dict else node)
            if type(child) is dict or type(child) is list
        ]
        if not level:
            return
    raise reject("malformed", "", "depth", f"at most {levels} levels", "more")


def is_shallow(text: bytes) -> bool:
    """Whether a JSON text has too few brackets to nest too deeply."""
    return len(text) - len(text.translate(None, _BRACKETS)) <= DEEPEST
