"""A file of the lake, and what a rewritten one stands for."""

from dataclasses import dataclass, field

from ingest_lambdas.contract.lake_layout import LakeKind


@dataclass(frozen=True, slots=True)
class Original:
    """A landed object that another took the place of; `row_count` lines were loaded from it."""

    key: str
    byte_count: int
    etag: str
    row_count: int


@dataclass(frozen=True, order=True, slots=True)
class LakeFile:
    """An object of the lake: as it landed, or written in the place of its `originals`."""

    key: str
    kind: LakeKind
    load_hour: str
    byte_count: int
    etag: str
    originals: tuple[Original, ...] = field(default=(), compare=False)

    @property
    def landed_keys(self) -> tuple[str, ...]:
        """Keys at first landing of all that it holds: what the load ledger knows it by."""
        return tuple(original.key for original in self.originals) or (self.key,)
