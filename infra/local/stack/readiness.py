"""Does a server serve? Each probe is cheap, bounded and says no rather than raise."""

import http.client
import socket
import struct

from infra.local.stack.process_spec import Probe

PROBE_SECONDS = 2.0
# The code that opens PostgreSQL's TLS negotiation: a server answers one byte, before any login.
SSL_REQUEST = struct.pack("!ii", 8, 80877103)


def http_answers(port: int, path: str) -> Probe:
    """A probe that is satisfied by a 200 on `path`."""

    def probe() -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PROBE_SECONDS)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return probe


def warehouse_answers(port: int) -> Probe:
    """A probe that is satisfied when the PostgreSQL protocol is spoken."""

    def probe() -> bool:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=PROBE_SECONDS) as link:
                link.settimeout(PROBE_SECONDS)
                link.sendall(SSL_REQUEST)
                return link.recv(1) in (b"N", b"S")
        except OSError:
            return False

    return probe


def alive_is_enough() -> bool:
    """For a process that serves nobody: it is ready as soon as it runs."""
    return True
