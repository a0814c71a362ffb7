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
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
)
from botocore.httpsession import get_cert_path
from botocore.parsers import create_parser
from botocore.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, PoolManager, ProxyManager, Timeout
from urllib3.exceptions import HTTPError, NewConnectionError

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
        self._pool = _pool(client, certificates)

    def put_records(self, *, StreamName: str, Records: Sequence[Any]) -> Any:
        """Kinesis' answer. Raises botocore's exceptions, as the client itself would."""
        records = [
            {"Data": base64.b64encode(r["Data"]).decode(), "PartitionKey": r["PartitionKey"]}
            for r in Records
        ]
        body = orjson.dumps({"StreamName": StreamName, "Records": records})
        headers: Any = self._headers(body)
        request = AWSPreparedRequest("POST", self._url, headers, body, False)
        status, answered, content = self._hooked(request) or self._exchange(headers, body)
        if status >= 300:
            told = {"status_code": status, "headers": answered, "body": content}
            raise ClientError(create_parser("json").parse(told, self._answers), OPERATION)
        return orjson.loads(content)

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

    def _hooked(self, request: AWSPreparedRequest) -> "_Answer | None":
        """The answer of whoever listens to boto3's event, as tools that record and tests do."""
        _, answer = self._events.emit_until_response(
            f"before-send.kinesis.{OPERATION}", request=request
        )
        if answer is None:
            return None
        return answer.status_code, answer.headers, answer.content

    def _exchange(self, headers: Any, body: bytes) -> "_Answer":
        try:
            answer = self._pool.urlopen("POST", self._path, body, headers, retries=False)
        except NewConnectionError as error:
            raise EndpointConnectionError(endpoint_url=self._url, error=error) from error
        except HTTPError as error:
            raise HTTPClientError(error=error) from error
        return answer.status, answer.headers, answer.data


_Answer = tuple[int, Any, bytes]


def _pool(client: "KinesisClient", certificates: str | None) -> HTTPConnectionPool:
    """Connections that stay open; proxies and certificates are found as boto3 finds them."""
    config: Any = client.meta.config
    url = client.meta.endpoint_url
    options: dict[str, Any] = {
        "timeout": Timeout(config.connect_timeout, config.read_timeout),
        "maxsize": config.max_pool_connections,
    }
    if not url.startswith("https:"):
        return PoolManager(**options).connection_from_url(url)
    bundle = certificates or get_cert_path(True)
    options |= {"cert_reqs": "CERT_REQUIRED", "ca_certs": bundle}
    proxy = get_environ_proxies(url).get("https")
    manager = ProxyManager(proxy, **options) if proxy else PoolManager(**options)
    return manager.connection_from_url(url)
