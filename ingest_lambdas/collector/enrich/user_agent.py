"""A user agent → browser, operating system and device."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ua_parser import parse
from ua_parser.core import OS, Device, UserAgent

from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject, known, text_of

_DESKTOP = frozenset(
    {"Windows", "Mac OS X", "Linux", "Chrome OS", "Ubuntu", "Fedora", "Debian", "FreeBSD"}
)
_MOBILE = frozenset({"iOS", "Android", "Windows Phone", "BlackBerry OS", "KaiOS", "HarmonyOS"})
_SPIDER = "Spider"


class Agent(NamedTuple):
    """What sent the event. `device_type` is desktop, mobile, tablet, bot or other."""

    browser: str | None = None
    browser_version: str | None = None
    os: str | None = None
    os_version: str | None = None
    device: str | None = None
    device_type: str | None = None


def compose(settings: Settings) -> Step:
    """The enrichment that fills `browser` … `device_type`."""

    def find(subject: Subject) -> Columns:
        found = _columns(subject.user_agent) if subject.user_agent else NOTHING
        stated = _stated_system(subject.context, found)
        return {**found, **stated} if stated else found

    return find


def parse_user_agent(user_agent: str) -> Agent:
    """The families and versions that a user agent tells of; None for what it does not."""
    found = parse(user_agent)
    browser, system, device = found.user_agent, found.os, found.device
    return Agent(
        browser=browser.family if browser else None,
        browser_version=_version(browser),
        os=system.family if system else None,
        os_version=_version(system),
        device=device.family if device else None,
        device_type=_device_type(user_agent, system, device),
    )


@lru_cache(maxsize=4096)
def _columns(user_agent: str) -> Columns:
    return known(parse_user_agent(user_agent)._asdict())


def _stated_system(context: Mapping[str, Any], found: Columns) -> dict[str, Any]:
    """What an app states of its system and device, where its user agent tells nothing of them."""
    stated: dict[str, Any] = {}
    if "os" not in found and (name := text_of(context.get("os"), "name")):
        stated |= {"os": name, "os_version": text_of(context["os"], "version")}
    if "device" not in found and (model := text_of(context.get("device"), "model")):
        stated["device"] = model
    return stated


def _version(part: UserAgent | OS | None) -> str | None:
    if part is None:
        return None
    numbers = []
    for number in (part.major, part.minor, part.patch):
        if number is None:
            break
        numbers.append(number)
    return ".".join(numbers) or None


def _device_type(user_agent: str, system: OS | None, device: Device | None) -> str:
    if device and device.family == _SPIDER:
        return "bot"
    family = system.family if system else ""
    if _is_tablet(user_agent, family, device):
        return "tablet"
    if family in _MOBILE or "Mobile" in user_agent:
        return "mobile"
    return "desktop" if family in _DESKTOP else "other"


def _is_tablet(user_agent: str, family: str, device: Device | None) -> bool:
    """Android browsers leave "Mobile" out of a tablet's user agent."""
    if (device and device.family == "iPad") or "iPad" in user_agent or "Tablet" in user_agent:
        return True
    return family == "Android" and "Mozilla" in user_agent and "Mobile" not in user_agent
