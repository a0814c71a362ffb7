"""The AWS services that an emulator does well enough: moto, behind a check of the access key.

    python -m infra.local.stack.aws_process

Holds DynamoDB and Secrets Manager in memory: both can be rebuilt, and `up` does.
"""

import hmac
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import run_simple
from werkzeug.wrappers import Response

from infra.local.settings import open_stack

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_BODY_BYTES = 16 * 1024 * 1024  # DynamoDB's own limit of a request
_CREDENTIAL = re.compile(r"Credential=([^/]+)/")


def guard(application: "WSGIApplication", access_key: str) -> "WSGIApplication":
    """Let requests through that carry the installation's access key; answer /_health itself."""

    def guarded(environ: "WSGIEnvironment", respond: "StartResponse") -> Iterable[bytes]:
        if environ.get("PATH_INFO") == "/_health":
            return Response("ok")(environ, respond)
        if int(environ.get("CONTENT_LENGTH") or 0) > MAX_BODY_BYTES:
            return _refuse(413, "RequestEntityTooLarge")(environ, respond)
        signed = _CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
        if signed is None or not hmac.compare_digest(signed.group(1), access_key):
            return _refuse(403, "UnrecognizedClientException")(environ, respond)
        return application(environ, respond)

    return guarded


def _refuse(status: int, kind: str) -> Response:
    body = f'{{"__type":"{kind}","message":"not a request of this installation"}}'
    return Response(body, status=status, content_type="application/x-amz-json-1.0")


def main() -> None:
    """Serve until ended."""
    stack = open_stack()
    application = guard(DomainDispatcherApplication(create_backend_app), stack.access_key)
    run_simple(
        "127.0.0.1",
        stack.ports["aws"],
        application,
        threaded=True,
        request_handler=MotoRequestHandler,
    )


if __name__ == "__main__":
    main()
