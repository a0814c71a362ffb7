"""What the items of a source are judged by: its declaration, the registry, the enrichments."""

from collections.abc import Callable
from typing import Any, NamedTuple

from ingest_lambdas.collector.enrich.consent import Request
from ingest_lambdas.collector.enrich.subject import RequestClient
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.personal_fields import PersonalFields
from ingest_lambdas.contract.registry import Registry
from ingest_lambdas.runtime.source_declarations import Source
from ingest_lambdas.runtime.sources import Sources

CLIENT_SIDE = ("web", "app")
NO_CLIENT = (None, None)


class Terms(NamedTuple):
    """What holds for one source's items; `source` is None where it is no longer declared.

    `requests` are its requests in the eyes of consent, without and with the browser's privacy
    control.
    """

    source: Source | None
    policy: str
    from_client: bool
    is_import: bool
    registry: Registry
    enrichments: Enrichments
    personal: PersonalFields
    requests: tuple[Request, Request]

    def client_of(self, record: dict[str, Any]) -> RequestClient:
        """The request's own address and user agent are the visitor's only for client-side sources:
        from a server they would be the server's.
        """
        return (record.get("ip"), record.get("user_agent")) if self.from_client else NO_CLIENT


class CurrentTerms:
    """The terms as registry, sources and enrichments have them at the moment."""

    def __init__(
        self,
        registry: Callable[[], Registry],
        sources: Sources,
        enrichments: Callable[[], Enrichments],
    ) -> None:
        self._registry = registry
        self._sources = sources
        self._enrichments = enrichments

    def of_source(self, name: str) -> Terms:
        """Raises DeclarationsUnreadable and RegistryUnreadable."""
        source = self._sources.by_name(name)
        policy, kind = (source.policy, source.kind) if source else ("strict", "")
        enrichments = self._enrichments()
        from_client = kind in CLIENT_SIDE
        return Terms(
            source,
            policy,
            from_client,
            kind == "import",
            self._registry(),
            enrichments,
            enrichments.personal_fields(name),
            (Request(False, from_client), Request(True, from_client)),
        )
