"""Keeps the parts that several schemas share alike in all of them.

A static Iglu schema must stand alone, so each carries a copy of what it refers to. The copies are
written from `definitions/NAME.json` by `python -m ingest_lambdas.contract.definitions`;
with --check it changes nothing and exits 1 where a copy is stale.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest_lambdas.contract.registry import SCHEMAS, read_folder

DEFINITIONS = Path(__file__).parent / "definitions"
_POINTER = "#/definitions/"


def stale_schemas(root: Path = SCHEMAS, parts: Path = DEFINITIONS) -> Iterator[tuple[Path, str]]:
    """(file, text as it should be) of each schema whose copies are not those of the parts.

    Raises KeyError where a schema refers to a part that does not exist.
    """
    shared = {path.stem: json.loads(path.read_text()) for path in sorted(parts.glob("*.json"))}
    for ref, found in sorted(read_folder(root).items()):
        schema, path = found.schema, root / ref.path
        needed = _needed_parts(schema, shared)
        body = {key: value for key, value in schema.items() if key != "definitions"}
        text = _write(body | ({"definitions": needed} if needed else {}))
        if text != path.read_text():
            yield path, text


def _needed_parts(schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    """The parts that a schema refers to, and those that they refer to in turn."""
    body = {key: value for key, value in schema.items() if key != "definitions"}
    needed: dict[str, Any] = {}
    waiting = set(_references(body))
    while waiting:
        name = waiting.pop()
        needed[name] = shared[name]
        waiting |= set(_references(shared[name])) - needed.keys()
    return dict(sorted(needed.items()))


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str) and reference.startswith(_POINTER):
            yield reference.removeprefix(_POINTER)
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _references(child)


def _write(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Rewrites stale schemas, or only names them with --check."""
    check = "--check" in arguments
    stale = list(stale_schemas())
    for path, text in stale:
        print(f"{'stale' if check else 'written'}: {path.relative_to(SCHEMAS)}")
        if not check:
            path.write_text(text)
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
