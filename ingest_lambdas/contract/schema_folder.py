"""A static Iglu registry in a folder: VENDOR/NAME/jsonschema/M-R-A."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest_lambdas.contract.schema import LARGEST_SCHEMA
from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer


class SchemaFolder:
    """The schemas of one folder. What does not lie where a schema would is passed over."""

    seconds_between_looks = 1.0

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)

    def __str__(self) -> str:
        return str(self.root)

    def list(self) -> dict[SchemaRef, str]:
        """Each schema's tag, which changes with its file. Raises OSError."""
        return {ref: _tag(entry) for ref, entry in _entries(self.root)}

    def read(self, refs: Iterable[SchemaRef]) -> dict[SchemaRef, bytes]:
        """Their texts; those that are no longer there are left out. Raises OSError."""
        texts = {}
        for ref in refs:
            try:
                with self.path_of(ref).open("rb") as file:
                    texts[ref] = file.read(LARGEST_SCHEMA + 1)
            except FileNotFoundError:
                continue
        return texts

    def path_of(self, ref: SchemaRef) -> Path:
        """Where a schema lies, or would."""
        return self.root / ref.path


def _entries(root: Path) -> Iterator[tuple[SchemaRef, os.DirEntry[str]]]:
    for vendor in _children(root):
        for name in _children(vendor.path) if vendor.is_dir() else ():
            for version in _versions(Path(name.path, "jsonschema")):
                ref = SchemaRef(vendor.name, name.name, SchemaVer.parse(version.name))
                yield ref, version


def _versions(folder: Path) -> Iterator[os.DirEntry[str]]:
    """The files that are called after a version, as 1-0-0 is."""
    if folder.is_dir():
        yield from (entry for entry in _children(folder) if SchemaVer.is_spelt(entry.name))


def _children(folder: str | Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((e for e in entries if e.name[0] != "."), key=lambda entry: entry.name)


def _tag(entry: os.DirEntry[str]) -> str:
    stat = entry.stat()
    return f"{stat.st_mtime_ns}-{stat.st_ino}-{stat.st_size}"
