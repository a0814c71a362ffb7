"""FLOAT(n) by its bits."""

import pytest
from sqlglot import exp

from infra.local.redshift.errors import RedshiftError
from infra.local.redshift.translation.parse import parse_sql


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("float(1)", exp.DType.FLOAT),
        ("float(24)", exp.DType.FLOAT),
        ("float(25)", exp.DType.DOUBLE),
        ("float(53)", exp.DType.DOUBLE),
        ("float", exp.DType.DOUBLE),
        ("real", exp.DType.FLOAT),
    ],
)
def test_the_type_has_the_bits(written: str, kind: exp.DType) -> None:
    (found,) = parse_sql(f"create table t (x {written})").find_all(exp.DataType)
    assert (found.this, found.expressions) == (kind, [])


@pytest.mark.parametrize("bits", [0, 54])
def test_no_type_has_so_many(bits: int) -> None:
    with pytest.raises(RedshiftError) as caught:
        parse_sql(f"select 1.5::float({bits})")
    assert caught.value.sqlstate == "22023"
