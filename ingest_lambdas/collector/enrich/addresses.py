"""Texts → IP addresses."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address

Address = IPv4Address | IPv6Address


@lru_cache(maxsize=16_384)
def parse_address(text: str) -> Address | None:
    """The address; an IPv4 one where IPv6 only wraps it. None where it is none."""
    try:
        parsed = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address):
        return parsed.ipv4_mapped or parsed
    return parsed
