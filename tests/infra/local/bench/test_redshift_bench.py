"""The measurements of the local Redshift, small: that they measure, never how fast it is."""

from pathlib import Path

from infra.local.bench import redshift_counts, redshift_queries, redshift_statements
from infra.local.bench.redshift_queries import QUERIES, measure_queries
from infra.local.bench.redshift_statements import measure_fetch, measure_overheads
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


def test_every_area_has_cases() -> None:
    assert all(count > 0 for _, count in redshift_counts.count_cases())
