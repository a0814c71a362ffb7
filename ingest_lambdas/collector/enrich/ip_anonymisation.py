"""An IP address → the network it is in: too coarse for a person, fine enough for a region."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

_IPV4_KEPT = 0xFFFFFF00
_IPV6_KEPT = ((1 << 128) - 1) ^ ((1 << 80) - 1)


def anonymise_ip(address: Any) -> str | None:
    """The address with its last IPv4 octet, or last 80 IPv6 bits, zeroed; None where it is none."""
    return _anonymise(address) if isinstance(address, str) else None


@lru_cache(maxsize=4096)
def _anonymise(address: str) -> str | None:
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or parsed
    if isinstance(parsed, IPv4Address):
        return str(IPv4Address(int(parsed) & _IPV4_KEPT))
    return str(IPv6Address(int(parsed) & _IPV6_KEPT))
