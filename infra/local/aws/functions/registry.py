"""The functions that are deployed, by name."""

import logging
import threading
from collections.abc import Iterable, Mapping

from infra.local.aws.functions.function import Function, FunctionSettings

logger = logging.getLogger(__name__)
Functions = Mapping[str, Function]


def deploy(settings: Iterable[FunctionSettings]) -> Functions:
    """Functions from their settings."""
    return {each.name: Function(each) for each in settings}


def import_ahead(functions: Functions) -> None:
    """Import all handlers in the background: the first invocation would otherwise wait for it."""
    threading.Thread(target=_import, args=(functions,), name="import", daemon=True).start()


def _import(functions: Functions) -> None:
    for function in functions.values():
        try:
            function.load()
        except Exception:
            logger.exception("%s cannot be imported", function.settings.handler)
