"""AWS's JSON 1.1 protocol: `X-Amz-Target` names service and operation, both bodies are JSON."""

import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from infra.local.aws.faults.injection import injected
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.bodies import BodyTooLong, ClientDisconnect, read_body
from infra.local.aws.http.credentials import require_access_key
from infra.local.aws.http.errors import ServiceError

LARGEST_BODY = 10 * 1024 * 1024
Operation = Callable[[dict[str, Any]], dict[str, Any] | None]
logger = logging.getLogger(__name__)


class JsonServices:
    """Several services on one port; each is known by the prefix of its targets."""

    def __init__(
        self,
        access_key: str,
        services: Mapping[str, Mapping[str, Operation]],
        switchboard: Switchboard,
    ) -> None:
        """`services`: target prefix → operation name → function of the request's body."""
        self._access_key = access_key
        self._services = services
        self._switchboard = switchboard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ServiceError as refusal:
            response = _refusal(refusal)
        except ClientDisconnect:
            return
        except Exception:
            logger.exception("an operation failed")
            response = _refusal(ServiceError("InternalFailure", "See the server's log.", 500))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        require_access_key(request.headers, self._access_key)
        prefix, _, name = request.headers.get("x-amz-target", "").partition(".")
        operation = self._services.get(prefix, {}).get(name)
        if operation is None:
            raise ServiceError("UnknownOperationException", f"{prefix}.{name} is not known here.")
        body = await self._body(request)
        async with injected(self._switchboard, name, request.scope["client"]):
            result = await run_in_threadpool(operation, body)
        return _response(b"" if result is None else orjson.dumps(result), 200)

    async def _body(self, request: Request) -> dict[str, Any]:
        try:
            body = orjson.loads(await read_body(request, LARGEST_BODY) or b"{}")
        except BodyTooLong:
            raise ServiceError("RequestEntityTooLarge", "The request is too large.", 413) from None
        except orjson.JSONDecodeError:
            raise ServiceError("SerializationException", "The body is not JSON.") from None
        if not isinstance(body, dict):
            raise ServiceError("SerializationException", "The body is not a JSON object.")
        return body


def _refusal(refusal: ServiceError) -> Response:
    body = {"__type": refusal.code, "message": refusal.message}
    return _response(orjson.dumps(body), refusal.status)


def _response(content: bytes, status: int) -> Response:
    headers = {"x-amzn-RequestId": str(uuid.uuid4())}
    return Response(content, status, headers, media_type="application/x-amz-json-1.1")
