"""The registries in force: what changes in one of them is taken up without a restart.

A registry that cannot be read for a while, and a schema that is broken, leave what was good before
in force: a slip of the pen must not stop what is being sent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from time import monotonic
from typing import Protocol

from botocore.exceptions import BotoCoreError, ClientError

from ingest_lambdas.contract.registry import SCHEMAS, Registry, read_folder
from ingest_lambdas.contract.schema import Schema, SchemaError, read_schema
from ingest_lambdas.contract.schema_ref import SchemaRef
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.schema_bucket import TooManySchemas

SECONDS_BETWEEN_LOOKS = 1.0
_FAULTS = (OSError, BotoCoreError, ClientError, TooManySchemas)


class RegistryUnreadable(RuntimeError):
    """A registry could not be read even once: without it events would be judged wrongly."""


class SchemaStore(Protocol):
    """A place that holds schemas. A schema's tag changes whenever its text does."""

    seconds_between_looks: float

    def list(self) -> Mapping[SchemaRef, str]:
        """Each schema's tag."""

    def read(self, refs: Iterable[SchemaRef]) -> Mapping[SchemaRef, bytes]:
        """The texts of those that are there."""


class Layer(Protocol):
    """One of the registries in order."""

    schemas: Mapping[SchemaRef, Schema]

    def refresh(self, now: float) -> bool:
        """Whether something has changed; `now` in seconds. Raises RegistryUnreadable."""


class PackagedLayer:
    """The schemas that ship with the code, which cannot change and are known to compile."""

    def __init__(self) -> None:
        self.schemas = read_folder(SCHEMAS)

    def refresh(self, now: float) -> bool:
        """Never."""
        return False


class WatchedLayer:
    """One store as it was last read."""

    def __init__(self, store: SchemaStore) -> None:
        self._store = store
        self._tags: Mapping[SchemaRef, str] | None = None
        self._look_at = 0.0
        self._complaint = ""
        self.schemas: Mapping[SchemaRef, Schema] = {}

    def refresh(self, now: float) -> bool:
        """Looks at the store when it is time to; whether something has changed."""
        if self._tags is not None and now < self._look_at:
            return False
        self._look_at = now + self._store.seconds_between_looks
        try:
            tags = self._store.list()
            changed = [ref for ref, tag in tags.items() if (self._tags or {}).get(ref) != tag]
            texts = self._store.read(changed) if changed else {}
        except _FAULTS as error:
            if self._tags is None:
                raise RegistryUnreadable(f"{self._store}: {error}") from error
            self._complain(str(error))
            return False
        self._complaint = ""
        return self._take(tags, texts)

    def _take(self, tags: Mapping[SchemaRef, str], texts: Mapping[SchemaRef, bytes]) -> bool:
        known, self._tags = self._tags, tags
        if known == tags:
            return False
        kept = {ref: schema for ref, schema in self.schemas.items() if ref in tags}
        good = self._compiled(texts)
        if known is not None:
            logger.info(
                "schemas changed",
                registry=str(self._store),
                taken=sorted(ref.path for ref in good),
                gone=sorted(ref.path for ref in self.schemas.keys() - kept.keys()),
            )
        self.schemas = kept | good
        return True

    def _compiled(self, texts: Mapping[SchemaRef, bytes]) -> dict[SchemaRef, Schema]:
        """Those that are whole. A broken one is told once, as it is not read again unchanged."""
        good = {}
        for ref, text in texts.items():
            try:
                good[ref] = read_schema(ref, text).compiled()
            except SchemaError as error:
                logger.error("schema not taken", registry=str(self._store), error=str(error))
        return good

    def _complain(self, error: str) -> None:
        if error != self._complaint:
            self._complaint = error
            logger.error("registry not read again", registry=str(self._store), error=error)


class LiveRegistry:
    """Several registries, in order, as one. Threads may share it."""

    def __init__(self, layers: Sequence[Layer], now: Callable[[], float] = monotonic) -> None:
        self._layers = layers
        self._now = now
        self._lock = Lock()
        self._look_at = 0.0
        self._registry: Registry | None = None

    def current(self) -> Registry:
        """The registry in force. Raises RegistryUnreadable as long as there never was one."""
        now = self._now()
        if self._registry is not None and (now < self._look_at or self._lock.locked()):
            return self._registry
        with self._lock:
            changed = [layer.refresh(now) for layer in self._layers]
            if self._registry is None or any(changed):
                self._registry = Registry(*(layer.schemas for layer in self._layers))
            self._look_at = now + SECONDS_BETWEEN_LOOKS
            return self._registry
