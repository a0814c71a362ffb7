"""Whether files are the very ones that something was measured on."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from infra.house_rules import PROJECT


def hash_tree(files: Iterable[Path]) -> str:
    """One hash of the names and contents of the project's files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path}\0".encode())
        digest.update(hashlib.sha256((PROJECT / path).read_bytes()).digest())
    return digest.hexdigest()
