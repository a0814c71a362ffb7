"""Who is at the other end of a session's connection."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from .clock import utc_now


@dataclass(frozen=True)
class Client:
    """As it told of itself and as the socket tells of it; empty where unknown."""

    user: str = ""
    host: str = ""
    port: int = 0
    application_name: str = ""
    driver_version: str = ""
    os_version: str = ""
    plugin_name: str = ""
    tls_version: str = ""
    tls_cipher: str = ""
    connected_at: datetime.datetime = field(default_factory=utc_now)


def describe_client(
    asked: Mapping[str, str], address: tuple[str, int], tls: tuple[str, str]
) -> Client:
    """From the start-up message, the peer's address, and version and cipher of TLS."""
    return Client(
        user=asked.get("user", ""),
        host=address[0],
        port=address[1],
        application_name=asked.get("application_name", ""),
        driver_version=asked.get("driver_version", ""),
        os_version=asked.get("os_version", ""),
        plugin_name=asked.get("plugin_name", ""),
        tls_version=tls[0],
        tls_cipher=tls[1],
    )
