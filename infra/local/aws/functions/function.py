"""A handler run as Lambda runs it, each invocation alone on a thread.

What differs from Lambda: a thread cannot be killed, so an invocation that has timed out goes on
unseen until it returns, and keeps its slot of the function's concurrency until then.
"""

import importlib
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from infra.local.aws.functions.containers import Containers
from infra.local.aws.functions.context import FunctionContext

LARGEST_PAYLOAD = 6 * 1024 * 1024
Handler = Callable[[Any, FunctionContext], Any]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class FunctionSettings:
    """A function's configuration; `handler` is "module:function", `timeout` in seconds."""

    name: str
    arn: str
    handler: str
    timeout: float = 30.0
    memory_mb: int = 512
    concurrency: int = 100


class FunctionError(Exception):
    """An invocation that failed; `kind` is the error's type as Lambda reports it."""

    def __init__(self, kind: str, message: str, request_id: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message
        self.request_id = request_id


class FunctionThrottled(Exception):
    """All of the function's concurrency is taken (Lambda answers 429)."""


class Function:
    """One deployed function; its module is imported at the first invocation."""

    def __init__(self, settings: FunctionSettings) -> None:
        self.settings = settings
        self._slots = threading.BoundedSemaphore(settings.concurrency)
        self._containers = Containers(settings.name)
        self._import_lock = threading.Lock()
        self._handler: Handler | None = None

    def invoke(self, event: Any) -> Any:
        """The handler's result. Raises FunctionError or FunctionThrottled."""
        context, future = self.start(event)
        try:
            return future.result(self.settings.timeout)
        except TimeoutError:
            raise self.timed_out(context) from None

    def start(self, event: Any) -> tuple[FunctionContext, "Future[Any]"]:
        """Begin an invocation; the future fails with FunctionError, and knows no time-out."""
        if not self._slots.acquire(blocking=False):
            raise FunctionThrottled(self.settings.name)
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()  # a caller that gives up cannot cancel the handler
        settings = self.settings
        deadline = time.monotonic() + settings.timeout
        context = FunctionContext(settings.name, settings.arn, str(settings.memory_mb), deadline)
        self._containers.run(partial(self._run, event, context, future))
        return context, future

    def timed_out(self, context: FunctionContext) -> FunctionError:
        """The error of an invocation that has had all its time."""
        message = f"Task timed out after {self.settings.timeout:.2f} seconds"
        logger.error("%s %s: %s", self.settings.name, context.aws_request_id, message)
        return FunctionError("Sandbox.Timedout", message, context.aws_request_id)

    def load(self) -> Handler:
        """The handler, imported once; a failed import is tried again by the next call."""
        with self._import_lock:
            if self._handler is None:
                module, _, name = self.settings.handler.partition(":")
                self._handler = getattr(importlib.import_module(module), name)
            return self._handler

    def _run(self, event: Any, context: FunctionContext, future: "Future[Any]") -> None:
        try:
            future.set_result(self._call(event, context))
        except FunctionError as failure:
            future.set_exception(failure)
        except BaseException as failure:
            logger.exception("%s %s failed", self.settings.name, context.aws_request_id)
            error = FunctionError(type(failure).__name__, str(failure), context.aws_request_id)
            future.set_exception(error)
        finally:
            self._slots.release()

    def _call(self, event: Any, context: FunctionContext) -> Any:
        try:
            handler = self.load()
        except Exception as failure:
            logger.exception("%s cannot be imported", self.settings.handler)
            kind = "Runtime.ImportModuleError"
            raise FunctionError(kind, str(failure), context.aws_request_id) from failure
        return self._checked(handler(event, context), context.aws_request_id)

    def _checked(self, result: Any, request_id: str) -> Any:
        """A result as the caller gets it: only what JSON holds, and no more than 6 MB."""
        try:
            encoded = orjson.dumps(result, option=orjson.OPT_NON_STR_KEYS)
        except TypeError as failure:
            raise FunctionError("Runtime.MarshalError", str(failure), request_id) from failure
        if len(encoded) > LARGEST_PAYLOAD:
            kind = "Function.ResponseSizeTooLarge"
            message = f"Response payload size exceeded {LARGEST_PAYLOAD} bytes."
            raise FunctionError(kind, message, request_id)
        return result
