"""What an event has in common with all that come from its address."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import orjson

from ingest_lambdas.collector.enrich.pipeline import Failures, Report, enrich
from ingest_lambdas.collector.enrich.subject import Columns, Subject
from ingest_lambdas.collector.enrichments import Enrichments
from ingest_lambdas.collector.fit import fit_columns
from ingest_lambdas.collector.hidden_contexts import remember
from ingest_lambdas.collector.spliced import splice

MOST_ADDRESSES = 16_384  # some 10 MB of the largest that a database tells


class KnownAddress(NamedTuple):
    """Its columns, those that fit; once more to be spliced into a row."""

    columns: Columns
    spliced: Mapping[str, orjson.Fragment]
    failures: Failures


def know_address(ip: str | None, enrichments: Enrichments, report: Report) -> KnownAddress:
    """What is found of it now, and remembered; what failed is tried again with the next event."""
    subject = Subject({}, {}, None, None, None, ip, date.min)
    failures = enrich(subject, enrichments.of_address, report)
    columns = fit_columns(subject.columns)
    known = KnownAddress(columns, splice(columns), failures)
    if not failures:
        remember(enrichments.addresses, ip, known, MOST_ADDRESSES)
    return known
