import threading
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws.functions.function import (
    Function,
    FunctionError,
    FunctionSettings,
    FunctionThrottled,
)


def deployed(handler: Any, **settings: Any) -> Function:
    function = Function(
        FunctionSettings("shop", "arn:aws:lambda:::function:shop", "m:h", **settings)
    )
    function._handler = handler
    return function


def test_the_context_is_lambdas() -> None:
    seen = {}

    def handler(event: Any, context: Any) -> None:
        seen["context"] = context
        seen["left"] = context.get_remaining_time_in_millis()

    deployed(handler, timeout=9.0, memory_mb=256).invoke({})
    context = seen["context"]
    assert (context.function_name, context.memory_limit_in_mb) == ("shop", "256")
    assert context.invoked_function_arn.endswith("function:shop")
    assert context.log_group_name == "/aws/lambda/shop"
    assert "[$LATEST]" in context.log_stream_name
    assert len(context.aws_request_id) == 36
    assert 0 < seen["left"] <= 9000


def test_a_handler_is_imported_by_its_path_once_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    function = Function(FunctionSettings("f", "arn", "deployed_later:handler"))
    with pytest.raises(FunctionError, match=r"Runtime\.ImportModuleError"):
        function.invoke({})
    (tmp_path / "deployed_later.py").write_text(
        "def handler(event, context): return event['n'] + 1"
    )
    assert function.invoke({"n": 1}) == 2


def test_what_a_handler_raises_is_an_error_with_its_type() -> None:
    def handler(event: Any, context: Any) -> None:
        raise LookupError("gone")

    with pytest.raises(FunctionError, match="gone") as failed:
        deployed(handler).invoke({})
    assert failed.value.kind == "LookupError"


@pytest.mark.parametrize(
    ("result", "kind"),
    [(object(), "Runtime.MarshalError"), ("x" * (6 << 20), "Function.ResponseSizeTooLarge")],
)
def test_what_lambda_cannot_return_is_an_error(result: Any, kind: str) -> None:
    with pytest.raises(FunctionError) as failed:
        deployed(lambda event, context: result).invoke({})
    assert failed.value.kind == kind


def test_a_time_out_is_an_error_and_keeps_its_slot_until_the_handler_ends() -> None:
    released, ended = threading.Event(), threading.Event()

    def handler(event: Any, context: Any) -> None:
        released.wait(30)
        ended.set()

    function = deployed(handler, timeout=0.05, concurrency=1)
    with pytest.raises(FunctionError, match="timed out"):
        function.invoke({})
    with pytest.raises(FunctionThrottled):
        function.invoke({})
    released.set()
    assert ended.wait(10)
