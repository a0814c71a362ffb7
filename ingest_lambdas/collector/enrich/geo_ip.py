"""An IP address → where it is and whose, from any MaxMind DB file, or from the packaged countries.

The whole address is looked up, and only what it tells is kept: no postal code, which may name a
handful of people, and coordinates only when asked for, rounded.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from iptocc import country_code
from maxminddb import InvalidDatabaseError, open_database

from ingest_lambdas.collector.enrich.addresses import Address, parse_address
from ingest_lambdas.collector.enrich.settings import Settings
from ingest_lambdas.collector.enrich.subject import NOTHING, Columns, Step, Subject

PACKAGED = "packaged"
MOST_DECIMALS = 2
IPV4 = 4
LookUp = Callable[[Address], Columns]


@dataclass(frozen=True)
class GeoIp(Settings):
    """`databases` are files, of which the first that knows a column fills it, and "packaged".

    `language` is that of names. `coordinate_decimals` of -1 leaves coordinates out; 1 rounds them
    to some 11 km.
    """

    databases: tuple[str, ...] = (PACKAGED,)
    language: str = "en"
    coordinate_decimals: int = -1

    def unusable_files(self, folder: Path) -> Iterator[str]:
        """Databases that cannot be opened."""
        for name in self.databases:
            try:
                if name != PACKAGED:
                    open_database(folder / name).close()
            except (OSError, ValueError, InvalidDatabaseError) as error:
                yield f"{name}: {error}"

    def faults(self) -> Iterator[str]:
        """Rounding must leave something, and not a house."""
        if not -1 <= self.coordinate_decimals <= MOST_DECIMALS:
            yield f"coordinate_decimals is between -1, for none, and {MOST_DECIMALS}"


def compose(settings: GeoIp, folder: Path) -> Step:
    """The enrichment that fills `geo_country` … `is_anonymous_ip`; files stand in `folder`."""
    look_ups = [
        _packaged_country if name == PACKAGED else _database(folder / name, settings)
        for name in reversed(settings.databases)
    ]

    @lru_cache(maxsize=16_384)
    def locate(text: str) -> Columns:
        address = parse_address(text)
        found: dict[str, Any] = {}
        for look_up in look_ups if address else ():
            found.update(look_up(address))  # type: ignore[arg-type]
        return found

    def find(subject: Subject) -> Columns:
        return locate(subject.ip) if subject.ip else NOTHING

    return find


def _packaged_country(address: Address) -> Columns:
    country = country_code(str(address))
    return {"geo_country": country} if country else NOTHING


def _database(file: Path, settings: GeoIp) -> LookUp:
    reader = open_database(file)
    only_ipv4 = reader.metadata().ip_version == IPV4

    def look_up(address: Address) -> Columns:
        if only_ipv4 and address.version != IPV4:
            return NOTHING
        record = reader.get(address)
        return read_record(record, settings) if isinstance(record, dict) else NOTHING

    return look_up


def read_record(record: Mapping[str, Any], settings: GeoIp) -> Columns:
    """The columns that a record tells of, whichever maker's names it uses; none that is unknown."""
    place = record.get("location")
    subdivisions = record.get("subdivisions")
    region = subdivisions[0] if isinstance(subdivisions, list) and subdivisions else None
    found = {
        "geo_country": _part(record.get("country"), "iso_code") or record.get("country_code"),
        "geo_region": _part(region, "iso_code"),
        "geo_region_name": _name(region, settings) or record.get("state1") or record.get("region"),
        "geo_city": _name(record.get("city"), settings),
        "geo_timezone": _part(place, "time_zone") or record.get("timezone"),
        "geo_latitude": _rounded(_part(place, "latitude"), settings),
        "geo_longitude": _rounded(_part(place, "longitude"), settings),
        "geo_asn": _number(record.get("autonomous_system_number") or record.get("asn")),
        "geo_isp": record.get("isp")
        or record.get("autonomous_system_organization")
        or record.get("as_name"),
        "is_anonymous_ip": record.get("is_anonymous"),
    }
    return {name: value for name, value in found.items() if _is_of(name, value)}


def _part(node: Any, name: str) -> Any:
    return node.get(name) if isinstance(node, dict) else None


def _name(node: Any, settings: GeoIp) -> Any:
    if not isinstance(node, dict):
        return node
    names = node.get("names")
    return _part(names, settings.language) or _part(names, "en")


def _rounded(degrees: Any, settings: GeoIp) -> float | None:
    if settings.coordinate_decimals < 0 or type(degrees) is not float:
        return None
    return round(degrees, settings.coordinate_decimals)


def _number(asn: Any) -> int | None:
    """The number of an autonomous system; some databases write AS before it."""
    if isinstance(asn, str) and asn.upper().removeprefix("AS").isdecimal():
        return int(asn.upper().removeprefix("AS"))
    return asn if type(asn) is int else None


def _is_of(name: str, value: Any) -> bool:
    """Whether the value is of its column's type: a file may hold anything under a name."""
    wanted = {"geo_latitude": float, "geo_longitude": float, "geo_asn": int}
    return type(value) is {**wanted, "is_anonymous_ip": bool}.get(name, str) and value != ""
