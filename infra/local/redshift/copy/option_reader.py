"""Reads the parameters of COPY and UNLOAD one after another, in any order, each once."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from infra.local.redshift.copy.errors import CopyError, refuse
from infra.local.redshift.copy.token_stream import END, TokenStream
from infra.local.redshift.errors import SYNTAX_ERROR

Change = dict[str, Any]
Reader = Callable[[TokenStream], Change]


def read_changes(
    stream: TokenStream, readers: Mapping[str, Reader], refused: Collection[str], command: str
) -> Change:
    """What the parameters change of the options, up to the end of the statement.

    Raises CopyError: 42601 for an unknown or repeated one, 0A000 for one of the `refused`.
    """
    changes: Change = {}
    while stream.peek() is not END and stream.peek().text != ";":
        word = stream.peek()
        reader = readers.get(word.text) if word.kind == "word" else None
        if reader is None:
            name = word.text.upper()
            raise refuse(f"{command} {name}") if word.text in refused else stream.error()
        stream.take()
        change = reader(stream)
        if clash := changes.keys() & change.keys():
            name = sorted(clash)[0]
            raise CopyError(f"conflicting or redundant {command} options: {name}", SYNTAX_ERROR)
        changes.update(change)
    return changes


def flag(**change: Any) -> Reader:
    """A parameter without a value."""
    return lambda _: dict(change)


def string(name: str) -> Reader:
    """A parameter with a text."""
    return lambda stream: {name: stream.expect_string()}
