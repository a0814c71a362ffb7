"""Where the registries are, and the quarantine."""

from dataclasses import dataclass
from pathlib import Path

from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.registries import open_registries
from ingest_lambdas.runtime.settings import Settings


@dataclass(frozen=True)
class SchemaSettings(Settings):
    """The collector's registries, and the bucket that holds what was set aside."""

    registries: str = "package"
    personal_bucket: str = ""

    def own_folder(self) -> Path | None:
        """The first folder among the registries: where own schemas are written. It is made."""
        for place in self.registries.split(","):
            kind, _, path = place.strip().partition(":")
            if kind == "file":
                folder = Path(path.removeprefix("//"))
                folder.mkdir(parents=True, exist_ok=True)
                return folder
        return None

    def registry(self) -> Registry:
        """All registries as the collector sees them. Raises RegistryUnreadable."""
        self.own_folder()
        return open_registries(self.registries, clients.s3_watcher).current()
