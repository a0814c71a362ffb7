"""The functions that are deployed, by name."""

from collections.abc import Iterable, Mapping

from infra.local.aws.functions.function import Function, FunctionSettings

Functions = Mapping[str, Function]


def deploy(settings: Iterable[FunctionSettings]) -> Functions:
    """Functions from their settings."""
    return {each.name: Function(each) for each in settings}
