"""What is spliced into a row is written as the columns themselves would be."""

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector.spliced import splice

COLUMNS = st.dictionaries(
    st.text(max_size=4), st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4)
)


@given(COLUMNS, COLUMNS)
def test_a_row_is_written_with_them_as_it_would_be_with_the_columns(
    columns: dict[str, Any], others: dict[str, Any]
) -> None:
    others = {name: value for name, value in others.items() if name not in columns}
    for before, after in (({}, others), (others, {})):
        spliced = {**before, **splice(columns), **after}
        assert orjson.dumps(spliced) == orjson.dumps({**before, **columns, **after})
