"""Arithmetic, comparison and bit operators."""

from decimal import Decimal

from .case import subject
from .expressions import boundary, error, null, value
from .types import BIGINT, BOOLEAN, DOUBLE, INTEGER, REAL, numeric

_D = "decimal(8,2)"
# Past the digits that DuckDB gives to a sum or product of them.
_WIDE = "from (select 9999999999999999.99::decimal(18,2) as w, 1e308::float as f, 3e38::real as r)"
_BLANKS = """from (select 1 as i, 'a  '::varchar(5) as v union all
    select 2, 'a' union all select 3, 'b') as t"""

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
            value("1.5 + 2::bigint", Decimal("3.5"), numeric(21, 1)),
            value(f"1::{_D} + 1::{_D}", Decimal("2.00"), numeric(9, 2)),
            value("(w + 1) + w", Decimal("20000000000000000.98"), numeric(20, 2), _WIDE),
            value("1.5::real + 1::real", 2.5, REAL), value("1.5::real + 1", 2.5, DOUBLE),
            value("1.5::real + 1.0", 2.5, DOUBLE),
            error("f + f", "22003", _WIDE), error("1 + (f + f) - f", "22003", _WIDE),
            boundary("'infinity'::float + 1", float("inf"), DOUBLE),
            null("null::float + 1", DOUBLE), error("r + r", "22003", _WIDE),
            boundary("2147483647::bigint + 1", 2147483648, BIGINT), null("1 + null::int", INTEGER),
            error("2147483647 + 1", "22003"), error("9223372036854775807 + 1", "22003")),
    subject("operator -", "r_numeric_computations201", value("1 - 2", -1, INTEGER),
            value("2.5::decimal(4,2) - 1::decimal(6,1)", Decimal("1.50"), numeric(8, 2)),
            error("-f - f", "22003", _WIDE),
            boundary("-2147483647 - 1", -2147483648, INTEGER), null("1 - null::int", INTEGER),
            error("-2147483648 - 1", "22003")),
    subject("operator *", "r_numeric_computations201",
            value("1.10::decimal(4,2) * 2.20::decimal(4,2)", Decimal("2.4200"), numeric(9, 4)),
            value("w * w", Decimal("99999999999999999800000000000000.0001"), numeric(37, 4), _WIDE),
            value("3::int * 1.5::decimal(4,1)", Decimal("4.5"), numeric(15, 1)),
            error("f * 10", "22003", _WIDE), error("f / 1e-10", "22003", _WIDE),
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
    subject("comparisons of characters", "r_Character_types",
            value("count(*)", 2, BIGINT, _BLANKS + " where v = 'a'"),
            value("count(*)", 2, BIGINT, _BLANKS + " where v in ('a ', 'c')"),
            value("count(*)", 4, BIGINT, f"{_BLANKS} join (select v as w {_BLANKS}) as u on v = w "
                  "where v between 'a' and 'a'"),
            value("count(distinct v)", 2, BIGINT, _BLANKS),
            boundary("count(*)", 1, BIGINT, _BLANKS + " where v > 'a'"),
            boundary("len(v)", 3, INTEGER, _BLANKS + " where v = 'a' and i = 1"),
            null("count(*)", BIGINT, _BLANKS + " where v = null", expected=0)),
    subject("logical operators", "r_logical_condition", value("true and not false", True, BOOLEAN),
            boundary("null or true", True, BOOLEAN), boundary("null and false", False, BOOLEAN),
            null("not null::boolean", BOOLEAN), null("null::int is null and null", BOOLEAN),
            value("b and not b is false", True, BOOLEAN, "from (select true as b) as t"),
            error("not 1", "42804", message="must be type boolean, not type integer"),
            error("true and i", "42804", "from (select 1 as i) as t"),
            error("i is true", "42804", "from (select 1 as i) as t"),
            error("1", "42804", "from (select 'a'::varchar as v) as t where v"),
            error("true && false", "42601"), error("1 == 1", "42601")),
)  # fmt: skip
