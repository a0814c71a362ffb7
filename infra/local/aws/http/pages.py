"""Small JSON pages beside the services."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


def json_page(read: Callable[[], Any]) -> ASGIApp:
    """A page that answers every request with what `read` returns, called in a thread."""

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        content = orjson.dumps(await run_in_threadpool(read))
        await Response(content, media_type="application/json")(scope, receive, send)

    return page


def with_pages(pages: Mapping[str, ASGIApp], otherwise: ASGIApp) -> ASGIApp:
    """An application that answers some paths by pages, and leaves the others to another."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await pages.get(scope["path"], otherwise)(scope, receive, send)

    return app
