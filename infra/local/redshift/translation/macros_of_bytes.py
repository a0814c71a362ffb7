"""Macros of VARBYTE: whole numbers have as many bytes as their type, the highest first.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_VARBYTE_type.html
"""

_NO_HEX = "error('[22P02] invalid hexadecimal digits: \"' || x || '\"')"

MACROS = {
    "bytes_of": (
        "(x BLOB) AS x, (x VARCHAR) AS encode(x), "
        "(x SMALLINT) AS unhex(lpad(to_hex(x::BIGINT & 65535), 4, '0')), "
        "(x INTEGER) AS unhex(lpad(to_hex(x::BIGINT & 4294967295), 8, '0')), "
        "(x BIGINT) AS unhex(lpad(to_hex(x), 16, '0'))"
    ),
    # An odd number of digits has a zero before it.
    "bytes_of_hex": (
        "(x) AS CASE WHEN NOT regexp_full_match(x, '[0-9A-Fa-f]*') "
        f"THEN {_NO_HEX}::BLOB ELSE unhex(CASE WHEN length(x) % 2 = 1 THEN '0' || x ELSE x END) END"
    ),
    "hex_of_bytes": "(x VARCHAR) AS lower(hex(encode(x))), (x BLOB) AS lower(hex(x))",
    "text_of_bytes": "(x VARCHAR) AS x, (x BLOB) AS decode(x)",
}
