"""Serves the models' documentation, and says so while there is none yet.

python -m infra.local.stack.docs_process
"""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

from infra.local.settings import Stack, open_stack
from infra.local.stack.model_docs import docs_page, keep_building

NOT_YET = b"""<!doctype html><meta http-equiv="refresh" content="10"><title>Headwater models</title>
<p>dbt is still writing the models' documentation. This page looks again by itself.</p>
<p>It needs models in the warehouse: <code>headwater demo</code> or <code>headwater cycle</code>
makes them.</p>"""


class DocsHandler(BaseHTTPRequestHandler):
    """Answers GET / with the documentation and GET /_health with 200."""

    stack: Stack
    timeout = 15

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/_health":
            self._answer(200, b"ok", "text/plain")
        elif path in ("/", "/index.html"):
            page = docs_page(self.stack)
            self._answer(200, page.read_bytes() if page.exists() else NOT_YET, "text/html")
        else:
            self._answer(404, b"not found", "text/plain")

    def _answer(self, status: int, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serve until ended; build the documentation meanwhile."""
    stack = open_stack()
    DocsHandler.stack = stack
    Thread(target=keep_building, args=(stack, Event()), daemon=True).start()
    ThreadingHTTPServer(("127.0.0.1", stack.ports["docs"]), DocsHandler).serve_forever()


if __name__ == "__main__":
    main()
