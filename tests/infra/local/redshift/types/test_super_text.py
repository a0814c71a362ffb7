"""SUPER values as text: decimals keep their digits, within arrays and objects too."""

from decimal import Decimal
from typing import Any

import pytest

from infra.local.redshift.types.encoders import encode_columns, make_encoders
from infra.local.redshift.types.fields import SUPER, Field

CASES = [
    (Decimal("1.50"), "1.50"),
    ([1, Decimal("2.50"), "é", None, True], '[1,2.50,"é",null,true]'),
    ({'a"b': {"c": Decimal("1E+2")}}, '{"a\\"b":{"c":100}}'),
    ({"a": [1.5, {}]}, '{"a":[1.5,{}]}'),
]


@pytest.mark.parametrize(("value", "text"), CASES)
def test_a_super_value_as_text(value: Any, text: str) -> None:
    encoders = make_encoders([Field("v", SUPER)], [0])
    assert encode_columns(encoders, [(value,)]) == [[text.encode()]]
