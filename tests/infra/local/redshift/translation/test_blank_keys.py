"""What may be a text is told by its form; whatever is none is left as it was written."""

import pytest
from sqlglot import exp, parse_one

from infra.local.redshift.translation.blank_keys import may_be_text, strip, strip_operand


@pytest.mark.parametrize(
    "written", ["k", "lower(k)", "'a '", "k::varchar", "max(k) over ()", "case when i then k end"]
)
def test_a_text_is_open(written: str) -> None:
    assert may_be_text(parse_one(written))


@pytest.mark.parametrize(
    "written",
    ["1", "null", "true", "i + 1", "(i * 2)", "i::int", "count(k)", "rank() over ()", "a = b"],
)
def test_no_text_is_left_alone(written: str) -> None:
    value = parse_one(written)
    assert not may_be_text(value)
    assert strip(value) == value


def test_a_literal_is_stripped_at_once() -> None:
    assert strip(exp.Literal.string(" a  ")) == exp.Literal.string(" a")


def test_what_was_stripped_is_known() -> None:
    assert strip_operand(strip(exp.column("k"))) == exp.column("k")
    assert strip_operand(exp.column("k")) is None
