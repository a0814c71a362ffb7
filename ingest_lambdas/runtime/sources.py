"""The declared sources, from their file, which is read again whenever it changes."""

from dataclasses import dataclass, field
from pathlib import Path

from ingest_lambdas.runtime.source_declarations import Source, SourcesUnreadable, read_sources
from ingest_lambdas.runtime.watched_file import WatchedFile


@dataclass(frozen=True)
class _Declared:
    """One reading of the file, by what is looked for."""

    all: list[Source] = field(default_factory=list)
    by_name: dict[str, Source] = field(default_factory=dict)
    by_write_key: dict[str, Source] = field(default_factory=dict)
    by_app_id: dict[str, Source] = field(default_factory=dict)


class Sources:
    """The sources of one file; each look-up notices a changed file.

    Every look-up raises SourcesUnreadable where the file could never be read yet.
    """

    def __init__(self, file: str | Path) -> None:
        self._current = WatchedFile(file, _declared, SourcesUnreadable).current

    def by_write_key(self, write_key: str) -> Source | None:
        """The source that a write key of Segment's API belongs to."""
        return self._current().by_write_key.get(write_key)

    def by_app_id(self, app_id: str) -> Source | None:
        """The source that an app id of Snowplow's trackers belongs to."""
        return self._current().by_app_id.get(app_id)

    def by_name(self, name: str) -> Source | None:
        """The source of a name."""
        return self._current().by_name.get(name)

    def allow_origin(self, origin: str) -> bool:
        """Whether pages of a web origin may send for any source at all."""
        return any(source.allows_origin(origin) for source in self._current().all)


def _declared(file: Path) -> _Declared:
    sources = read_sources(file.read_text())
    return _Declared(
        all=sources,
        by_name={s.name: s for s in sources},
        by_write_key={k: s for s in sources if "segment" in s.protocols for k in s.write_keys},
        by_app_id={a: s for s in sources if "snowplow" in s.protocols for a in s.app_ids},
    )
