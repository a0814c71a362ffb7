"""The process that stands for API Gateway: HTTP in front of the tracker and serving functions.

`GET /_health`; `/_faults`: faults, with the access key.
"""

import logging

from infra.local.aws.faults.admin import PATH as FAULTS_PATH
from infra.local.aws.faults.admin import faults_page
from infra.local.aws.faults.switchboard import Switchboard
from infra.local.aws.functions.registry import deploy, import_ahead
from infra.local.aws.gateway.app import HttpApi
from infra.local.aws.gateway.routes import Routes
from infra.local.aws.http.pages import json_page, with_pages
from infra.local.aws.http.server import HttpServer
from infra.local.aws.process import serve_until_told
from infra.local.settings import open_stack
from infra.local.stack.wiring import account_of, function, gateway_routes

FUNCTION_TIMEOUT = 29.0


def main() -> None:
    """Serve until SIGTERM."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    stack = open_stack()
    account = account_of(stack)
    names = ("tracker", "serving")
    functions = deploy([function(account, name, FUNCTION_TIMEOUT) for name in names])
    routes = Routes({key: functions[name] for key, name in gateway_routes().items()})
    switchboard = Switchboard()
    pages = {
        "/_health": json_page(lambda: {"status": "ok"}),
        FAULTS_PATH: faults_page(switchboard, stack.access_key),
    }
    api = HttpApi(routes, account, switchboard)
    server = HttpServer(with_pages(pages, api), stack.ports["gateway"])
    import_ahead(functions)
    serve_until_told(server)


if __name__ == "__main__":
    main()
