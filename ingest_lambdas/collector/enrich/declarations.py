"""What enrichments.toml declares: a table for each enrichment, all keys with their defaults.

docs/enrichments.md tells of each key.
"""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ingest_lambdas.collector.enrich.bots import Bots
from ingest_lambdas.collector.enrich.campaign import Campaigns
from ingest_lambdas.collector.enrich.consent import Consent
from ingest_lambdas.collector.enrich.currency import Currency
from ingest_lambdas.collector.enrich.geo_ip import GeoIp
from ingest_lambdas.collector.enrich.ip_anonymisation import IpAnonymisation
from ingest_lambdas.collector.enrich.personal_fields import PersonalFieldNames
from ingest_lambdas.collector.enrich.referer import Referers
from ingest_lambdas.collector.enrich.settings import Settings, read_settings


@dataclass(frozen=True)
class Declared:
    """Every enrichment's settings."""

    page_url: Settings = field(default_factory=Settings)
    campaign: Campaigns = field(default_factory=Campaigns)
    referer: Referers = field(default_factory=Referers)
    user_agent: Settings = field(default_factory=Settings)
    bots: Bots = field(default_factory=Bots)
    geo_ip: GeoIp = field(default_factory=GeoIp)
    ip_anonymisation: IpAnonymisation = field(default_factory=IpAnonymisation)
    currency: Currency = field(default_factory=Currency)
    personal_fields: PersonalFieldNames = field(default_factory=PersonalFieldNames)
    consent: Consent = field(default_factory=Consent)


class DeclarationFaults(ValueError):
    """The text is not what it should be: names every fault."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("enrichments: " + "; ".join(faults))
        self.faults = faults


def read_enrichments(text: str, folder: Path) -> Declared:
    """The settings that a TOML text declares; its files stand in `folder`.

    Raises DeclarationFaults.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DeclarationFaults([f"not TOML: {error}"]) from error
    defaults = Declared()
    known = {each.name: type(getattr(defaults, each.name)) for each in fields(Declared)}
    faults = [
        f"{name} is no enrichment; there are {', '.join(known)}"
        for name in sorted(tables.keys() - known.keys())
    ]
    settings: dict[str, Any] = {}
    for name, kind in known.items():
        settings[name], found = read_settings(kind, tables.get(name, {}))
        if settings[name].enabled:
            found += settings[name].unusable_files(folder)
        faults += [f"{name}: {fault}" for fault in found]
    if faults:
        raise DeclarationFaults(faults)
    return Declared(**settings)
