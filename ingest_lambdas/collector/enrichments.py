"""The installation's enrichments, from their file, which is read again whenever it changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest_lambdas.collector.enrich import consent, consent_strip, pipeline
from ingest_lambdas.collector.enrich.consent import Decide
from ingest_lambdas.collector.enrich.consent_strip import Strip
from ingest_lambdas.collector.enrich.declarations import read_enrichments
from ingest_lambdas.collector.enrich.pipeline import Enrichment
from ingest_lambdas.collector.enrich.subject import EnrichmentFailed
from ingest_lambdas.collector.personal_fields import PersonalFields
from ingest_lambdas.runtime.declarations import DeclarationsUnreadable
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.watched_file import WatchedFile

DEFAULTS = Path(__file__).with_name("enrichments.toml")


class EnrichmentsUnreadable(DeclarationsUnreadable):
    """The enrichments file is missing or wrong: says where, and what would be right."""


@dataclass(frozen=True, slots=True, eq=False)
class Enrichments:
    """One reading of the file, composed; no two are the same.

    `steps` stand by scope as well; `addresses` are what was found for those that came before.
    """

    decide_consent: Decide
    strip: Strip
    personal_fields: Callable[[str], PersonalFields]
    steps: tuple[Enrichment, ...]
    of_context: tuple[Enrichment, ...] = field(init=False)
    of_address: tuple[Enrichment, ...] = field(init=False)
    of_event: tuple[Enrichment, ...] = field(init=False)
    addresses: dict[str | None, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for scope in ("context", "address", "event"):
            within = tuple(step for step in self.steps if step.scope == scope)
            object.__setattr__(self, f"of_{scope}", within)


def watch_enrichments(file: str | Path) -> WatchedFile[Enrichments]:
    """The enrichments of a TOML file."""
    return WatchedFile(file, _read, EnrichmentsUnreadable)


def _read(file: Path) -> Enrichments:
    declared = read_enrichments(file.read_text(), file.parent)
    settings = declared.consent
    return Enrichments(
        decide_consent=consent.compose(settings),
        strip=consent_strip.compose(settings.strip, declared.campaign.networks),
        personal_fields=lru_cache(maxsize=256)(declared.personal_fields.of_source),
        steps=pipeline.compose(declared, file.parent),
    )


def report_failure(enrichment: str, error: Exception) -> None:
    """Logs an error that no one foresaw, by its kind alone: its text may quote the event."""
    if not isinstance(error, EnrichmentFailed):
        logger.error("an enrichment failed", enrichment=enrichment, error=type(error).__name__)
