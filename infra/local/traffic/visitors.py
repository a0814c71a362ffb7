"""Who comes: the same seed always knows the same people, so that they return in later runs."""

from dataclasses import dataclass
from random import Random
from typing import Literal
from uuid import UUID

from infra.local.traffic.devices import BROWSERS, CRAWLERS, PHONES, Device

Kind = Literal["web", "app", "crawler"]

FIRST_NAMES = ("Ada", "Bela", "Chloe", "Dana", "Elif", "Femi", "Grete", "Hana", "Ines", "Jonas")
LAST_NAMES = ("Okafor", "Lindt", "Moreau", "Novak", "Silva", "Tanaka", "Weber", "Yilmaz", "Rossi")
LOCALES = ("en-GB", "de-DE", "fr-FR", "nl-NL", "pl-PL", "it-IT", "es-ES")
ZONES = {"en-GB": "Europe/London", "pl-PL": "Europe/Warsaw", "nl-NL": "Europe/Amsterdam"}


@dataclass(frozen=True)
class Visitor:
    """A person, or a crawler; `user_id` is what the shop calls them once they register."""

    index: int
    kind: Kind
    anonymous_id: str
    user_id: str
    registers: bool
    first_name: str
    last_name: str
    locale: str
    ip: str
    device: Device

    @property
    def email(self) -> str:
        """The address under which they register."""
        return f"{self.first_name}.{self.last_name}.{self.index}@mail.example".lower()

    @property
    def timezone(self) -> str:
        """The zone of their clock."""
        return ZONES.get(self.locale, "Europe/Berlin")


def meet(seed: int, index: int) -> Visitor:
    """The visitor of that index among all whom the seed knows."""
    rng = Random(f"{seed}/visitor/{index}")
    kind = rng.choices(("web", "app", "crawler"), (75, 22, 3))[0]
    devices = {"web": BROWSERS, "app": PHONES, "crawler": CRAWLERS}[kind]
    return Visitor(
        index=index,
        kind=kind,  # type: ignore[arg-type]
        anonymous_id=str(UUID(int=rng.getrandbits(128), version=4)),
        user_id=f"c{seed}-{100000 + index}",
        registers=kind != "crawler" and rng.random() < 0.35,
        first_name=rng.choice(FIRST_NAMES),
        last_name=rng.choice(LAST_NAMES),
        locale=rng.choice(LOCALES),
        # Addresses reserved for documentation: nobody's.
        ip=f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randint(1, 254)}",
        device=rng.choices(devices, [device.weight for device in devices])[0],
    )
