"""System views of the database itself.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_STV_DB_ISOLATION_LEVEL.html
"""

from infra.local.redshift.metadata import SCHEMA as METADATA

DATABASE_VIEWS = {
    "stv_db_isolation_level": f"""
        SELECT current_database() AS db_name, coalesce(
            (SELECT value FROM {METADATA}.settings WHERE name = 'isolation_level'),
            'Snapshot Isolation') AS isolation_level
    """
}
