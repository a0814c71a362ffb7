"""Every address of the HTTP contract leads to the function that answers it."""

import pytest

from infra.local.aws.functions.function import Function, FunctionSettings
from infra.local.aws.gateway.routes import Routes
from infra.local.stack.wiring import gateway_routes


@pytest.mark.parametrize(
    ("method", "path", "function"),
    [
        ("POST", "/v1/batch", "tracker"),
        ("POST", "/v1/t", "tracker"),
        ("POST", "/beacon/v1/batch", "tracker"),
        ("POST", "/com.snowplowanalytics.snowplow/tp2", "tracker"),
        ("GET", "/i", "tracker"),
        ("GET", "/v1/projects/KEY/settings", "tracker"),
        ("GET", "/sourceConfig/", "tracker"),
        ("OPTIONS", "/com.snowplowanalytics.snowplow/tp2", "tracker"),
        ("OPTIONS", "/sourceConfig/", "tracker"),
        ("GET", "/v1/site/daily", "serving"),
        ("OPTIONS", "/v1/site/daily", "serving"),
    ],
)
def test_addresses(method: str, path: str, function: str) -> None:
    names = gateway_routes()
    functions = {name: Function(FunctionSettings(name, "arn", "m:h")) for name in names.values()}
    match = Routes({key: functions[name] for key, name in names.items()}).match(method, path)
    assert match is not None
    assert match.function.settings.name == function
