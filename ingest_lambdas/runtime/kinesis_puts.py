"""PutRecords without what boto3 spends on each call: a millisecond, most of a whole request.

Endpoint, region, credentials, certificates, proxies, timeouts and hooks (`before-send`) are those
of a boto3 client; only the way from arguments to bytes and back is short.
"""

import base64
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import orjson
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.endpoint import EndpointCreator
from botocore.exceptions import ClientError, NoCredentialsError
from botocore.parsers import create_parser

from ingest_lambdas.runtime.sigv4 import sign

if TYPE_CHECKING:
    from botocore.credentials import Credentials
    from mypy_boto3_kinesis import KinesisClient

OPERATION = "PutRecords"
TARGET = "Kinesis_20131202.PutRecords"
CONTENT_TYPE = "application/x-amz-json-1.1"


class PutsRecords(Protocol):
    """What writers need of a Kinesis client."""

    def put_records(self, *, StreamName: str, Records: Sequence[Any]) -> Any:
        """Kinesis' answer. Raises botocore's exceptions."""
        ...


class KinesisPuts:
    """Safe to share between threads. `certificates` is the path of a bundle of one's own."""

    def __init__(
        self,
        client: "KinesisClient",
        credentials: "Credentials | None",
        certificates: str | None = None,
    ) -> None:
        meta = client.meta
        self._credentials: Any = credentials
        self._scope = (meta.region_name, "kinesis")
        self._events: Any = meta.events
        self._answers: Any = meta.service_model.operation_model(OPERATION).output_shape
        parts = urlsplit(meta.endpoint_url)
        self._path = parts.path or "/"
        self._url = f"{parts.scheme}://{parts.netloc}{self._path}"
        self._fixed = {
            "content-type": CONTENT_TYPE,
            "host": parts.netloc.lower(),
            "x-amz-target": TARGET,
        }
        self._http = _http_session(client, certificates)

    def put_records(self, *, StreamName: str, Records: Sequence[Any]) -> Any:
        """Kinesis' answer. Raises botocore's exceptions, as the client itself would."""
        records = [
            {"Data": base64.b64encode(r["Data"]).decode(), "PartitionKey": r["PartitionKey"]}
            for r in Records
        ]
        body = orjson.dumps({"StreamName": StreamName, "Records": records})
        headers: Any = self._headers(body)
        request = AWSPreparedRequest("POST", self._url, headers, body, False)
        response = self._hooked(request) or self._http.send(request)
        if response.status_code >= 300:
            raise ClientError(self._fault(response), OPERATION)
        return orjson.loads(response.content)

    def _headers(self, body: bytes) -> dict[str, str]:
        if self._credentials is None:
            raise NoCredentialsError
        # Frozen: a renewal between reading the one key and the other would spoil the signature.
        keys = self._credentials.get_frozen_credentials()
        headers = self._fixed
        if keys.token:
            headers = {**headers, "x-amz-security-token": keys.token}
        now = datetime.now(UTC)
        signed = sign(headers, self._path, body, keys.access_key, keys.secret_key, self._scope, now)
        return {**signed, "content-length": str(len(body))}

    def _hooked(self, request: AWSPreparedRequest) -> AWSResponse | None:
        """The answer of whoever listens to boto3's event, as tools that record and tests do."""
        found: tuple[Any, AWSResponse | None] = self._events.emit_until_response(
            f"before-send.kinesis.{OPERATION}", request=request
        )
        return found[1]

    def _fault(self, response: AWSResponse) -> Any:
        answered = {
            "status_code": response.status_code,
            "headers": response.headers,
            "body": response.content,
        }
        return create_parser("json").parse(answered, self._answers)


def _http_session(client: "KinesisClient", certificates: str | None) -> Any:
    """botocore's own, so that proxies and certificates are found as for every other client."""
    config: Any = client.meta.config
    patience: Any = (config.connect_timeout, config.read_timeout)
    verify: Any = certificates
    creator = EndpointCreator(client.meta.events)
    return creator.create_endpoint(
        client.meta.service_model,
        client.meta.region_name,
        client.meta.endpoint_url,
        verify=verify,
        timeout=patience,
        max_pool_connections=config.max_pool_connections,
    ).http_session
