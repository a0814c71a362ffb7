from ingest_lambdas.contract.columns import REJECTED_EVENTS
from orchestration.sql.loads import copy_into, insert_from_stage, insert_rows, quote


def test_copy_names_columns_manifest_and_role_and_tolerates_no_error():
    assert copy_into("stage", ["a", "b"], "s3://lake/m.json", "arn:role") == (
        "copy stage (a, b)\n"
        "from 's3://lake/m.json'\n"
        "iam_role 'arn:role'\n"
        "format as json 'auto' gzip manifest timeformat 'auto'\n"
        "maxerror 0 statupdate off compupdate off"
    )


def test_insert_copies_every_column_of_the_lake_and_stamps_the_row():
    statement = insert_from_stage(REJECTED_EVENTS, "stage")
    listed = ", ".join(column.name for column in REJECTED_EVENTS.columns)
    assert f"raw.rejected_events ({listed}, load_id, load_hour)" in statement
    assert f"select {listed}, %s" in statement


def test_insert_rows_has_a_parameter_for_each_value():
    assert insert_rows("t", ["a", "b"], 2) == "insert into t (a, b) values (%s, %s), (%s, %s)"


def test_literals_cannot_end_early():
    assert quote("it's \\") == "'it''s \\\\'"
