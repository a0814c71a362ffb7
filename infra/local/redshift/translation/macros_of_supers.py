"""DuckDB macros for SUPER values: what is unnested, and what numbers are equal."""

MACROS = {
    # What is unnested in FROM, as JSON; what becomes of other values is not documented.
    "array_of_super": (
        "(x) AS CASE WHEN x IS NULL OR json_type(x) = 'NULL' THEN NULL "
        "WHEN json_type(x) = 'ARRAY' THEN x::JSON[] ELSE error('unnesting a SUPER value "
        "that is no array is not supported by the local Redshift') END"
    ),
    "object_of_super": (
        "(x) AS CASE WHEN x IS NULL OR json_type(x) = 'NULL' THEN NULL "
        "WHEN json_type(x) = 'OBJECT' THEN x::MAP(VARCHAR, JSON) ELSE error('unpivoting a SUPER "
        "value that is no object is not supported by the local Redshift') END"
    ),
    # A number of JSON with a point is a DOUBLE, which a VARIANT never takes for equal to another.
    "super_key": (
        "(x) AS CASE WHEN variant_typeof(x) IN ('DOUBLE', 'FLOAT') "
        "AND TRY_CAST(TRY_CAST(x AS DOUBLE) AS DECIMAL(38,15))::DOUBLE = TRY_CAST(x AS DOUBLE) "
        "THEN TRY_CAST(TRY_CAST(x AS DOUBLE) AS DECIMAL(38,15))::VARIANT ELSE x END"
    ),
}
