"""Takes an item through the stages: normalise, police, pseudonymise, enrich, canonical line."""

from collections.abc import Callable

from ingest_lambdas.collector.arrivals import Opened
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.cleanness import check_clean
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.good_event import GoodEvent, write_event
from ingest_lambdas.collector.police import Verdict, police, with_entities
from ingest_lambdas.collector.protocols import normalise
from ingest_lambdas.collector.pseudonymise import Pseudonymiser
from ingest_lambdas.collector.rejection import (
    ConsentDropped,
    Reason,
    Rejection,
    describe_found,
    reject,
)
from ingest_lambdas.collector.terms import CurrentTerms, Terms
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.source_declarations import Source
from ingest_lambdas.runtime.sources import Sources


class Judge:
    """Decides over items: what it returns is good, what it raises Rejection for is not."""

    def __init__(
        self,
        registry: Callable[[], Registry],
        pseudonymiser: Pseudonymiser,
        sources: Sources,
        enrichments: Callable[[], Enrichments],
    ) -> None:
        self._terms = CurrentTerms(registry, sources, enrichments)
        self._pseudonymiser = pseudonymiser

    def terms_of(self, source_name: str) -> Terms:
        """What holds for a source now. It is asked for once a batch, and holds for all of it.

        Raises DeclarationsUnreadable and RegistryUnreadable, which are no fault of the items:
        they must be judged later.
        """
        return self._terms.of_source(source_name)

    def judge(self, opened: Opened, index: int, terms: Terms) -> GoodEvent:
        """The good event of item number `index` on these terms.

        Raises Rejection, and ConsentDropped before anything of the item is written down.
        An error that no one foresaw sets the item aside and never its neighbours.
        """
        reason: Reason = "adapter_failure"
        try:
            record, item = opened.record, opened.body.items[index]
            check_clean(opened, item)
            call = normalise(record, item, opened.body.shared)
            if call.app_id:
                _check_application(call.app_id, terms.source)
            request = terms.requests[record.get("gpc") is True]
            consent = terms.enrichments.decide_consent(call, request)
            if consent.action == "drop":
                raise ConsentDropped(consent.purposes)
            reason = "schema_violation"
            verdict = _police(call, terms)
            reason = "enrichment_failure"
            if call.entities:
                call = with_entities(call)
            call = self._pseudonymiser.pseudonymise(call, terms.personal)
            return write_event(opened, index, call, verdict, consent, terms, self._pseudonymiser)
        except (Rejection, ConsentDropped):
            raise
        except Exception as error:
            logger.exception("a stage failed on an item", reason=reason)
            raise reject(reason, "", "exception", "no error", type(error).__name__) from error


def _police(call: Call, terms: Terms) -> Verdict:
    """Raises Rejection. No personal value stands in it, nor in the verdict."""
    try:
        verdict = police(call, terms.registry, terms.policy)
    except Rejection as rejection:
        told = terms.personal.hide(rejection.violations)
        raise Rejection(rejection.reason, told, rejection.schema_ref) from None
    if not verdict.violations:
        return verdict
    return Verdict(verdict.schema_ref, terms.personal.hide(verdict.violations))


def _check_application(app_id: str, source: Source | None) -> None:
    """One request may mix applications: what another source's sent must not pass for this one's."""
    if source and app_id not in source.app_ids:
        expected = f"an app id of the source {source.name}"
        raise reject("adapter_failure", "/aid", "enum", expected, describe_found(app_id))
