"""What a visit leaves behind: drafts of SDK calls, and calls once they carry their identity."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any, Literal
from uuid import UUID

from infra.local.traffic.visitors import Visitor

Method = Literal["track", "page", "screen", "identify", "group", "alias"]


@dataclass(frozen=True)
class Draft:
    """A call before it has an id: `at` is when it happened, `order` when its turn to be sent is."""

    at: datetime
    order: datetime
    source: str
    method: Method
    arguments: dict[str, Any]
    flaw: str | None = None


@dataclass(frozen=True)
class Call:
    """One call of the SDK: `arguments` are its keyword arguments but the id and the timestamp."""

    message_id: str
    source: str
    method: Method
    timestamp: datetime
    arguments: dict[str, Any]
    flaw: str | None = None
    is_resend: bool = False

    def again(self) -> "Call":
        """The same call once more, as a client sends that never heard the answer."""
        return replace(self, is_resend=True)


def message_id(seed: int, ordinal: int, n: int) -> str:
    """The id of the n-th event of a run: the same in every repetition, in no other run."""
    digest = sha256(f"headwater/{seed}/{ordinal}/{n}".encode()).digest()
    return str(UUID(bytes=digest[:16], version=4))


class Visit:
    """Collects one visit's drafts while its clock moves on."""

    def __init__(
        self, visitor: Visitor, rng: Random, start: datetime, end: datetime, delay: timedelta
    ) -> None:
        self.visitor = visitor
        self.rng = rng
        self.context: dict[str, Any] = {}
        self.drafts: list[Draft] = []
        self._clock = start
        self._end = end
        self._delay = delay
        self._known = False

    def pause(self, seconds: float) -> None:
        """Let about so many seconds pass, never beyond the end of the simulated time."""
        passed = timedelta(seconds=1 + self.rng.expovariate(1 / seconds))
        self._clock = min(self._clock + passed, self._end)

    def recognise(self) -> None:
        """From now on the calls carry the user id as well."""
        self._known = True

    def track(self, event: str, properties: dict[str, Any], source: str | None = None) -> None:
        """A track call by the visitor's device, or by another source about the visitor."""
        self._note("track", {**self._who(), "event": event, "properties": properties}, source)

    def view(self, method: Literal["page", "screen"], name: str, **properties: Any) -> None:
        """A page or screen call."""
        self._note(method, {**self._who(), "name": name, "properties": properties})

    def identify(self, traits: dict[str, Any], source: str | None = None) -> None:
        """An identify call; needs the visitor recognised."""
        self._note("identify", {**self._who(), "traits": traits}, source)

    def group(self, group_id: str, traits: dict[str, Any]) -> None:
        """A group call, by the customer system."""
        self._note("group", {**self._who(), "group_id": group_id, "traits": traits}, "crm")

    def alias(self) -> None:
        """The anonymous visitor and the customer are one."""
        visitor = self.visitor
        self._note("alias", {"previous_id": visitor.anonymous_id, "user_id": visitor.user_id})

    def _who(self) -> dict[str, Any]:
        who = {"anonymous_id": self.visitor.anonymous_id}
        return {**who, "user_id": self.visitor.user_id} if self._known else who

    def _note(self, method: Method, arguments: dict[str, Any], source: str | None = None) -> None:
        chosen = source or ("app" if self.visitor.kind == "app" else "web-shop")
        context = self._device_context() if source is None else {}
        arguments = {**arguments, "context": context}
        # A late visit happened days before its turn to be sent comes.
        at = self._clock - self._delay
        self.drafts.append(Draft(at, self._clock, chosen, method, arguments))

    def _device_context(self) -> dict[str, Any]:
        visitor = self.visitor
        told = {"ip": visitor.ip, "userAgent": visitor.device.user_agent, "locale": visitor.locale}
        return {**told, "timezone": visitor.timezone, **visitor.device.context, **self.context}
