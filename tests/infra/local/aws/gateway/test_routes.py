import pytest

from infra.local.aws.functions.function import Function, FunctionSettings
from infra.local.aws.gateway.routes import Routes


def routes(*keys: str) -> Routes:
    return Routes({key: Function(FunctionSettings(key, "arn", "m:h")) for key in keys})


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/v1/products/a%2Fb", "GET /v1/products/{id}", {"id": "a/b"}),
        ("GET", "/v1/products/new", "GET /v1/products/new", {}),
        ("GET", "/files/a/b", "GET /files/{path+}", {"path": "a/b"}),
        ("PUT", "/files/a", "ANY /files/{name}", {"name": "a"}),
    ],
)
def test_the_most_specific_route_is_taken(
    method: str, path: str, key: str, parameters: dict[str, str]
) -> None:
    known = routes(
        "GET /files/{path+}", "ANY /files/{name}", "GET /v1/products/{id}", "GET /v1/products/new"
    )
    match = known.match(method, path)
    assert match is not None
    assert (match.route_key, match.path_parameters) == (key, parameters)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/products/1"),
        ("GET", "/v1/products/"),
        ("GET", "/v1/products/1/2"),
        ("GET", "/"),
    ],
)
def test_what_no_route_knows_is_not_found(method: str, path: str) -> None:
    assert routes("GET /v1/products/{id}").match(method, path) is None


def test_the_default_route_takes_the_rest() -> None:
    match = routes("GET /a", "$default").match("POST", "/b")
    assert match is not None
    assert match.route_key == "$default"
