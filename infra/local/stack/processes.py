"""The processes of one installation: the data path, and what one looks at it with."""

import sys
from collections.abc import Callable
from pathlib import Path

from infra.local.settings import Stack, child_environment, client_environment
from infra.local.stack import object_store
from infra.local.stack.process_spec import ProcessSpec
from infra.local.stack.readiness import alive_is_enough, http_answers, warehouse_answers

# Dagster imports dbt and the definitions before it answers.
DAGSTER_PATIENCE = 120.0


def data_path(stack: Stack) -> list[ProcessSpec]:
    """What an event passes through, from the gateway to the warehouse and the hot tier."""
    return [_s3(stack), _aws(stack), _warehouse(stack), _streams(stack), _gateway(stack)]


def windows(stack: Stack) -> list[ProcessSpec]:
    """What shows and drives it: Dagster's UI and daemon, the models' documentation."""
    return [_dagster(stack), _dagster_daemon(stack), _docs(stack)]


def every_process(stack: Stack) -> list[ProcessSpec]:
    """All of it, in the order of an event's journey."""
    return data_path(stack) + windows(stack)


def _spec(
    stack: Stack,
    name: str,
    purpose: str,
    argv: tuple[str, ...],
    is_ready: Callable[[], bool],
    patience: float = 30.0,
) -> ProcessSpec:
    return ProcessSpec(
        name=name,
        purpose=purpose,
        argv=argv,
        is_ready=is_ready,
        environment=child_environment(stack),
        ports=(stack.ports[name],) if name in stack.ports else (),
        patience=patience,
    )


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


def _script(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, str(Path(sys.executable).with_name(name)), *arguments)


def _s3(stack: Stack) -> ProcessSpec:
    probe = http_answers(stack.ports["s3"], "/healthz")
    return _spec(stack, "s3", "the lake: SeaweedFS", object_store.command_line(stack), probe)


def _aws(stack: Stack) -> ProcessSpec:
    argv = _module("infra.local.stack.aws_process")
    probe = http_answers(stack.ports["aws"], "/_health")
    return _spec(stack, "aws", "hot tier and secrets: moto's DynamoDB", argv, probe)


def _warehouse(stack: Stack) -> ProcessSpec:
    port = stack.ports["redshift"]
    names = client_environment(stack)
    argv = _module(
        "infra.local.redshift",
        *("--port", str(port)),
        *("--file", str(stack.file("warehouse") / "headwater.duckdb")),
        *("--user", names["HEADWATER_REDSHIFT_USER"]),
        *("--database", names["HEADWATER_REDSHIFT_DATABASE"]),
    )
    return _spec(stack, "redshift", "the warehouse: local Redshift", argv, warehouse_answers(port))


def _streams(stack: Stack) -> ProcessSpec:
    argv = _module("infra.local.stack.streams_process")
    probe = http_answers(stack.ports["streams"], "/_health")
    return _spec(stack, "streams", "Kinesis, Firehose, collector", argv, probe)


def _gateway(stack: Stack) -> ProcessSpec:
    argv = _module("infra.local.stack.gateway_process")
    probe = http_answers(stack.ports["gateway"], "/_health")
    return _spec(stack, "gateway", "HTTP: tracker and serving", argv, probe)


def _dagster(stack: Stack) -> ProcessSpec:
    port = stack.ports["dagster"]
    argv = _script("dagster-webserver", "-h", "127.0.0.1", "-p", str(port), "-m", _DEFINITIONS)
    probe = http_answers(port, "/server_info")
    return _spec(stack, "dagster", "Dagster UI", argv, probe, DAGSTER_PATIENCE)


def _dagster_daemon(stack: Stack) -> ProcessSpec:
    argv = _script("dagster-daemon", "run", "-m", _DEFINITIONS)
    return _spec(stack, "dagster-daemon", "Dagster's schedules", argv, alive_is_enough)


def _docs(stack: Stack) -> ProcessSpec:
    argv = _module("infra.local.stack.docs_process")
    probe = http_answers(stack.ports["docs"], "/_health")
    return _spec(stack, "docs", "the models' documentation", argv, probe)


_DEFINITIONS = "orchestration.definitions"
