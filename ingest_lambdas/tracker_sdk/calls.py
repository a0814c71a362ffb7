"""The six calls of the tracking API: what a caller gives → the fields of an item."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack

Fields = Mapping[str, Any]


class Anyone(TypedDict, total=False):
    """What every call may be given.

    timestamp: when it happened, now by default. message_id: its id, a new one by default; the same
    id with the same content counts once. durable: return when it is on disk.
    """

    anonymous_id: str | None
    context: Fields | None
    timestamp: datetime | None
    message_id: str | None
    durable: bool


class Common(Anyone, total=False):
    """Calls whose user id is not one of their own arguments."""

    user_id: str | None


class Calls(ABC):
    """Each call returns whether the event was taken, and raises nothing."""

    def track(self, event: str, properties: Fields | None = None, **common: Unpack[Common]) -> bool:
        """Something that a visitor or customer did."""
        return self._call("track", {"event": event, "properties": properties or {}}, common)

    def identify(
        self, user_id: str | None = None, traits: Fields | None = None, **common: Unpack[Anyone]
    ) -> bool:
        """Who somebody is."""
        return self._call("identify", {"traits": traits or {}}, {**common, "user_id": user_id})

    def page(
        self,
        name: str | None = None,
        properties: Fields | None = None,
        **common: Unpack[Common],
    ) -> bool:
        """A page that was seen."""
        return self._call("page", {"name": name, "properties": properties or {}}, common)

    def screen(
        self,
        name: str | None = None,
        properties: Fields | None = None,
        **common: Unpack[Common],
    ) -> bool:
        """A screen of an app that was seen."""
        return self._call("screen", {"name": name, "properties": properties or {}}, common)

    def group(self, group_id: str, traits: Fields | None = None, **common: Unpack[Common]) -> bool:
        """What somebody belongs to."""
        return self._call("group", {"groupId": group_id, "traits": traits or {}}, common)

    def alias(self, user_id: str, previous_id: str, **common: Unpack[Anyone]) -> bool:
        """Two ids of one person."""
        return self._call("alias", {"previousId": previous_id}, {**common, "user_id": user_id})

    @abstractmethod
    def _call(self, kind: str, fields: dict[str, Any], common: Common) -> bool:
        """Take one event."""
