from ingest_lambdas.contract.columns import EVENTS, Column, Table, text
from orchestration.sql.ddl import create_stage, create_table, widening

SMALL = Table(
    name="small",
    description="",
    distkey="id",
    sortkeys=("hour", "id"),
    columns=(text("id", 10, "", nullable=False), Column("payload", "SUPER", "")),
    stamps=(text("hour", 13, "", nullable=False),),
)


def test_a_table_states_its_dist_and_sort_keys_and_its_stamps_last():
    assert create_table("raw", SMALL) == (
        "create table if not exists raw.small (\n"
        "    id VARCHAR(10) not null,\n"
        "    payload SUPER,\n"
        "    hour VARCHAR(13) not null\n"
        ")\n"
        "diststyle key distkey (id) sortkey (hour, id)"
    )


def test_a_stage_has_the_lakes_columns_only():
    assert "hour" not in create_stage("stage", SMALL.columns)


def test_an_up_to_date_table_needs_no_widening():
    stored = {column.name: column.length for column in EVENTS.all_columns}
    assert widening("raw", EVENTS, stored) == []


def test_widening_adds_what_is_missing_and_grows_what_is_short():
    stored = {"id": 4, "hour": 13}
    assert widening("raw", SMALL, stored) == [
        "alter table raw.small alter column id type VARCHAR(10)",
        "alter table raw.small add column payload SUPER",
    ]


def test_widening_never_shrinks():
    stored = {
        "id": 4000,
        "payload": None,
        "hour": 13,
    }
    assert widening("raw", SMALL, stored) == []
