"""What the orchestration must be told from outside. The only reader of the environment here.

Everything has a default, so that definitions load with no stack running.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
DBT_PROJECT = PROJECT / "dbt_project"
PASSWORD_VARIABLE = "HEADWATER_REDSHIFT_PASSWORD"


@dataclass(frozen=True)
class Settings:
    """Names, addresses and rhythm of one installation."""

    home: Path
    lake_bucket: str
    personal_bucket: str
    raw_stream: str
    hot_tier_table: str
    redshift_host: str
    redshift_port: int
    redshift_database: str
    redshift_user: str
    redshift_password: str
    redshift_ssl: str
    copy_role: str
    cycle_seconds: int
    load_start: str
    enrichments_file: Path | None

    @property
    def dbt_target(self) -> Path:
        """Where dbt keeps this installation's manifest and parse cache."""
        return self.home / "dbt"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from HEADWATER_* variables; raises ValueError naming a variable that is unusable."""

    def text(name: str, default: str) -> str:
        return environment.get(f"HEADWATER_{name}") or default

    enrichments = text("ENRICHMENTS_FILE", "")
    return Settings(
        home=Path(text("HOME", str(PROJECT / ".headwater"))),
        lake_bucket=text("LAKE_BUCKET", "headwater-lake"),
        personal_bucket=text("PERSONAL_BUCKET", "headwater-personal"),
        raw_stream=text("RAW_STREAM", "events-raw"),
        hot_tier_table=text("HOT_TIER_TABLE", "headwater-hot-tier"),
        redshift_host=text("REDSHIFT_HOST", "127.0.0.1"),
        redshift_port=_whole(text("REDSHIFT_PORT", "5439"), "HEADWATER_REDSHIFT_PORT"),
        redshift_database=text("REDSHIFT_DATABASE", "headwater"),
        redshift_user=text("REDSHIFT_USER", "headwater"),
        redshift_password=environment.get(PASSWORD_VARIABLE, ""),
        redshift_ssl=text("REDSHIFT_SSL", "verify-ca"),
        copy_role=text("COPY_ROLE", "arn:aws:iam::000000000000:role/headwater-copy"),
        cycle_seconds=_whole(text("CYCLE_SECONDS", "600"), "HEADWATER_CYCLE_SECONDS"),
        load_start=text("LOAD_START", "2025-01-01-00"),
        enrichments_file=Path(enrichments) if enrichments else None,
    )


def _whole(value: str, name: str) -> int:
    if not value.isdecimal() or int(value) == 0:
        raise ValueError(f"{name} must be a positive whole number, not {value!r}")
    return int(value)
