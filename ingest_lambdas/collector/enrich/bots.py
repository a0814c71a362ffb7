"""Is it a known crawler?

The industry's way: a list of what robots call themselves, exceptions from it, and addresses that
robots come from. The public list of crawlers' user agents is the base; the rest is configured.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from crawleruseragents import is_crawler

from ingest_lambdas.collector.enrich.addresses import parse_address
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject

BOT: Columns = {"is_bot": True, "device_type": "bot"}
_NAMED = "bot"


@dataclass(frozen=True)
class Bots(Settings):
    """`include` and `exclude` are parts of user agents, without case; what is excluded wins.

    `ip_ranges` are networks such as 192.0.2.0/24 whose every visitor is a robot.
    """

    public_list: bool = True
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    ip_ranges: tuple[str, ...] = ()

    def faults(self) -> Iterator[str]:
        """Ranges must be networks."""
        for text in self.ip_ranges:
            try:
                ip_network(text)
            except ValueError:
                yield f"ip_ranges: {text} is no network such as 192.0.2.0/24"


def compose(settings: Bots) -> Step:
    """The enrichment that fills `is_bot`, and says so in `device_type`."""
    is_excluded, is_included = _names(settings.exclude), _names(settings.include)
    comes_from_robots = _ranges(settings.ip_ranges)

    @lru_cache(maxsize=4096)
    def judge(user_agent: str) -> bool | None:
        """True or False where the user agent decides, None where it leaves it open."""
        lower = user_agent.lower()
        if is_excluded(lower):
            return False
        listed = settings.public_list and is_crawler(user_agent)
        return True if listed or is_included(lower) else None

    def find(subject: Subject) -> Columns:
        verdict = judge(subject.user_agent) if subject.user_agent else None
        if verdict is None:
            device = subject.columns.get("device_type") or subject.known.get("device_type")
            named = device == _NAMED
            verdict = named or bool(subject.ip and comes_from_robots(subject.ip))
        return BOT if verdict else NOTHING

    return find


def _names(parts: tuple[str, ...]) -> Callable[[str], bool]:
    lower = tuple(part.lower() for part in parts)
    return lambda user_agent: any(part in user_agent for part in lower)


def _ranges(texts: tuple[str, ...]) -> Callable[[str], bool]:
    networks = [ip_network(text) for text in texts]
    bounds = {
        4: _bounds(collapse_addresses(n for n in networks if isinstance(n, IPv4Network))),
        6: _bounds(collapse_addresses(n for n in networks if isinstance(n, IPv6Network))),
    }

    @lru_cache(maxsize=16_384)
    def contains(text: str) -> bool:
        address = parse_address(text)
        return address is not None and _is_within(int(address), bounds[address.version])

    return contains if networks else lambda text: False


def _bounds(apart: Iterable[IPv4Network] | Iterable[IPv6Network]) -> list[tuple[int, int]]:
    """First and last address of each network, in order; none overlaps another."""
    return [(int(n.network_address), int(n.broadcast_address)) for n in apart]


def _is_within(number: int, bounds: list[tuple[int, int]]) -> bool:
    place = bisect_right(bounds, (number, 1 << 128))
    return place > 0 and number <= bounds[place - 1][1]
