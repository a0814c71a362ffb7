"""What a mapping may declare."""

import pytest

from orchestration.spend.mapping import FIELDS, MappingUnreadable, SpendMapping, read_mapping


def test_without_a_mapping_columns_are_named_as_the_fields() -> None:
    assert read_mapping("") == SpendMapping()
    assert SpendMapping().columns == {name: name for name in FIELDS}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("columns = 1", "columns is a table"),
        ("=", "mapping: Invalid statement"),
        ("rows = 1", "mapping: rows is none of columns, format"),
        ('[columns]\nday = "Day"', "columns: day is none of date, "),
        ("[columns]\ndate = 1", "columns: date is a column's name, or "),
        ('[format]\ndecimal = ";"', 'format: decimal is "." or ","'),
        ("[format]\ndate = 1", "format: date is a format such as "),
        ('[format]\nday = "x"', "format: day is none of date, decimal"),
    ],
)
def test_what_is_wrong_is_named(text: str, fault: str) -> None:
    with pytest.raises(MappingUnreadable) as caught:
        read_mapping(text)

    assert str(caught.value).startswith(fault)
