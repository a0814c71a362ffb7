"""What a visitor has refused, and what follows for an event: it is kept, stripped or dropped.

A choice is read where SDKs put it: Segment's context.consent.categoryPreferences, RudderStack's
context.consentManagement, Snowplow's consent_preferences as an entity, and the browser's Global
Privacy Control, which refuses the purpose "gpc".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ingest_lambdas.collector.call import Call, Entity
from ingest_lambdas.collector.enrich.settings import Settings

GLOBAL_PRIVACY_CONTROL = "gpc"
GRANTED = "granted"
LONGEST_PURPOSE = 64
PARTS = ("ids", "ip", "user_agent", "click_ids", "personal_fields")
_WHERE = frozenset({"consent", "consentManagement", "gpc", "globalPrivacyControl"})
_PREFERENCES = "consent_preferences"
_ALL_REFUSED = frozenset({"deny_all", "withdrawn"})
_SELECTED = "allow_selected"
_ALL_GRANTED = "allow_all"
Choices = dict[str, bool]


@dataclass(frozen=True)
class Consent(Settings):
    """`purposes` maps what a visitor may refuse to what follows: strip or drop.

    `unstated` says what an event of a web page or an app counts as that states nothing of a
    purpose: granted or refused.
    `strip` lists what a stripped event loses.
    """

    purposes: Mapping[str, str] = field(default_factory=dict)
    unstated: str = GRANTED
    strip: tuple[str, ...] = PARTS

    def faults(self) -> Iterator[str]:
        """Actions, parts and the stand-in for no choice are known ones."""
        for purpose, action in self.purposes.items():
            if action not in ("strip", "drop"):
                yield f"purposes: {purpose} is strip or drop"
            if not 0 < len(purpose.encode()) <= LONGEST_PURPOSE or "," in purpose:
                yield f"purposes: {purpose} is a name of at most {LONGEST_PURPOSE} bytes, no comma"
        if self.unstated not in (GRANTED, "refused"):
            yield "unstated is granted or refused"
        for part in self.strip:
            if part not in PARTS:
                yield f"strip: {part} is none of {', '.join(PARTS)}"


class Decision(NamedTuple):
    """What becomes of an event, and the refused purposes that say so, in the order of the file."""

    action: Literal["keep", "strip", "drop"]
    purposes: tuple[str, ...] = ()


class Request(NamedTuple):
    """What the request says of consent.

    `privacy_control` is the browser's; `from_client` that the visitor's own device sent it: only
    there a choice can be asked for.
    """

    privacy_control: bool
    from_client: bool


KEEP = Decision("keep")
Decide = Callable[[Call, Request], Decision]


def compose(settings: Consent) -> Decide:
    """The function that decides over a call, which it reads clear: purposes are not personal."""
    purposes = settings.purposes if settings.enabled else {}
    if not purposes:
        return lambda call, request: KEEP
    # Who has no Global Privacy Control refuses nothing, whatever else is to be stated.
    granted = dict.fromkeys(purposes, True)
    unstated = {p: settings.unstated == GRANTED or p == GLOBAL_PRIVACY_CONTROL for p in purposes}

    def decide(call: Call, request: Request) -> Decision:
        choices = unstated if request.from_client else granted
        if call.entities or not _WHERE.isdisjoint(call.context):
            stated = stated_choices(call.context, call.entities, purposes)
            choices = {**choices, **stated}
        if request.privacy_control:
            choices = {**choices, GLOBAL_PRIVACY_CONTROL: False}
        refused = [purpose for purpose in purposes if not choices[purpose]]
        dropping = tuple(purpose for purpose in refused if purposes[purpose] == "drop")
        if dropping:
            return Decision("drop", dropping)
        return Decision("strip", tuple(refused)) if refused else KEEP

    return decide


def stated_choices(
    context: Mapping[str, Any], entities: Iterable[Entity], purposes: Iterable[str]
) -> Choices:
    """Purpose → granted, for all that the event states; where it contradicts itself, refused."""
    choices: Choices = {}
    for purpose, granted in _stated(context, entities, purposes):
        choices[purpose] = granted and choices.get(purpose, True)
    return choices


def _stated(
    context: Mapping[str, Any], entities: Iterable[Entity], purposes: Iterable[str]
) -> Iterator[tuple[str, bool]]:
    consent = context.get("consent")
    if isinstance(consent, dict):
        yield from _preferences(consent.get("categoryPreferences"))
    managed = context.get("consentManagement")
    if isinstance(managed, dict):
        yield from ((each, True) for each in _texts(managed.get("allowedConsentIds")))
        yield from ((each, False) for each in _texts(managed.get("deniedConsentIds")))
    for entity in entities:
        if entity.ref.name == _PREFERENCES and isinstance(entity.data, dict):
            yield from _selection(entity.data, purposes)
    if _is_on(context.get("gpc")) or _is_on(context.get("globalPrivacyControl")):
        yield GLOBAL_PRIVACY_CONTROL, False


def _preferences(stated: Any) -> Iterator[tuple[str, bool]]:
    if isinstance(stated, dict):
        yield from ((purpose, value) for purpose, value in stated.items() if type(value) is bool)


def _selection(data: Mapping[str, Any], purposes: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Snowplow's: the scopes that were granted, where a choice was made at all."""
    kind = data.get("eventType")
    if kind in _ALL_REFUSED or kind == _ALL_GRANTED:
        yield from ((purpose, kind == _ALL_GRANTED) for purpose in purposes)
    elif kind == _SELECTED:
        granted = set(_texts(data.get("consentScopes")))
        yield from ((purpose, purpose in granted) for purpose in purposes)


def _texts(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _is_on(value: Any) -> bool:
    return value is True or value == "1" or (type(value) is int and value == 1)
