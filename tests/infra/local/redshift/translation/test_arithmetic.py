"""Precision and scale of a quotient, against the documentation's formula and example."""

from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from infra.local.redshift.translation.arithmetic import quotient_type
from infra.local.redshift.translation.computation import computed_type

exact = st.integers(1, 38).flatmap(lambda p: st.tuples(st.just(p), st.integers(0, p)))


def test_the_documented_example() -> None:
    assert quotient_type((8, 2), (8, 2)) == (17, 9)


def test_sums_of_money_keep_four_places() -> None:
    assert quotient_type((38, 2), (38, 2)) == (38, 4)


@given(exact, exact)
def test_no_quotient_is_wider_than_38(left: tuple[int, int], right: tuple[int, int]) -> None:
    precision, scale = quotient_type(left, right)
    assert 4 <= scale <= 38
    assert precision <= 38


def test_a_sum_of_money_grows_by_a_digit() -> None:
    assert computed_type(exp.Add(), (8, 2), (8, 2)) == (9, 2)


def test_a_product_of_money_has_all_its_digits() -> None:
    assert computed_type(exp.Mul(), (8, 2), (8, 2)) == (17, 4)


@given(exact, exact)
def test_no_computed_type_is_wider_than_38(left: tuple[int, int], right: tuple[int, int]) -> None:
    for kind in (exp.Add, exp.Sub, exp.Mul):
        precision, scale = computed_type(kind(), left, right)
        assert max(left[1], right[1]) <= scale <= precision <= 38
