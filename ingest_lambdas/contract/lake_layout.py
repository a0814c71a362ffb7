"""S3 prefix ⇄ (kind, load hour): the one place where the lake's paths are spelt."""

import re
from datetime import UTC, datetime
from typing import Literal, get_args

LakeKind = Literal["events", "rejected", "received"]
KINDS: tuple[LakeKind, ...] = get_args(LakeKind)

LOAD_HOUR_FORMAT = "%Y-%m-%d-%H"
OVERSIZE_PREFIX = "oversize/"
PRODUCTION_MANIFEST = "models/manifest.json"
ERROR_PREFIX = "errors/"
AD_SPEND_PREFIX = "ad_spend/"

# What compaction writes: a file and beside it the manifest of what it replaces.
COMPACTED_KINDS: tuple[LakeKind, ...] = ("events",)
COMPACTED_SUFFIX = ".gz"
MANIFEST_SUFFIX = ".json"

_KEY = re.compile(r"^(events|rejected|received)/load_hour=(\d{4}-\d{2}-\d{2}-\d{2})/[^/]+$")


def prefix(kind: LakeKind, load_hour: str = "") -> str:
    """The prefix of one hour's files, or of the whole kind without an hour."""
    return f"{kind}/load_hour={load_hour}/" if load_hour else f"{kind}/"


def compacted_prefix(kind: LakeKind, load_hour: str = "") -> str:
    """The prefix under which files of a kind, or of one hour of it, are compacted."""
    return f"compacted/{prefix(kind, load_hour)}"


def compacted_key(kind: LakeKind, load_hour: str, name: str) -> str:
    """Key of a compacted file."""
    return f"{compacted_prefix(kind, load_hour)}{name}{COMPACTED_SUFFIX}"


def firehose_prefix(kind: LakeKind) -> str:
    """The same prefix with Firehose's timestamp expression in place of the hour."""
    return f"{kind}/load_hour=!{{timestamp:yyyy-MM-dd-HH}}/"


def parse_key(key: str) -> tuple[LakeKind, str] | None:
    """(kind, load hour) of an object's key; None for keys that are no first landing."""
    found = _KEY.match(key)
    if found is None:
        return None
    kind: LakeKind = found.group(1)  # type: ignore[assignment]
    return kind, found.group(2)


def load_hour_of(moment: datetime) -> str:
    """The load hour that holds a moment, which must know its zone."""
    return moment.astimezone(UTC).strftime(LOAD_HOUR_FORMAT)


def start_of(load_hour: str) -> datetime:
    """The first moment of a load hour."""
    return datetime.strptime(load_hour, LOAD_HOUR_FORMAT).replace(tzinfo=UTC)
