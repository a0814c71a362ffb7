"""The base currency of spend is that of events."""

from pathlib import Path

import pytest

from ingest_lambdas.collector.enrich.declarations import read_enrichments
from ingest_lambdas.collector.enrichments import DEFAULTS
from ingest_lambdas.exchange.conversion import Exchange
from orchestration.spend.rates import RatesUndeclared, read_exchange


def test_the_collector_s_own_file_is_read() -> None:
    exchange, folder = read_exchange(DEFAULTS)
    collector = read_enrichments(DEFAULTS.read_text(), DEFAULTS.parent).currency

    assert (exchange.base, exchange.rates, exchange.oldest_days) == (
        collector.base,
        collector.rates,
        collector.oldest_days,
    )
    assert folder == DEFAULTS.parent


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_exchange(None) == (Exchange(), Path())
    (tmp_path / "empty.toml").write_text("")
    assert read_exchange(tmp_path / "empty.toml") == (Exchange(), tmp_path)


@pytest.mark.parametrize("text", ["=", "[currency]\nbase = 1"])
def test_a_file_that_does_not_tell_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "enrichments.toml").write_text(text)

    with pytest.raises(RatesUndeclared, match=r"enrichments\.toml"):
        read_exchange(tmp_path / "enrichments.toml")
