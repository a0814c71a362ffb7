"""Arithmetic, comparison and bit operators."""

from decimal import Decimal

from .case import subject
from .expressions import boundary, error, null, value
from .types import BIGINT, BOOLEAN, DOUBLE, INTEGER, NUMERIC, numeric

_D = "decimal(8,2)"

SUBJECTS = (
    subject("operator /", "r_numeric_computations201",
            value(f"8.00::{_D} / 2.00::{_D}", Decimal("4.000000000"), numeric(17, 9)),
            value(f"1::{_D} / 3::{_D}", Decimal("0.333333333"), numeric(17, 9)),
            value("7 / 2", 3, INTEGER), value("7::bigint / 2", 3, BIGINT),
            value("7 / 2.0::float", 3.5, DOUBLE), boundary("-7 / 2", -3, INTEGER),
            null("7 / null::int", INTEGER), error("1 / 0", "22012", message="Divide by zero"),
            error("1.5::float / 0", "22012"), error("1.5 / 0", "22012")),
    subject("operator +", "r_numeric_computations201", value("1 + 2", 3, INTEGER),
            value("1::smallint + 1", 2, INTEGER),
            value("1.5 + 2::bigint", Decimal("3.5"), NUMERIC),
            boundary("2147483647::bigint + 1", 2147483648, BIGINT), null("1 + null::int", INTEGER),
            error("2147483647 + 1", "22003"), error("9223372036854775807 + 1", "22003")),
    subject("operator -", "r_numeric_computations201", value("1 - 2", -1, INTEGER),
            boundary("-2147483647 - 1", -2147483648, INTEGER), null("1 - null::int", INTEGER),
            error("-2147483648 - 1", "22003")),
    subject("operator *", "r_numeric_computations201",
            value("1.10::decimal(4,2) * 2.20::decimal(4,2)", Decimal("2.4200"), NUMERIC),
            value("2::bigint * 3", 6, BIGINT), boundary("0 * 5", 0, INTEGER),
            null("2 * null::int", INTEGER), error("2147483647 * 2", "22003")),
    subject("operator %", "r_MOD", value("10 % 4", 2, INTEGER), boundary("-10 % 4", -2, INTEGER),
            null("10 % null::int", INTEGER), error("10 % 0", "22012")),
    subject("operator ^", "r_OPERATOR_SYMBOLS", value("2 ^ 3", 8.0, DOUBLE),
            boundary("2 ^ 0", 1.0, DOUBLE), null("2 ^ null::int", DOUBLE)),
    subject("bit operators", "r_OPERATOR_SYMBOLS", value("91 & 15", 11, INTEGER),
            value("32 | 3", 35, INTEGER), value("1 << 4", 16, INTEGER), value("8 >> 2", 2, INTEGER),
            boundary("~1", -2, INTEGER), null("91 & null::int", INTEGER)),
    subject("comparisons", "r_comparison_condition", value("1 < 2", True, BOOLEAN),
            value("1 <> 2", True, BOOLEAN), value("2 between 1 and 3", True, BOOLEAN),
            value("1 in (1, 2)", True, BOOLEAN), boundary("1 != 1", False, BOOLEAN),
            null("1 = null", BOOLEAN), null("null is null", BOOLEAN, expected=True)),
    subject("logical operators", "r_logical_condition", value("true and not false", True, BOOLEAN),
            boundary("null or true", True, BOOLEAN), boundary("null and false", False, BOOLEAN),
            null("not null::boolean", BOOLEAN)),
)  # fmt: skip
