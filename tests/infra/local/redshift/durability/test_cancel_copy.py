"""A COPY that waits for S3 is cancelled by a client: it loads nothing, and its session goes on."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg2
import pytest

LISTED = b"""<ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>
<Contents><Key>half.json</Key><Size>100</Size></Contents></ListBucketResult>"""


class HalfAnObject(BaseHTTPRequestHandler):
    """An S3 that lists one object, sends its first line and no more."""

    sent, released = threading.Event(), threading.Event()

    def do_GET(self) -> None:
        is_list = "list-type" in self.path
        self.send_response(200)
        self.send_header("Content-Length", str(len(LISTED) if is_list else 100))
        self.end_headers()
        self.wfile.write(LISTED if is_list else b'{"n": 1}\n')
        self.wfile.flush()
        if not is_list:
            self.sent.set()
            self.released.wait()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture
def half_an_object(s3_address: Callable[[str], None]) -> Iterator[type[HalfAnObject]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), HalfAnObject)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    s3_address(f"http://127.0.0.1:{server.server_address[1]}")
    yield HalfAnObject
    HalfAnObject.released.set()
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def test_a_copy_in_its_midst_is_cancelled(
    serve_process: Callable[..., Any], half_an_object: type[HalfAnObject]
) -> None:
    served = serve_process()
    client = psycopg2.connect(
        host="127.0.0.1", port=served.port, user="u", password="p", dbname="d"
    )
    with closing(client), ThreadPoolExecutor(1) as pool, client.cursor() as cursor:
        cursor.execute("create table numbers (n int)")
        client.commit()
        copy = "copy numbers from 's3://lake/half.json' iam_role default format json 'auto'"
        copying = pool.submit(cursor.execute, copy)
        assert half_an_object.sent.wait(timeout=30)
        client.cancel()
        with pytest.raises(psycopg2.errors.QueryCanceled):
            copying.result(timeout=30)
        client.rollback()
        cursor.execute("select count(*) from numbers")
        assert cursor.fetchone() == (0,)
