"""An IP address → the network it is in: too coarse for a person, fine enough for a region."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from ingest_lambdas.collector.enrich.addresses import parse_address
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject, known

OCTETS, SEGMENTS = 4, 8
_ALL_IPV4, _ALL_IPV6 = (1 << 32) - 1, (1 << 128) - 1


@dataclass(frozen=True)
class IpAnonymisation(Settings):
    """How much of an address is zeroed: octets of IPv4's four, segments of IPv6's eight.

    Not enabled, the column stays empty: a whole address is never stored.
    """

    ipv4_octets: int = 1
    ipv6_segments: int = 5

    def faults(self) -> Iterator[str]:
        """At least one part must go."""
        if not 1 <= self.ipv4_octets <= OCTETS:
            yield f"ipv4_octets is between 1 and {OCTETS}"
        if not 1 <= self.ipv6_segments <= SEGMENTS:
            yield f"ipv6_segments is between 1 and {SEGMENTS}"


def compose(settings: IpAnonymisation) -> Step:
    """The enrichment that fills `ip`."""

    @lru_cache(maxsize=16_384)
    def find(address: str) -> Columns:
        return known({"ip": anonymise_ip(address, settings)})

    def anonymise(subject: Subject) -> Columns:
        return find(subject.ip) if subject.ip else NOTHING

    return anonymise


def anonymise_ip(address: str, settings: IpAnonymisation | None = None) -> str | None:
    """The address with its last parts zeroed; None where it is none."""
    settings = settings or IpAnonymisation()
    parsed = parse_address(address)
    if parsed is None:
        return None
    if isinstance(parsed, IPv4Address):
        return str(IPv4Address(int(parsed) & _ALL_IPV4 & (_ALL_IPV4 << 8 * settings.ipv4_octets)))
    return str(IPv6Address(int(parsed) & _ALL_IPV6 & (_ALL_IPV6 << 16 * settings.ipv6_segments)))
