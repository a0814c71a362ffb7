"""Which function a request goes to, by HTTP API route keys such as `GET /v1/products/{id}`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from infra.local.aws.functions.function import Function

_VARIABLE = re.compile(r"\\{(\w+)(\\\+)?\\}")


@dataclass(frozen=True)
class Match:
    """A route that matched, and what its path variables hold."""

    route_key: str
    function: Function
    path_parameters: dict[str, str]


@dataclass(frozen=True)
class _Route:
    key: str
    method: str
    path: re.Pattern[str]
    greedy: bool
    variables: int
    function: Function


class Routes:
    """Route keys `METHOD /path` with `{variable}`, `{greedy+}` and `ANY`; or `$default`."""

    def __init__(self, routes: Mapping[str, Function]) -> None:
        self._default = routes.get("$default")
        found = [_route(key, function) for key, function in routes.items() if key != "$default"]
        # AWS prefers the most specific: full paths, then variables, then greedy ones, ANY last.
        self._routes = sorted(
            found, key=lambda r: (r.greedy, r.variables, r.method == "ANY", -len(r.key))
        )

    def match(self, method: str, path: str) -> Match | None:
        """The route of a request; `path` as it was sent, still percent-encoded."""
        for route in self._routes:
            if route.method in ("ANY", method) and (found := route.path.fullmatch(path)):
                values = {name: unquote(value) for name, value in found.groupdict().items()}
                return Match(route.key, route.function, values)
        return Match("$default", self._default, {}) if self._default else None


def _route(key: str, function: Function) -> _Route:
    method, _, path = key.partition(" ")
    escaped = re.escape(path)
    variables = _VARIABLE.findall(escaped)
    pattern = _VARIABLE.sub(lambda v: f"(?P<{v[1]}>{'.+' if v[2] else '[^/]+'})", escaped)
    greedy = any(plus for _, plus in variables)
    return _Route(key, method, re.compile(pattern), greedy, len(variables), function)
