"""Precision and scale of a quotient, against the documentation's formula and example."""

from hypothesis import given
from hypothesis import strategies as st

from infra.local.redshift.translation.arithmetic import quotient_type

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
