"""The law holds of Snowplow's events too: every one is good or rejected, and fits its table."""

import base64
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest_lambdas.contract.columns import EVENTS, REJECTED_EVENTS, Table

Make = Callable[..., Any]
CORE = "com.snowplowanalytics.snowplow"
TEXT = st.text(max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES = [
    f"{CORE}.ecommerce/product/jsonschema/1-0-0",
    f"{CORE}.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2",
    f"{CORE}.ecommerce/user/jsonschema/1-0-0",
    f"{CORE}/client_session/jsonschema/1-0-2",
    f"{CORE}/link_click/jsonschema/1-0-1",
    f"{CORE}/mobile_context/jsonschema/1-0-3",
    f"{CORE}/site_search/jsonschema/1-0-0",
    "com.snowplowanalytics.mobile/screen_view/jsonschema/1-0-0",
    "com.acme/own/jsonschema/1-0-0",
]
FIELDS = st.sampled_from(
    ["type", "id", "name", "price", "currency", "category", "terms", "userId", "targetUrl"]
)
DATA = st.dictionaries(FIELDS, st.sampled_from(["add_to_cart", "EUR", 9.5]) | JSON) | JSON
DESCRIBED = st.fixed_dictionaries(
    {"schema": st.sampled_from(NAMES).map("iglu:{}".format) | TEXT, "data": DATA}
)


def packed(envelope: str, data: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    schema = f"iglu:{CORE}/{envelope}/jsonschema/1-0-0"
    return data.map(lambda value: json.dumps({"schema": schema, "data": value}))


EVENT = packed("unstruct_event", DESCRIBED)
CONTEXTS = packed("contexts", st.lists(DESCRIBED, max_size=3) | JSON)
ENCODED = CONTEXTS.map(lambda text: base64.urlsafe_b64encode(text.encode()).decode())
MOMENT = st.integers(0, 10**15).map(str)
SHAPED = {"e": st.sampled_from(["pv", "pp", "ue", "se", "tr", "ti"]), "ue_pr": EVENT}
LIKELY = {
    "aid": st.sampled_from(["shop", "lenient"]), "eid": TEXT, "duid": TEXT, "uid": TEXT,
    "dtm": MOMENT, "stm": MOMENT, "ttm": MOMENT, "url": TEXT, "page": TEXT, "lang": TEXT,
    "tv": TEXT, "res": TEXT, "ip": TEXT, "se_ca": TEXT, "se_ac": TEXT, "se_va": TEXT,
    "tr_id": TEXT, "tr_tt": TEXT, "ti_id": TEXT, "ti_sk": TEXT, "co": CONTEXTS, "cx": ENCODED,
}  # fmt: skip
NEARLY = st.fixed_dictionaries(SHAPED, optional=LIKELY)
ODD = st.dictionaries(st.sampled_from([*SHAPED, *LIKELY, "own"]), JSON)
ITEMS = st.lists(NEARLY | st.builds(dict.__or__, NEARLY, ODD) | JSON, min_size=1, max_size=5)


def fits(table: Table, line: dict[str, Any]) -> bool:
    """Whether COPY would take the line."""
    for column in table.columns:
        value = line.get(column.name)
        assert value is not None or column.nullable, column.name
        if value is not None and column.length:
            assert len(value.encode()) <= column.length, column.name
            assert "\0" not in value, column.name
        assert value is None or not column.accepted or value in column.accepted, column.name
    return True


@settings(max_examples=150)
@given(items=ITEMS, lenient=st.booleans(), anonymous=st.booleans())
def test_every_event_is_good_or_rejected_once_and_fits_its_table(
    items: list[Any],
    lenient: bool,
    anonymous: bool,
    bench: Make,
    kinesis_event: Make,
    snowplow_record: Make,
) -> None:
    made = bench()
    source = "lenient" if lenient else "web-shop"
    record = snowplow_record(*items, source=source, **({"anonymous": True} if anonymous else {}))
    assert made.collect(kinesis_event(record)) == []
    good, rejected = made.validated.lines(), made.rejected.lines()
    arrivals = Counter(line["arrival_id"] for line in good + rejected)
    assert arrivals == {f"shardId-000000000001:100:{n}": 1 for n in range(len(items))}
    assert all(fits(EVENTS, line) for line in good)
    assert all(fits(REJECTED_EVENTS, line) for line in rejected)
    assert not [line for line in rejected if line["reason"] == "enrichment_failure"]
    assert not any(v["keyword"] == "exception" for line in rejected for v in line["violations"])
