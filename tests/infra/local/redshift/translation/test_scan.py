"""Splitting scripts and finding placeholders, whatever is quoted."""

from hypothesis import given
from hypothesis import strategies as st

from infra.local.redshift.translation.scan import leading_words, split_statements

quoted = st.text(alphabet="ab;$1'-/* \n", max_size=12).map(
    lambda t: "'" + t.replace("'", "''") + "'"
)


@given(st.lists(quoted, min_size=1, max_size=5))
def test_nothing_inside_quotes_ends_a_statement(literals: list[str]) -> None:
    script = "; ".join(f"select {literal}, $1" for literal in literals)
    found = split_statements(script)
    assert [s.text for s in found] == [f"select {literal}, $1" for literal in literals]
    assert all(s.parameters == 1 for s in found)
    assert all(literal in s.sql for literal, s in zip(literals, found, strict=True))


def test_comments_are_left_out_and_empty_statements_too() -> None:
    found = split_statements("/* by: a tool; */ select 1 -- ;\n;;")
    assert [s.text for s in found] == ["select 1"]


def test_float_is_double_precision() -> None:
    assert split_statements("select 'float', x::float, float4")[0].sql == (
        "select 'float', x::FLOAT8, float4"
    )


def test_leading_words_look_past_brackets() -> None:
    assert leading_words("((select 1))")[0] == "SELECT"
