"""What is remembered of a context is what would be found anew, whoever sends it again."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.collector import hidden_contexts
from ingest_lambdas.collector.attributes import find_attributes
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.enrich.pipeline import Enrichment
from ingest_lambdas.collector.enrichments import DEFAULTS, Enrichments, watch_enrichments
from ingest_lambdas.collector.protocols import segment
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.contract.event_time import from_epoch_milliseconds

KEY = b"0123456789abcdef"
DAY = from_epoch_milliseconds(0).date()
IDS = st.sampled_from(["visitor-0000000000000001", "visitor-0000000000000002", "5", 'quo"ted-' * 3])
TEXTS = st.one_of(IDS, st.sampled_from(["a@b.example", "plain", ""]))
TRAITS = st.dictionaries(st.sampled_from(["id", "x", "email"]), TEXTS)
CONTEXTS = st.fixed_dictionaries({}, optional={"traits": TRAITS, "own": TEXTS})


def _call(context: dict[str, Any], visitor: str, pseudonymiser: Pseudonymiser) -> Call:
    item = {"event": "X", "anonymousId": visitor, "context": context}
    return pseudonymiser.pseudonymise(segment.normalise(item, "track", {}))


@given(st.lists(st.tuples(CONTEXTS, IDS), max_size=20))
def test_a_context_that_came_before_is_hidden_as_a_new_one(sent: list[Any]) -> None:
    remembering = Pseudonymiser(KEY)
    for context, visitor in sent:
        fresh = _call(context, visitor, Pseudonymiser(KEY))
        assert _call(context, visitor, remembering).context == fresh.context


def test_what_is_known_stays_bounded() -> None:
    known: dict[int, int] = {}
    for number in range(100):
        hidden_contexts.remember(known, number, number, 8)
        assert known[number] == number and len(known) <= 8
    pseudonymiser = Pseudonymiser(KEY)
    _call({"own": "x" * hidden_contexts.LONGEST_CONTEXT}, "v", pseudonymiser)
    assert not pseudonymiser._contexts._known


def test_what_failed_is_tried_again_and_what_did_not_is_not() -> None:
    tried: list[str] = []

    def step(subject: Any) -> dict[str, Any]:
        tried.append("once more")
        if len(tried) == 1:
            raise OSError
        return {"browser": "Lynx"}

    given = watch_enrichments(DEFAULTS).current()
    steps = (Enrichment("brittle", step, scope="context"),)
    brittle = Enrichments(given.decide_consent, given.strip, given.personal_fields, steps)
    pseudonymiser = Pseudonymiser(KEY)
    found = [
        find_attributes(
            _call({"locale": "de"}, visitor, pseudonymiser),
            DAY,
            (None, None),
            "segment",
            brittle,
            lambda *_: None,
        )
        for visitor in ("v-1", "v-2", "v-3")
    ]
    assert [len(each.failures) for each in found] == [1, 0, 0]
    assert len(tried) == 2
    assert [each.known.columns.get("browser") for each in found] == [None, "Lynx", "Lynx"]
