"""`python -m infra.local.redshift`: serve until SIGTERM or SIGINT."""

import signal
import threading

from .server import Server
from .settings import read_settings


def main() -> None:
    """Serve in the background; the main thread waits for the signal to stop."""
    settings = read_settings()
    server = Server(settings)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    threading.Thread(target=server.serve, daemon=True).start()
    print(f"local Redshift on {settings.host}:{server.port}", flush=True)
    ended.wait()
    server.stop()


if __name__ == "__main__":
    main()
