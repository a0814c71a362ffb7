from pathlib import Path

import pytest
import yaml

from ingest_lambdas.contract.columns import Column, Table, text
from orchestration.contract_sources import (
    MODELLED_TABLES,
    OPS_SOURCES,
    main,
    render_descriptions,
    render_event_names,
    render_sources,
    stale_files,
)

TABLE = Table(
    name="things",
    description="Things. One row per thing.",
    columns=(
        text("id", 8, "Its id.", nullable=False),
        Column("kind", "VARCHAR", "Its kind: either.", 4, accepted=("a", "b")),
        Column("body", "SUPER", "Its body."),
    ),
    stamps=(text("load_id", 36, "Its load.", nullable=False),),
    distkey="id",
    sortkeys=("id",),
)


def test_checked_in_files_are_as_the_contract_has_them() -> None:
    assert list(stale_files()) == []


def test_sources_carry_types_descriptions_and_the_tests_that_the_contract_implies() -> None:
    source, ops = yaml.safe_load(render_sources((TABLE,)))["sources"]

    assert (source["name"], ops["name"]) == ("raw", "ops")
    assert [table["name"] for table in ops["tables"]] == [table.name for table in OPS_SOURCES]
    assert source["tables"] == [
        {
            "name": "things",
            "description": "Things. One row per thing.",
            "columns": [
                {
                    "name": "id",
                    "description": "Its id.",
                    "data_type": "varchar(8)",
                    "data_tests": ["not_null"],
                },
                {
                    "name": "kind",
                    "description": "Its kind: either.",
                    "data_type": "varchar(4)",
                    "data_tests": [{"accepted_values": {"arguments": {"values": ["a", "b"]}}}],
                },
                {"name": "body", "description": "Its body.", "data_type": "super"},
                {
                    "name": "load_id",
                    "description": "Its load.",
                    "data_type": "varchar(36)",
                    "data_tests": ["not_null"],
                },
            ],
        }
    ]


def test_every_column_has_a_block_that_models_can_refer_to() -> None:
    blocks = render_descriptions()

    for table in MODELLED_TABLES:
        for column in table.all_columns:
            start = f"{{% docs {table.name}__{column.name} %}}\n{column.description}\n"
            assert start in blocks


def test_a_stale_and_a_missing_file_are_named_with_the_text_they_should_have(
    tmp_path: Path,
) -> None:
    staging = tmp_path / "models" / "staging"
    staging.mkdir(parents=True)
    (staging / "raw_sources.yml").write_text("version: 2\n")

    stale = dict(stale_files(tmp_path))

    assert stale == {
        staging / "raw_sources.yml": render_sources(),
        staging / "raw_columns.md": render_descriptions(),
        tmp_path / "macros" / "planned_event_names.sql": render_event_names(),
    }


def test_the_plans_events_are_known_to_models_by_name() -> None:
    names = render_event_names()
    assert '    "Product Viewed",\n' in names
    assert '"page"' not in names


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wrote"]) == 2
    assert "write|check" in capsys.readouterr().err
