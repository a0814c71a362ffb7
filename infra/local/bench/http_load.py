"""Load over HTTP that costs little itself: prepared requests on connections that stay open."""

import socket
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

_READ = 64 * 1024
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class LoadFigures:
    """What the load saw: its duration, the statuses, milliseconds of each answer."""

    seconds: float
    statuses: list[int]
    latencies: list[float]

    @property
    def rate(self) -> float:
        """Requests answered in a second."""
        return len(self.statuses) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency within which this share of the requests was answered."""
        return sorted(self.latencies)[int(share * (len(self.latencies) - 1))]


def post_request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """A POST as it goes over the wire."""
    lines = [f"POST {path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def send_all(port: int, requests: Sequence[bytes], connections: int) -> LoadFigures:
    """Send every request once, as fast as answers come, on so many connections."""
    shares = [requests[n::connections] for n in range(connections)]
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        answers = [
            one for share in pool.map(lambda s: list(_send(port, s)), shares) for one in share
        ]
    seconds = time.perf_counter() - began
    return LoadFigures(seconds, [status for status, _ in answers], [ms for _, ms in answers])


def _send(port: int, requests: Sequence[bytes]) -> Iterator[tuple[int, float]]:
    with socket.create_connection(("127.0.0.1", port), _PATIENCE_SECONDS) as link:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            began = time.perf_counter()
            link.sendall(request)
            yield read_status(link), (time.perf_counter() - began) * 1000


def read_status(link: socket.socket) -> int:
    """The status of an answer that is read to its end."""
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _receive(link)
    head, _, body = answer.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    missing = int(fields.get(b"content-length", b"0")) - len(body)
    while missing > 0:
        missing -= len(_receive(link))
    return int(head[9:12])


def _receive(link: socket.socket) -> bytes:
    received = link.recv(_READ)
    if not received:
        raise ConnectionError("the gateway closed the connection before its answer was over")
    return received
