"""`headwater spend import` as somebody at a terminal meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from orchestration.clients.lake import Lake
from orchestration.clients.warehouse import Warehouse
from orchestration.spend.cli import app

REPORT = "date,source,campaign,cost,currency\n2026-03-01,google,a,1.5,EUR\n"


@pytest.fixture
def installation(warehouse: Warehouse, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "REDSHIFT_PORT": str(warehouse.port),
        "REDSHIFT_PASSWORD": warehouse.password,
        "REDSHIFT_SSL": warehouse.ssl,
        "LAKE_BUCKET": lake.bucket,
        "PERSONAL_BUCKET": lake.personal_bucket,
        "ENRICHMENTS_FILE": "",
    }.items():
        monkeypatch.setenv(f"HEADWATER_{name}", value)


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["import", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.usefixtures("installation")
def test_a_report_is_imported_once(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    file.write_text(REPORT)

    first, again = (run(str(file), "--json") for _ in range(2))

    assert json.loads(first[1]) == {"rows": 1, "replaced": 0, "unchanged": 0}
    assert json.loads(again[1]) == {"rows": 0, "replaced": 0, "unchanged": 1}
    assert run(str(file))[:2] == (0, "1 rows were known already: nothing changed\n")


@pytest.mark.parametrize(
    ("content", "mapping", "said"),
    [
        (REPORT.replace("1.5", "x").encode(), "", "line 2: cost: 'x' is no number"),
        (b"\xff\xfe", "", "report.csv is not UTF-8"),
        (REPORT.encode(), "[rows]", "mapping: rows is none of columns, format"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_imported(
    tmp_path: Path, content: bytes, mapping: str, said: str
) -> None:
    file, declared = tmp_path / "report.csv", tmp_path / "mapping.toml"
    file.write_bytes(content)
    declared.write_text(mapping)

    code, _, error = run(str(file), "--mapping", str(declared))

    assert code == 1
    assert "nothing imported" in error
    assert said in error
