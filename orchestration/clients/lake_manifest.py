"""The manifest beside a compacted file: it names what the file replaces, and publishes it.

So that the lake can be read, and a warehouse filled again, from the lake alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

import orjson

from ingest_lambdas.contract.lake_layout import COMPACTED_SUFFIX, MANIFEST_SUFFIX
from orchestration.clients.lake_file import LakeFile, Original


class UnreadableManifest(ValueError):
    """A manifest is not what the compaction writes: nobody can tell what its file replaces."""


def manifest_key(file: LakeFile) -> str:
    """Key of the manifest of a compacted file."""
    return file.key.removesuffix(COMPACTED_SUFFIX) + MANIFEST_SUFFIX


def write_manifest(file: LakeFile) -> bytes:
    """The manifest's content."""
    return orjson.dumps(asdict(file))


def read_manifest(key: str, body: bytes) -> LakeFile:
    """The compacted file with its originals. Raises UnreadableManifest."""
    try:
        told = orjson.loads(body)
        originals = tuple(Original(**original) for original in told.pop("originals"))
        return LakeFile(**told, originals=originals)
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
        raise UnreadableManifest(f"{key}: {error!r}") from error


def without_replaced(files: Iterable[LakeFile]) -> Iterator[LakeFile]:
    """Of files that lie together, those that hold each line once."""
    found = list(files)
    replaced = {original.key for file in found for original in file.originals}
    return (file for file in found if file.key not in replaced)
