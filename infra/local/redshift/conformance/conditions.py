"""Conditional expressions."""

from datetime import date
from decimal import Decimal

from .case import subject
from .expressions import boundary, null, refused, value
from .types import BOOLEAN, DATE, INTEGER, NUMERIC, VARCHAR

SUBJECTS = (
    subject("CASE", "r_CASE_function", value("case when 1 = 1 then 'a' else 'b' end", "a", VARCHAR),
            value("case 2 when 1 then 'x' when 2 then 'y' end", "y", VARCHAR),
            boundary("case 'a ' when 'a' then 1 end", 1, INTEGER),
            null("case when false then 1 end", INTEGER)),
    subject("COALESCE", "r_NVL_function", value("coalesce(null, 12)", 12, INTEGER),
            value("nvl(null, 'b')", "b", VARCHAR), value("isnull(null, 'c')", "c", VARCHAR),
            boundary("coalesce('', 'a')", "", VARCHAR), null("nvl(null::int, null)", INTEGER),
            also=("NVL", "ISNULL")),
    subject("DECODE", "r_DECODE_expression",
            value("decode(2, 1, 'one', 2, 'two', 'other')", "two", VARCHAR),
            boundary("decode(null, null, 'n', 'x')", "n", VARCHAR),
            boundary("decode(rpad('a', 3), 'b', 1, 'a', 2, 3)", 2, INTEGER),
            null("decode(3, 1, 'one')", VARCHAR)),
    subject("GREATEST", "r_GREATEST_LEAST", value("greatest(1, 5, 3)", 5, INTEGER),
            value("least('b', 'a')", "a", VARCHAR),
            boundary("greatest(1, null, 3)", 3, INTEGER), null("least(null::int, null)", INTEGER),
            value("least(date '2008-02-29', '2008-02-28')", date(2008, 2, 28), DATE),
            refused("greatest('a ', 'b')", message="ends with a blank"),
            also=("LEAST",)),
    subject("NULLIF", "r_NULLIF_function", value("nullif('first', 'second')", "first", VARCHAR),
            null("nullif('first', 'first')", VARCHAR), null("nullif('a ', 'a')", VARCHAR),
            boundary("nullif('b ', 'a')", "b ", VARCHAR),
            boundary("nullif(1.5, 1.50)", None, NUMERIC)),
    subject("(a, b) = (c, d)", "r_expression_lists",
            value("(1, 'a ') = (1, 'a')", True, BOOLEAN),
            value("(1, 2) in ((3, 4), (1, 2))", True, BOOLEAN),
            boundary("(1, (2, 3)) <> (1, (2, 4))", True, BOOLEAN),
            boundary("(null, 1) = (1, 2)", False, BOOLEAN),
            null("(1, null) = (1, 2)", BOOLEAN),
            refused("(1, 2.5) = (1, '2.54')", message="a text of more digits"),
            refused("(1, 2) = (1, 2, 3)", message="rows of different lengths"),
            refused("(1, 2) < (2, 1)", message="an order of rows")),
    subject("NVL2", "r_NVL2", value("nvl2('x', 1, 2)", 1, INTEGER),
            null("nvl2(null, 1, 2)", INTEGER, expected=2),
            boundary("nvl2('', 1.5, 2.5)", Decimal("1.5"), NUMERIC)),
)  # fmt: skip
