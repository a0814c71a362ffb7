"""A database file of before gets the tables and columns that have come since."""

import duckdb

from infra.local.redshift.metadata import TABLES, install_metadata

_BEFORE = """
    CREATE SCHEMA redshift_metadata;
    CREATE TABLE redshift_metadata.users (user_name VARCHAR, user_id INTEGER, is_superuser BOOLEAN);
    CREATE TABLE redshift_metadata.privileges (
      schema_name VARCHAR, relation_name VARCHAR, privilege VARCHAR, grantee VARCHAR,
      grantee_kind VARCHAR, grantor VARCHAR, grantable BOOLEAN);
    CREATE TABLE redshift_metadata.schemas (schema_name VARCHAR, owner VARCHAR);
    INSERT INTO redshift_metadata.users VALUES ('boss', 100, true);
    INSERT INTO redshift_metadata.schemas VALUES ('public', 'boss');
    INSERT INTO redshift_metadata.privileges VALUES
      ('public', 't', 'select', 'reader', 'user', 'boss', false),
      ('public', NULL, 'usage', 'reader', 'user', 'boss', false);
"""


def test_what_was_noted_is_kept_and_everybody_may_use_public() -> None:
    connection = duckdb.connect()
    connection.execute(_BEFORE)
    install_metadata(connection, "boss")
    install_metadata(connection, "boss")
    rows = connection.execute(
        "SELECT object_kind, relation_name, privilege, grantee FROM redshift_metadata.privileges "
        "ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("database", None, "temporary", "public"),
        ("relation", "t", "select", "reader"),
        ("schema", None, "create", "public"),
        ("schema", None, "usage", "public"),
        ("schema", None, "usage", "reader"),
    ]
    for table in TABLES:
        connection.execute(f"SELECT * FROM redshift_metadata.{table}")
    connection.close()
