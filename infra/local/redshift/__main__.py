"""`python -m infra.local.redshift`: serve until SIGTERM or SIGINT."""

import gc
import signal
import threading

from .server import Server
from .settings import read_settings

# A statement's tree is a few thousand objects in cycles: the default looks at all of them twice.
_COLLECT_AFTER = 50_000


def main() -> None:
    """Serve in the background; the main thread waits for the signal to stop."""
    settings = read_settings()
    server = Server(settings)
    # What is there from the start stays: looking for cycles among it cost a fifth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 20)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    threading.Thread(target=server.serve, daemon=True).start()
    print(f"local Redshift on {settings.host}:{server.port}", flush=True)
    ended.wait()
    server.stop()


if __name__ == "__main__":
    main()
