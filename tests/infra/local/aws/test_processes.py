"""What the processes are composed of, and the gateway's as it really runs."""

import http.client
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws.event_source.mapping import mapping_from
from infra.local.settings import Stack, child_environment, open_stack
from infra.local.stack.wiring import account_of, collector_mapping, gateway_routes
from ingest_lambdas.tracker.routes import PREFLIGHT_ROUTE


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    return open_stack(tmp_path, free_ports=True)


@pytest.fixture
def gateway(stack: Stack, eventually: Callable[..., Any]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "infra.local.stack.gateway_process"]
    with stack.file("log").open("wb") as log:
        process = subprocess.Popen(command, env=child_environment(stack), stdout=log, stderr=log)
    eventually(lambda: ask(stack, "/_health") == 200)
    yield process
    process.kill()
    process.wait(10)


def ask(stack: Stack, path: str, method: str = "GET") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", stack.ports["gateway"], timeout=5)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def test_the_gateway_answers_by_its_routes_and_stops_when_told(
    stack: Stack, gateway: subprocess.Popen[bytes]
) -> None:
    assert ask(stack, "/v1/batch") == 404
    assert ask(stack, "/_faults") == 403
    gateway.terminate()
    assert gateway.wait(20) == 0


def test_the_collectors_mapping_is_one_that_aws_would_take(stack: Stack) -> None:
    mapping = mapping_from(collector_mapping(stack, account_of(stack)))
    assert mapping.reports_failures
    assert mapping.bisect
    assert mapping.batching_window <= 1
    assert mapping.failure_destination == "arn:aws:s3:::headwater-personal/errors/events-raw/"


def test_every_route_has_its_preflight() -> None:
    routes = gateway_routes()
    paths = {key.split(" ")[1]: function for key, function in routes.items()}
    without_one_of_their_own = {
        function for path, function in paths.items() if f"OPTIONS {path}" not in routes
    }
    assert without_one_of_their_own == {routes[PREFLIGHT_ROUTE]} == {"tracker"}
    assert paths["/v1/track"] == "tracker"
    assert paths["/v1/products/{id}"] == "serving"
