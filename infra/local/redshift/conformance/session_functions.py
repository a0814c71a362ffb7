"""System information functions."""

from .case import subject
from .expressions import boundary, refused, value
from .types import BIGINT, BOOLEAN, INTEGER

SUBJECTS = (
    subject("CURRENT_USER", "r_CURRENT_USER",
            value("current_user = user and current_user = session_user", True, BOOLEAN),
            value("current_user is null", False, BOOLEAN),
            boundary("len(current_user) > 0", True, BOOLEAN), also=("USER", "SESSION_USER")),
    subject("CURRENT_SCHEMA", "r_CURRENT_SCHEMA",
            value("current_schema() = 'public'", True, BOOLEAN),
            value("current_schema() is null", False, BOOLEAN),
            value("current_schema() = current_schema()", True, BOOLEAN)),
    subject("CURRENT_DATABASE", "r_CURRENT_DATABASE",
            value("len(current_database()) > 0", True, BOOLEAN),
            value("current_database() is null", False, BOOLEAN),
            value("current_database() = current_database()", True, BOOLEAN)),
    subject("VERSION", "r_VERSION", value("version() like 'PostgreSQL 8.0.2 %'", True, BOOLEAN),
            value("version() like '%Redshift 1.0.%'", True, BOOLEAN),
            value("version() is null", False, BOOLEAN)),
    subject("PG_BACKEND_PID", "PG_BACKEND_PID", value("pg_backend_pid() > 0", True, BOOLEAN),
            value("pg_backend_pid() = pg_backend_pid()", True, BOOLEAN),
            value("pg_backend_pid() is null", False, BOOLEAN)),
    subject("PG_LAST_COPY_ID", "PG_LAST_COPY_ID", boundary("pg_last_copy_id()", -1, INTEGER),
            value("pg_last_copy_id() is null", False, BOOLEAN),
            boundary("pg_last_copy_count()", 0, BIGINT), also=("PG_LAST_COPY_COUNT",)),
    subject("PG_LAST_UNLOAD_COUNT", "PG_LAST_UNLOAD_COUNT",
            boundary("pg_last_unload_count()", 0, BIGINT),
            value("pg_last_unload_count() is null", False, BOOLEAN),
            value("pg_last_unload_count() = pg_last_unload_count()", True, BOOLEAN)),
    subject("CURRENT_TIMESTAMP", "r_Date_functions_header",
            value("current_timestamp is null", False, BOOLEAN),
            value("current_timestamp <= dateadd(day, 1, getdate())", True, BOOLEAN),
            boundary("current_timestamp = current_timestamp", True, BOOLEAN)),
    subject("CURRENT_AWS_ACCOUNT", "r_CURRENT_AWS_ACCOUNT", refused("current_aws_account()")),
)  # fmt: skip
