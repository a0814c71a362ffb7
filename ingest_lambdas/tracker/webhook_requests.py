"""Webhooks of a CRM or a shop: signed payloads become one record on events-raw."""

import orjson

from ingest_lambdas.contract.json_items import Unreadable
from ingest_lambdas.contract.segment_body import BATCH
from ingest_lambdas.runtime.deadline import LambdaContext
from ingest_lambdas.runtime.http_api import HttpError, Request, answer
from ingest_lambdas.tracker import limits, webhook
from ingest_lambdas.tracker.admission import Admission
from ingest_lambdas.tracker.intake import Intake, Taken
from ingest_lambdas.tracker.routes import Match
from ingest_lambdas.tracker.submission import Submission, record_without_body
from ingest_lambdas.tracker.webhook_signature import NotSigned, verify


class WebhookRequests:
    """Takes what is signed with a source's own secret."""

    def __init__(self, admission: Admission, intake: Intake) -> None:
        self._admission = admission
        self._intake = intake

    def take(self, request: Request, match: Match, context: LambdaContext) -> Taken:
        """Puts the payloads' calls on events-raw. Raises HttpError."""
        source, declared = self._admission.by_webhook(match.variable, request)
        try:
            verify(declared, request.headers, request.body, request.received_at)
        except NotSigned as error:
            raise HttpError(401, "not_signed", f"Not accepted: {error}.") from error
        body = limits.plain_body(request.body, request.headers.get("content-encoding", ""))
        try:
            payloads = webhook.read_payloads(body)
        except Unreadable as error:
            raise HttpError(400, "unusable_body", f"Not accepted: {error}.") from error
        items = webhook.items_of(payloads, declared.mappings, source.name)
        limits.check_items(len(items))
        if items:
            self._admission.count(source, len(items))
            submission = Submission(len(items))
            record = record_without_body(request, "segment", BATCH, source.name, submission)
            # The sender is a server: its address and its user agent are nobody's.
            record["ip"] = record["user_agent"] = None
            self._intake.put(record, orjson.dumps({BATCH: items}), context)
        return Taken(answer(request, {"success": True}), len(items))
