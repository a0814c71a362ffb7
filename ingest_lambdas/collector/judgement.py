"""Takes an item through the stages: normalise, police, pseudonymise, enrich, canonical line."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any, NamedTuple
from uuid import NAMESPACE_OID, uuid5

from ingest_lambdas.collector.arrivals import Opened
from ingest_lambdas.collector.attributes import find_attributes
from ingest_lambdas.collector.call import Call
from ingest_lambdas.collector.canonical import (
    canonical_line,
    event_time,
    fill_row,
    identity,
)
from ingest_lambdas.collector.cleanness import check_clean
from ingest_lambdas.collector.enrich.consent import Decision, Request
from ingest_lambdas.collector.enrich.subject import Client
from ingest_lambdas.collector.enrichments import Enrichments, report_failure
from ingest_lambdas.collector.personal_fields import PersonalFields
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
from ingest_lambdas.collector.violations import hide_found, make_storable
from ingest_lambdas.contract.envelope import Violation
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.runtime.observability import logger
from ingest_lambdas.runtime.source_declarations import Source
from ingest_lambdas.runtime.sources import Sources

CLIENT_SIDE = ("web", "app")
NO_CLIENT = Client()


class GoodEvent(NamedTuple):
    """A line for events-validated and the visitor whose order it keeps.

    `is_flagged` says that it breaks the tracking plan and its source lets such pass.
    """

    line: bytes
    visitor_id: str
    event_key: str
    enrichment_seconds: float
    enrichment_failures: int
    is_flagged: bool


class Terms(NamedTuple):
    """What a source's items are judged by; `source` is None where it is no longer declared."""

    source: Source | None
    policy: str
    kind: str
    registry: Registry
    enrichments: Enrichments
    personal: PersonalFields


class Judge:
    """Decides over items: what it returns is good, what it raises Rejection for is not."""

    def __init__(
        self,
        registry: Callable[[], Registry],
        pseudonymiser: Pseudonymiser,
        sources: Sources,
        enrichments: Callable[[], Enrichments],
    ) -> None:
        self._registry = registry
        self._pseudonymiser = pseudonymiser
        self._sources = sources
        self._enrichments = enrichments

    def terms_of(self, source_name: str) -> Terms:
        """What holds for a source now. It is asked for once a batch, and holds for all of it.

        Raises DeclarationsUnreadable and RegistryUnreadable, which are no fault of the items:
        they must be judged later.
        """
        source = self._sources.by_name(source_name)
        policy, kind = (source.policy, source.kind) if source else ("strict", "")
        enrichments = self._enrichments()
        personal = enrichments.personal_fields(source_name)
        return Terms(source, policy, kind, self._registry(), enrichments, personal)

    def judge(self, opened: Opened, index: int, terms: Terms) -> GoodEvent:
        """The good event of item number `index` on these terms.

        Raises Rejection, and ConsentDropped before anything of the item is written down.
        An error that no one foresaw sets the item aside and never its neighbours.
        """
        reason: Reason = "adapter_failure"
        try:
            item = opened.body.items[index]
            check_clean(opened, item)
            call = normalise(opened.record, item, opened.body.shared)
            _check_application(call, terms.source)
            consent = _decide_consent(call, opened, terms)
            if consent.action == "drop":
                raise ConsentDropped(consent.purposes)
            reason = "schema_violation"
            verdict = _police(call, terms)
            reason = "enrichment_failure"
            call = self._pseudonymiser.pseudonymise(with_entities(call), terms.personal)
            return self._finish(opened, index, call, verdict, terms, consent)
        except (Rejection, ConsentDropped):
            raise
        except Exception as error:
            logger.exception("a stage failed on an item", reason=reason)
            raise reject(reason, "", "exception", "no error", type(error).__name__) from error

    def _finish(
        self,
        opened: Opened,
        index: int,
        call: Call,
        verdict: Verdict,
        terms: Terms,
        consent: Decision,
    ) -> GoodEvent:
        record = opened.record
        times = event_time(call, opened.received_at, trusted=terms.kind == "import")
        arrival_id = opened.arrival.arrival_id(index)
        event_id = _event_id(call, record, index, arrival_id)
        # Before anything is stripped: what is the same event must not hang on the settings.
        identified = identity(call, event_id)
        began = perf_counter()
        client = _client_of(record, terms)
        if consent.action == "strip":
            call, client = terms.enrichments.strip(call, client, terms.personal.covers)
        attributes = find_attributes(
            call,
            times.event_at.date(),
            client,
            record["protocol"],
            terms.enrichments,
            report_failure,
        )
        if attributes.failures:
            attributes.own["enrichment_failures"] = attributes.failures
        if consent.purposes:
            attributes.own["consent_refused"] = ",".join(consent.purposes)
        enrichment_seconds = perf_counter() - began
        visitor_id = self._visitor(call, event_id)
        row: dict[str, Any] = {
            "arrival_id": arrival_id,
            **identified,
            "source": record["source"],
            "protocol": record["protocol"],
            "schema_ref": verdict.schema_ref,
        }
        fill_row(row, call, visitor_id, times, opened.received_text)
        tail: dict[str, Any] = {call.data_field: call.data} if call.data_field else {}
        tail["attempt"] = opened.attempt
        if verdict.violations:
            tail["violations"] = self._told(verdict.violations)
        line = canonical_line(row, attributes, call, tail)
        return GoodEvent(
            line,
            visitor_id,
            row["event_key"],
            enrichment_seconds,
            len(attributes.failures),
            bool(verdict.violations),
        )

    def _told(self, violations: Sequence[Violation]) -> list[Violation]:
        """What a flagged event breaks; its values stand, pseudonymised, in the row itself."""
        return [make_storable(hide_found(v), self._pseudonymiser.scrub) for v in violations]

    def _visitor(self, call: Call, event_id: str) -> str:
        """Who did it. Of a sender who gave nothing to tell by, each event stands alone."""
        known = call.anonymous_id or call.user_id or call.fallback_id
        return known or self._pseudonymiser.pseudonym(event_id)


def _client_of(record: dict[str, Any], terms: Terms) -> Client:
    """The request's own address and user agent are the visitor's only for client-side sources:
    from a server they would be the server's.
    """
    if terms.kind not in CLIENT_SIDE:
        return NO_CLIENT
    return Client(record.get("ip"), record.get("user_agent"))


def _decide_consent(call: Call, opened: Opened, terms: Terms) -> Decision:
    privacy_control = opened.record.get("gpc") is True
    request = Request(privacy_control, terms.kind in CLIENT_SIDE)
    return terms.enrichments.decide_consent(call, request)


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


def _check_application(call: Call, source: Source | None) -> None:
    """One request may mix applications: what another source's sent must not pass for this one's."""
    if call.app_id and source and call.app_id not in source.app_ids:
        expected = f"an app id of the source {source.name}"
        raise reject("adapter_failure", "/aid", "enum", expected, describe_found(call.app_id))


def _event_id(call: Call, record: dict[str, Any], index: int, arrival_id: str) -> str:
    """The client's id, else the tracker's, else one that the arrival's place determines."""
    if call.message_id:
        return call.message_id
    given = record.get("message_ids")
    assigned = given.get(str(index)) if isinstance(given, dict) else None
    if isinstance(assigned, str) and assigned:
        return assigned
    return str(uuid5(NAMESPACE_OID, arrival_id))
