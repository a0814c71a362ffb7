"""Arithmetic and functions of numbers."""

from decimal import Decimal

from .case import subject
from .expressions import value
from .types import BIGINT, DOUBLE, INTEGER, NUMERIC

SUBJECTS = (
    subject(
        "operator /",
        "r_numeric_computations201",
        value("8.00::decimal(8,2) / 2.00::decimal(8,2)", Decimal("4.000000000"), NUMERIC),
        value("1::decimal(8,2) / 3::decimal(8,2)", Decimal("0.333333333"), NUMERIC),
        value("7 / 2", 3, INTEGER),
        value("-7 / 2", -3, INTEGER),
        value("7::bigint / 2", 3, BIGINT),
        value("7 / 2.0::float", 3.5, DOUBLE),
        value("1.10::decimal(4,2) * 2.20::decimal(4,2)", Decimal("2.4200"), NUMERIC),
    ),
    subject(
        "MOD",
        "r_MOD",
        value("mod(10, 4)", 2, INTEGER),
    ),
    subject(
        "ROUND",
        "r_ROUND",
        value("round(28.05::decimal(8,2), 1)", Decimal("28.10"), NUMERIC),
    ),
    subject(
        "TRUNC",
        "r_TRUNC",
        value("trunc(111.86::decimal(8,2))", Decimal("111"), NUMERIC),
    ),
    subject(
        "FLOOR",
        "r_FLOOR",
        value("floor(28.05::decimal(8,2))", Decimal("28"), NUMERIC),
    ),
    subject(
        "CEILING",
        "r_CEILING_FUNCTION",
        value("ceiling(28.05::decimal(8,2))", Decimal("29"), NUMERIC),
    ),
    subject(
        "POWER",
        "r_POWER",
        value("power(2, 10)", 1024.0, DOUBLE),
    ),
    subject(
        "CAST",
        "r_CAST_function",
        value("cast(109.652 as decimal(4,1))", Decimal("109.7"), NUMERIC),
        value("cast(139.6 as int)", 140, INTEGER),
        value("true::int", 1, INTEGER),
    ),
)
