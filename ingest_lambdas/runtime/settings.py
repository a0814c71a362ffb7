"""Each handler's settings, read from its environment. Nothing else here reads the environment."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Self


class SettingMissing(RuntimeError):
    """A setting that the handler cannot do without is not in its environment."""


@dataclass(frozen=True)
class Settings:
    """A handler's settings: each field is read from HEADWATER_ and the field's name.

    A field that has a default may be missing.
    """

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Raises SettingMissing."""
        found = os.environ if environment is None else environment
        return cls(**{field.name: _read(found, field) for field in fields(cls)})


def _read(environment: Mapping[str, str], field: Field[str]) -> str:
    name = f"HEADWATER_{field.name.upper()}"
    value = environment.get(name, "")
    if value:
        return value
    if field.default is MISSING:
        raise SettingMissing(f"{name} is not set")
    return field.default


@dataclass(frozen=True)
class TrackerSettings(Settings):
    """Where requests go, and who may send them."""

    raw_stream: str
    personal_bucket: str
    sources_file: str


@dataclass(frozen=True)
class CollectorSettings(Settings):
    """Where good and bad events go, what judges them, and what pseudonyms are made with."""

    validated_stream: str
    rejected_delivery: str
    personal_bucket: str
    sources_file: str
    enrichments_file: str
    pseudonym_secret: str
    registries: str = "package"


@dataclass(frozen=True)
class ServingSettings(Settings):
    """Where the aggregates are."""

    hot_tier_table: str
