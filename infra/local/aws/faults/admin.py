"""The page on which faults are switched: GET lists them, POST adds one, DELETE clears them."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.http.bodies import BodyTooLong, read_body
from infra.local.aws.http.credentials import require_access_key
from infra.local.aws.http.errors import ServiceError

PATH = "/_faults"
LARGEST_BODY = 4096


def faults_page(board: Switchboard, access_key: str) -> ASGIApp:
    """The page, for requests that carry the access key as the services' requests do."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        response = await _answer(Request(scope, receive), board, access_key)
        await response(scope, receive, send)

    return page


async def _answer(request: Request, board: Switchboard, access_key: str) -> Response:
    try:
        require_access_key(request.headers, access_key)
        if request.method == "POST":
            board.switch_on(orjson.loads(await read_body(request, LARGEST_BODY)))
        elif request.method == "DELETE":
            board.switch_off()
    except ServiceError as refusal:
        return Response(refusal.message, refusal.status)
    except (BodyTooLong, TypeError, ValueError) as refusal:
        return Response(f"no fault: {refusal}", 400)
    return Response(orjson.dumps(board.listed()), media_type="application/json")
