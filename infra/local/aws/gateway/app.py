"""API Gateway's HTTP API: one HTTP request, one invocation, one response, within AWS's limits."""

import asyncio
import logging
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from infra.local.aws.account import Account
from infra.local.aws.faults.injection import injected
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.functions.function import Function, FunctionError, FunctionThrottled
from infra.local.aws.gateway.event import HttpRequest, payload
from infra.local.aws.gateway.response import MalformedResult, message, response_from
from infra.local.aws.gateway.routes import Match, Routes
from infra.local.aws.http.bodies import BodyTooLong, ClientDisconnect, read_body
from infra.local.aws.http.errors import ServiceError

LARGEST_BODY = 10 * 1024 * 1024
MOST_HEADER_BYTES = 10_240
INTEGRATION_TIMEOUT = 30.0
SECONDS_TO_SEND_A_BODY = 60.0
logger = logging.getLogger(__name__)


class HttpApi:
    """The ASGI application."""

    def __init__(self, routes: Routes, account: Account, switchboard: Switchboard) -> None:
        self._routes = routes
        self._account = account
        self._switchboard = switchboard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            response = await self._answer(Request(scope, receive))
        except BodyTooLong:
            response = message(413, "Request Too Long")
            response.headers["connection"] = "close"
        except ServiceError as fault:
            response = message(429 if "Exceeded" in fault.code else 503, fault.message)
        except (ClientDisconnect, TimeoutError):
            return
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if _header_bytes(request) > MOST_HEADER_BYTES:
            return message(431, "Request Header Fields Too Large")
        path = request.scope["raw_path"].decode("ascii", "replace")
        match = self._routes.match(request.method, path)
        if match is None:
            return message(404, "Not Found")
        async with asyncio.timeout(SECONDS_TO_SEND_A_BODY):
            body = await read_body(request, LARGEST_BODY)
        event = payload(_described(request, path, body), match, self._account)
        async with injected(self._switchboard, match.route_key, request.scope["client"]):
            return await _invoke(match, event)


async def _invoke(match: Match, event: dict[str, Any]) -> Response:
    try:
        return response_from(await _result(match.function, event))
    except FunctionThrottled:
        return message(503, "Service Unavailable")
    except TimeoutError:
        logger.error("%s did not answer within %s s", match.route_key, INTEGRATION_TIMEOUT)
        return message(503, "Service Unavailable")
    except (FunctionError, MalformedResult) as failure:
        logger.error("%s: %s", match.route_key, failure)
        return message(500, "Internal Server Error")


async def _result(function: Function, event: dict[str, Any]) -> Any:
    """The function's result; TimeoutError when the gateway's own patience ends first."""
    context, future = function.start(event)
    seconds = min(function.settings.timeout, INTEGRATION_TIMEOUT)
    try:
        return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
    except TimeoutError:
        if function.settings.timeout < INTEGRATION_TIMEOUT:
            raise function.timed_out(context) from None
        raise


def _header_bytes(request: Request) -> int:
    """Request line and headers together, as AWS counts them."""
    line = len(request.method) + len(request.scope["raw_path"]) + 12
    query = len(request.scope["query_string"])
    return line + query + sum(len(k) + len(v) + 4 for k, v in request.scope["headers"])


def _described(request: Request, path: str, body: bytes) -> HttpRequest:
    scope = request.scope
    return HttpRequest(
        method=request.method,
        path=path,
        query=scope["query_string"].decode("latin-1"),
        headers=[(k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"]],
        peer=scope["client"][0],
        port=scope["server"][1],
        protocol=f"HTTP/{scope['http_version']}",
        body=body,
    )
