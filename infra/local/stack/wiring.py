"""Which handler is deployed as which function, and what calls it."""

from typing import Any

from infra.local.aws.account import Account
from infra.local.aws.functions.function import FunctionSettings
from infra.local.settings import ACCOUNT, REGION, Stack, client_environment
from ingest_lambdas.contract.lake_layout import ERROR_PREFIX
from ingest_lambdas.tracker.routes import PREFLIGHT_ROUTE, ROUTES

MOST_CONCURRENT = 256
READ_PATHS = ("/v1/products/{id}", "/v1/site/daily")


def account_of(stack: Stack) -> Account:
    """The AWS account that an installation plays."""
    return Account(stack.access_key, ACCOUNT, REGION, stack.secret_key)


def function(account: Account, name: str, timeout: float) -> FunctionSettings:
    """The function that runs `ingest_lambdas.<name>.handler`; time-out in seconds."""
    return FunctionSettings(
        name=name,
        arn=account.arn("lambda", f"function:{name}"),
        handler=f"ingest_lambdas.{name}.handler:handler",
        timeout=timeout,
        concurrency=MOST_CONCURRENT,
    )


def collector_mapping(stack: Stack, account: Account) -> dict[str, Any]:
    """The collector's event source, in AWS's parameters."""
    names = client_environment(stack)
    stream = names["HEADWATER_RAW_STREAM"]
    bucket = names["HEADWATER_PERSONAL_BUCKET"]
    return {
        "EventSourceArn": account.arn("kinesis", f"stream/{stream}"),
        "FunctionName": "collector",
        "StartingPosition": "TRIM_HORIZON",
        "BatchSize": 100,
        "MaximumBatchingWindowInSeconds": 0.25,
        # About a quarter of an hour of failing before a record is given up: an outage of what
        # the collector needs must not empty the stream into the failure destination.
        "MaximumRetryAttempts": 100,
        "BisectBatchOnFunctionError": True,
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "DestinationConfig": {
            "OnFailure": {"Destination": f"arn:aws:s3:::{bucket}/{ERROR_PREFIX}{stream}/"}
        },
    }


def gateway_routes() -> dict[str, str]:
    """Route key → the name of its function."""
    writes = dict.fromkeys((route.key for route in ROUTES), "tracker")
    reads = {f"{method} {path}": "serving" for path in READ_PATHS for method in ("GET", "OPTIONS")}
    return {**writes, PREFLIGHT_ROUTE: "tracker", **reads}
