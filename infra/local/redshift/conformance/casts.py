"""CAST, CONVERT and what each type makes of another."""

from decimal import Decimal

from .case import subject
from .expressions import boundary, error, null, value
from .types import BIGINT, INTEGER, VARCHAR, numeric

SUBJECTS = (
    subject("CAST", "r_CAST_function",
            value("cast(109.652 as decimal(4,1))", Decimal("109.7"), numeric(4, 1)),
            value("cast(139.6 as int)", 140, INTEGER), value("true::int", 1, INTEGER),
            value("convert(int, '12')", 12, INTEGER),
            value("2.5::float::varchar", "2.5", VARCHAR), value("2::float::varchar", "2", VARCHAR),
            value("'2026-01-02 03:04:05'::timestamp::varchar", "2026-01-02 03:04:05", VARCHAR),
            boundary("9007199254740993::bigint::varchar", "9007199254740993", VARCHAR),
            boundary("12345678901234567890.12::decimal(38,2)::varchar",
                     "12345678901234567890.12", VARCHAR),
            boundary("(1 / 3.0::float)::varchar", "0.333333333333333", VARCHAR),
            null("null::int", INTEGER), error("'x'::int", "22P02"),
            error("3000000000::int", "22003"), error("true::varchar", "42846"),
            also=("::", "CONVERT")),
    subject("TRY_CAST", "r_TRY_CAST", value("try_cast('12' as int)", 12, INTEGER),
            null("try_cast('x' as int)", INTEGER), null("try_cast(null as int)", INTEGER),
            boundary("try_cast('2147483648' as bigint)", 2147483648, BIGINT)),
    subject("names that mean nothing", "r_names", error("nothing", "42703"),
            error("nothing(1)", "0A000"), error("list_extract(array(1), 1)", "0A000"),
            error("getvariable('x')", "0A000"), error("ifnull(1, 2)", "0A000")),
    subject("names of other databases' types", "c_Supported_data_types",
            error("'a'::string", "42704", message='type "string" does not exist'),
            error("cast(1 as double)", "42704"), error("1::int64", "42704"),
            error("try_cast('1' as number)", "42704")),
)  # fmt: skip
