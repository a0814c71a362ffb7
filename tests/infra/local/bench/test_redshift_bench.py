"""The measurements of the local Redshift, small: that they measure, never how fast it is."""

from pathlib import Path

from infra.local.bench import (
    redshift_counts,
    redshift_queries,
    redshift_statements,
    redshift_translation,
)
from infra.local.bench.redshift_queries import QUERIES, measure_queries
from infra.local.bench.redshift_statements import measure_fetch, measure_overheads
from infra.local.bench.redshift_texts import TEXTS
from infra.local.bench.redshift_translation import measure_translations
from infra.local.bench.served_redshift import serve_redshift


def test_queries_are_timed_on_both_sides(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(redshift_queries, "_ROUNDS", 1)
    figures = measure_queries(tmp_path, 600, ("--memory-limit", "500MB", "--threads", "1"))
    assert set(figures.server) == set(figures.duckdb) == set(QUERIES)
    assert figures.ratio > 0


def test_statements_and_rows_are_timed(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(redshift_statements, "_WARM_UP", 1)
    monkeypatch.setattr(redshift_statements, "_ROUNDS", 3)
    monkeypatch.setattr(redshift_statements, "_FETCHED", 3000)
    with serve_redshift(tmp_path / "served.duckdb") as served:
        names = [name for name, _ in measure_overheads(served)]
        assert names == [
            f"{k}, {c}" for k in ("simple", "prepared") for c in ("cached", "uncached")
        ]
        assert measure_fetch(served) > 0


def test_translations_are_timed_on_both_sides(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(redshift_translation, "_WARM_UP", 0)
    monkeypatch.setattr(redshift_translation, "_ROUNDS", 2)
    figures = list(measure_translations(tmp_path))
    assert [f.name for f in figures] == [*TEXTS, "a model of nine CTEs"]
    assert [f.is_large for f in figures] == [False, False, False, True]
    assert all(f.ratio > 0 for f in figures)


def test_every_area_has_cases() -> None:
    assert all(count > 0 for _, count in redshift_counts.count_cases())
