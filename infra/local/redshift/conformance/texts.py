"""Character functions and pattern matching."""

from .case import subject
from .expressions import null, value
from .types import BIGINT, BOOLEAN, INTEGER, VARCHAR

SUBJECTS = (
    subject(
        "type VARCHAR(n)",
        "r_Character_types",
        value("'éé'::varchar(3)", "é", VARCHAR),
        value("'a€b'::varchar(3)", "a", VARCHAR),
    ),
    subject(
        "CAST",
        "r_CAST_function",
        value("2.5::float::varchar", "2.5", VARCHAR),
        value("2::float::varchar", "2", VARCHAR),
        value("'2026-01-02 03:04:05'::timestamp::varchar", "2026-01-02 03:04:05", VARCHAR),
    ),
    subject(
        "CONCAT",
        "r_CONCAT",
        null("concat('a', null)", VARCHAR),
    ),
    subject(
        "operator ||",
        "r_concat_op",
        value("'a' || 'b'", "ab", VARCHAR),
    ),
    subject(
        "LEN",
        "r_LEN",
        value("len('ééé')", 3, BIGINT),
    ),
    subject(
        "OCTET_LENGTH",
        "r_OCTET_LENGTH",
        value("octet_length('ééé')", 6, BIGINT),
    ),
    subject(
        "SUBSTRING",
        "r_SUBSTRING",
        value("substring('caterpillar', 6, 4)", "pill", VARCHAR),
    ),
    subject(
        "SPLIT_PART",
        "SPLIT_PART",
        value("split_part('abc$def$ghi', '$', 2)", "def", VARCHAR),
    ),
    subject(
        "CHARINDEX",
        "r_CHARINDEX",
        value("charindex('fish', 'dogfish')", 4, BIGINT),
    ),
    subject(
        "REGEXP_SUBSTR",
        "REGEXP_SUBSTR",
        value("regexp_substr('abc123', '[0-9]+')", "123", VARCHAR),
        value("regexp_substr('varchar2(12)', '[0-9]+', 9)", "12", VARCHAR),
    ),
    subject(
        "REGEXP_REPLACE",
        "REGEXP_REPLACE",
        value("regexp_replace('a-b-c', '-', '')", "abc", VARCHAR),
    ),
    subject(
        "REGEXP_COUNT",
        "REGEXP_COUNT",
        value("regexp_count('abcabc', 'b')", 2, INTEGER),
    ),
    subject(
        "operator ~",
        "pattern-matching-conditions-posix",
        value("'abc' ~ '^a'", True, BOOLEAN),
    ),
    subject(
        "LIKE",
        "r_patternmatching_condition_like",
        value("'a_b' like 'a\\\\_b'", True, BOOLEAN),
        value("'axb' like 'a\\\\_b'", False, BOOLEAN),
    ),
    subject(
        "MD5",
        "r_MD5",
        value("md5('Amazon Redshift')", "f7415e33f972c03abd4f3fed36748f7a", VARCHAR),
    ),
    subject(
        "NVL",
        "r_NVL_function",
        value("nvl(null, 'b')", "b", VARCHAR),
    ),
    subject(
        "DECODE",
        "r_DECODE_expression",
        value("decode(null, null, 'n', 'x')", "n", VARCHAR),
    ),
    subject(
        "GREATEST",
        "r_GREATEST_LEAST",
        value("greatest(1, null, 3)", 3, INTEGER),
    ),
)
