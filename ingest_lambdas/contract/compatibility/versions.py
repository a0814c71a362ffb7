"""Which bump of its SchemaVer a change of a schema asks for, and whether a registry gave it.

ADDITION: all old data passes the new version. REVISION: some may not. MODEL: what is concerned
cannot, so that old and new are read apart.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import orjson

from ingest_lambdas.contract.compatibility.comparison import narrowings
from ingest_lambdas.contract.compatibility.finding import Bump, Finding
from ingest_lambdas.contract.schema import Schema
from ingest_lambdas.contract.schema_ref import SchemaRef, SchemaVer


class Change(NamedTuple):
    """From one version to another: where it became narrower, and the bump that this asks for."""

    findings: list[Finding]
    needed: Bump


class Breach(NamedTuple):
    """Two versions of a schema whose numbers promise more than their contents keep."""

    old: SchemaRef
    new: SchemaRef
    promised: Bump
    change: Change

    def __str__(self) -> str:
        told = "; ".join(str(f) for f in self.change.findings if f.bump > self.promised)
        return (
            f"{self.new.path}: after {self.old.version} this is no {self.promised.name} "
            f"but a {self.change.needed.name}: {told}"
        )


def compare_schemas(old: dict[str, Any], new: dict[str, Any]) -> Change:
    """What changes from one schema to the other, whatever their versions say."""
    if _content(old) == _content(new):
        return Change([], Bump.NONE)
    findings = narrowings(old, new)
    return Change(findings, max((f.bump for f in findings), default=Bump.ADDITION))


def promised_bump(old: SchemaVer, new: SchemaVer) -> Bump:
    """What a step from one version to a higher one says of itself."""
    if new.model != old.model:
        return Bump.MODEL
    return Bump.REVISION if new.revision != old.revision else Bump.ADDITION


def next_version(version: SchemaVer, bump: Bump) -> SchemaVer:
    """The version that follows by a bump."""
    if bump is Bump.MODEL:
        return SchemaVer(version.model + 1, 0, 0)
    if bump is Bump.REVISION:
        return SchemaVer(version.model, version.revision + 1, 0)
    return SchemaVer(version.model, version.revision, version.addition + int(bump))


def find_breaches(schemas: Iterable[Schema]) -> Iterator[Breach]:
    """Each version that keeps less than its number promises beside the version before it."""
    for old, new in pairwise(sorted(schemas, key=lambda schema: schema.ref)):
        if (old.ref.vendor, old.ref.name) != (new.ref.vendor, new.ref.name):
            continue
        promised = promised_bump(old.ref.version, new.ref.version)
        change = compare_schemas(old.schema, new.schema)
        if change.needed > promised:
            yield Breach(old.ref, new.ref, promised, change)


def _content(schema: dict[str, Any]) -> bytes:
    kept = {key: value for key, value in schema.items() if key not in ("self", "$schema")}
    return orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)
