"""The enrichments file: what it may say, and how it says what is wrong."""

import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.enrich.declarations import (
    DeclarationFaults,
    Declared,
    read_enrichments,
)
from ingest_lambdas.collector.enrichments import DEFAULTS, EnrichmentsUnreadable, watch_enrichments

NOWHERE = Path("no-such-folder")


def test_the_file_that_ships_states_the_defaults_and_every_key() -> None:
    assert read_enrichments(DEFAULTS.read_text(), NOWHERE) == Declared()
    stated = tomllib.loads(DEFAULTS.read_text())
    known = asdict(Declared())
    always_on = {"personal_fields": {"enabled", "sources"}}
    for name, keys in known.items():
        assert keys.keys() - always_on.get(name, set()) == stated[name].keys(), name


def test_every_fault_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.mmdb").write_bytes(b"nothing")
    (tmp_path / "rates.csv").write_text("day,rate\n")
    text = """
    geo = 1
    campaign = 5
    [page_url]
    enabled = "yes"
    depth = 3
    [referer.hosts]
    "club.example" = "club"
    [bots]
    include = [""]
    ip_ranges = ["192.0.2.0/24", "10.0.0.1/8"]
    [geo_ip]
    databases = ["packaged", "missing.mmdb", "broken.mmdb"]
    coordinate_decimals = 5
    [ip_anonymisation]
    ipv4_octets = 0
    ipv6_segments = true
    [currency]
    base = "euro"
    rates = "rates.csv"
    oldest_days = -1
    [personal_fields]
    enabled = false
    personal = ["body.secret", "properties..x"]
    [personal_fields.sources.shop]
    secret = ["x"]
    [personal_fields.sources.app]
    personal = "x"
    [consent]
    unstated = "maybe"
    strip = ["everything"]
    [consent.purposes]
    Ads = "ignore"
    """
    with pytest.raises(DeclarationFaults) as error:
        read_enrichments(text, tmp_path)
    told = str(error.value)
    for fault in (
        "geo is no enrichment; there are page_url, campaign,",
        "campaign: it is a table",
        "page_url: depth is no key; there are enabled",
        "page_url: enabled is true or false",
        "referer: hosts: club.example needs one of internal, search",
        "bots: include is a list of texts, none of them empty",
        "bots: ip_ranges: 10.0.0.1/8 is no network",
        "geo_ip: coordinate_decimals is between -1, for none, and 2",
        "geo_ip: missing.mmdb: ",
        "geo_ip: broken.mmdb: ",
        "ip_anonymisation: ipv4_octets is between 1 and 4",
        "ip_anonymisation: ipv6_segments is a whole number",
        "currency: base is an ISO 4217 code",
        "currency: rates.csv: rates.csv: its first line is date,currency,rate",
        "currency: oldest_days is 0 or more",
        "personal_fields: personal fields are always pseudonymised",
        "personal_fields: body.secret is no path",
        "personal_fields: properties..x is no path",
        "personal_fields: sources.shop is a table with personal and not_personal",
        "personal_fields: sources.app has lists of texts",
        "consent: unstated is granted or refused",
        "consent: strip: everything is none of ids, ip,",
        "consent: purposes: Ads is strip or drop",
    ):
        assert fault in told


def test_what_the_page_shows_can_be_declared() -> None:
    page = Path(__file__).parents[4] / "docs" / "enrichments.md"
    shown = re.findall(r"```toml\n(.*?)```", page.read_text(), re.DOTALL)
    assert len(shown) >= 4
    for text in shown:
        try:
            read_enrichments(text, NOWHERE)
        except DeclarationFaults as faults:
            assert all(".mmdb: " in fault for fault in faults.faults)


@pytest.mark.parametrize("text", ["[bots", "bots = ", "\x00"])
def test_what_is_no_toml(text: str) -> None:
    with pytest.raises(DeclarationFaults, match="not TOML"):
        read_enrichments(text, NOWHERE)


def test_a_source_has_the_installations_fields_and_its_own() -> None:
    text = """
    [personal_fields]
    personal = ["vat_id"]
    [personal_fields.sources.shop]
    not_personal = ["recipient"]
    """
    names = read_enrichments(text, NOWHERE).personal_fields
    shop, other = names.of_source("shop"), names.of_source("other")
    assert shop.covers("vat_id") and other.covers("vatId")
    assert not shop.covers("recipient") and other.covers("recipient")


def test_a_file_that_was_never_good_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "enrichments.toml"
    file.write_text("[bots]\nenabled = 1\n")
    with pytest.raises(EnrichmentsUnreadable, match="bots: enabled is true or false"):
        watch_enrichments(file).current()
    file.write_text("[bots]\nenabled = false\n")
    names = [each.name for each in watch_enrichments(file).current().steps]
    assert "bots" not in names and "referer" in names


values = st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.none()


@given(st.dictionaries(st.sampled_from(sorted(asdict(Declared()))), st.dictionaries(
    st.sampled_from(["enabled", "include", "base", "purposes", "databases", "hosts"]), values
)))  # fmt: skip
def test_only_faults_are_raised(tables: dict[str, dict[str, object]]) -> None:
    written = "".join(
        f"[{name}]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in table.items())
        for name, table in tables.items()
    )
    try:
        read_enrichments(written, NOWHERE)
    except DeclarationFaults:
        return


def _toml(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value) if isinstance(value, int) else f"'{value}'"
