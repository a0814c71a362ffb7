"""The declared sources: who may send, and of what kind they are. Read again when the file changes.

Each is a table [[source]] with the keys name, kind and write_key.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

KINDS = ("web", "app", "server", "import")
LONGEST_NAME = 64


@dataclass(frozen=True)
class Source:
    """A declared source. Events of kind `import` keep their own times, however old."""

    name: str
    kind: str
    write_key: str


class SourcesUnreadable(RuntimeError):
    """The sources file is missing or wrong: says where."""


class Sources:
    """The sources of one file; each look-up notices a changed file."""

    def __init__(self, file: str | Path) -> None:
        self._file = Path(file)
        self._seen: tuple[int, int] | None = None
        self._by_key: dict[str, Source] = {}
        self._by_name: dict[str, Source] = {}

    def by_write_key(self, write_key: str) -> Source | None:
        """The source that a write key belongs to. Raises SourcesUnreadable."""
        self._refresh()
        return self._by_key.get(write_key)

    def by_name(self, name: str) -> Source | None:
        """The source of a name. Raises SourcesUnreadable."""
        self._refresh()
        return self._by_name.get(name)

    def _refresh(self) -> None:
        try:
            stat = self._file.stat()
            if (stat.st_mtime_ns, stat.st_size) == self._seen:
                return
            sources = read_sources(self._file.read_text())
        except OSError as error:
            raise SourcesUnreadable(f"{self._file}: {error}") from error
        self._by_key = {source.write_key: source for source in sources}
        self._by_name = {source.name: source for source in sources}
        self._seen = (stat.st_mtime_ns, stat.st_size)


def _fits(name: str) -> bool:
    """Whether a name can stand in the column `source`."""
    return 0 < len(name.encode()) <= LONGEST_NAME


def read_sources(text: str) -> list[Source]:
    """The sources that a TOML text declares. Raises SourcesUnreadable."""
    try:
        declared = tomllib.loads(text).get("source", [])
        sources = [Source(**entry) for entry in declared]
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise SourcesUnreadable(f"sources: {error}") from error
    for source in sources:
        if source.kind not in KINDS or not source.write_key or not _fits(source.name):
            raise SourcesUnreadable(f"sources: {source.name or 'a source'} is not well declared")
    if len({s.name for s in sources} | {s.write_key for s in sources}) < 2 * len(sources):
        raise SourcesUnreadable("sources: two share a name or a write key")
    return sources
