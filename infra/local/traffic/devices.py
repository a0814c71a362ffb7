"""What visitors use: browsers, phones with the shop's app, and the crawlers that come by."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Device:
    """A device: its user agent and what an SDK on it tells in `context`."""

    user_agent: str
    weight: float
    context: dict[str, Any] = field(default_factory=dict, hash=False)


_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
_KHTML = "AppleWebKit/537.36 (KHTML, like Gecko)"

BROWSERS = (
    Device(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        30,
        {"screen": {"width": 393, "height": 852, "density": 3}},
    ),
    Device(
        f"Mozilla/5.0 (Linux; Android 15; SM-S921B) {_KHTML} Chrome/141.0.0.0 Mobile Safari/537.36",
        22,
        {"screen": {"width": 360, "height": 780, "density": 3}},
    ),
    Device(
        f"{_WINDOWS} {_KHTML} Chrome/141.0.0.0 Safari/537.36",
        20,
        {"screen": {"width": 1920, "height": 1080, "density": 1}},
    ),
    Device(
        f"{_MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
        11,
        {"screen": {"width": 1512, "height": 982, "density": 2}},
    ),
    Device(
        f"{_WINDOWS} {_KHTML} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
        7,
        {"screen": {"width": 2560, "height": 1440, "density": 1}},
    ),
    Device(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0",
        5,
        {"screen": {"width": 1920, "height": 1200, "density": 1}},
    ),
    Device(
        "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 "
        "(KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
        5,
        {"screen": {"width": 820, "height": 1180, "density": 2}},
    ),
)

_APP = {"name": "Maison Aube", "version": "7.4.1", "build": "7410", "namespace": "example.aube"}
_OLD_APP = {**_APP, "version": "7.2.0", "build": "7200"}

PHONES = (
    Device(
        "MaisonAube/7410 CFNetwork/1568.300.101 Darwin/24.6.0",
        55,
        {
            "app": _APP,
            "device": {"manufacturer": "Apple", "model": "iPhone16,1", "type": "ios"},
            "os": {"name": "iOS", "version": "18.6"},
        },
    ),
    Device(
        "Dalvik/2.1.0 (Linux; U; Android 15; Pixel 8 Build/AP3A.240905.015)",
        30,
        {
            "app": _APP,
            "device": {"manufacturer": "Google", "model": "Pixel 8", "type": "android"},
            "os": {"name": "Android", "version": "15"},
        },
    ),
    Device(
        "Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B Build/TP1A.220624.014)",
        15,
        {
            "app": _OLD_APP,
            "device": {"manufacturer": "samsung", "model": "SM-A536B", "type": "android"},
            "os": {"name": "Android", "version": "13"},
        },
    ),
)

CRAWLERS = (
    Device("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", 60),
    Device("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", 25),
    Device("Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)", 15),
)
