"""Redshift's types: their oids, and what DuckDB's types are called where nothing was declared."""

# oid, pg_type's short name, format_type's long name, length in bytes (-1 varies), category.
TYPES = (
    (16, "bool", "boolean", 1),
    (18, "char", '"char"', 1),
    (19, "name", "name", 128),
    (20, "int8", "bigint", 8),
    (21, "int2", "smallint", 2),
    (23, "int4", "integer", 4),
    (25, "text", "text", -1),
    (26, "oid", "oid", 4),
    (700, "float4", "real", 4),
    (701, "float8", "double precision", 8),
    (705, "unknown", "unknown", -1),
    (1042, "bpchar", "character", -1),
    (1043, "varchar", "character varying", -1),
    (1082, "date", "date", 4),
    (1083, "time", "time without time zone", 8),
    (1114, "timestamp", "timestamp without time zone", 8),
    (1184, "timestamptz", "timestamp with time zone", 8),
    (1186, "interval", "interval", 16),
    (1266, "timetz", "time with time zone", 12),
    (1700, "numeric", "numeric", -1),
    (4000, "super", "super", -1),
    (6551, "varbyte", "binary varying", -1),
)

_DUCKDB = (
    ("BOOLEAN", "boolean"),
    ("TINYINT", "smallint"),
    ("SMALLINT", "smallint"),
    ("UTINYINT", "smallint"),
    ("INTEGER", "integer"),
    ("USMALLINT", "integer"),
    ("BIGINT", "bigint"),
    ("UINTEGER", "bigint"),
    ("FLOAT", "real"),
    ("DOUBLE", "double precision"),
    ("DATE", "date"),
    ("TIME", "time without time zone"),
    ("TIMESTAMP", "timestamp without time zone"),
    ("TIMESTAMP WITH TIME ZONE", "timestamp with time zone"),
    ("VARIANT", "super"),
    ("BLOB", "binary varying"),
    ("HUGEINT", "numeric(38,0)"),
    ("UBIGINT", "numeric(38,0)"),
)


# Tables of the catalog's schema: joining them keeps the views' expressions shallow.
TYPE_TABLES = {
    "types": (
        "SELECT * FROM (VALUES "
        + ", ".join(f"({oid}, '{short}', '{long}', {size})" for oid, short, long, size in TYPES)
        + ") t(oid, short_name, long_name, byte_size)"
    ),
    "duckdb_types": (
        "SELECT * FROM (VALUES "
        + ", ".join(f"('{duckdb}', '{redshift}')" for duckdb, redshift in _DUCKDB)
        + ") t(duckdb_type, declared_type)"
    ),
}


def declared_from_duckdb(column: str, known: str) -> str:
    """SQL: Redshift's spelling of a DuckDB type; `known` is its row of duckdb_types, if any."""
    return (
        f"coalesce({known}, CASE WHEN {column} LIKE 'DECIMAL%' "
        f"THEN replace(lower({column}), 'decimal', 'numeric') "
        "ELSE 'character varying(65535)' END)"
    )


def modifier_of(declared: str) -> str:
    """SQL: PostgreSQL's atttypmod of a declared type."""
    sizes = f"CAST(regexp_extract_all({declared}, '\\d+') AS INTEGER[])"
    return (
        f"CASE WHEN {declared} LIKE 'numeric(%' "
        f"THEN {sizes}[1] * 65536 + coalesce({sizes}[2], 0) + 4 "
        f"WHEN {declared} LIKE 'character%(%' THEN {sizes}[1] + 4 ELSE -1 END"
    )


def base_name(declared: str) -> str:
    """SQL: the type's name without its length, as information_schema shows it."""
    return f"regexp_replace({declared}, '\\(.*\\)', '')"
