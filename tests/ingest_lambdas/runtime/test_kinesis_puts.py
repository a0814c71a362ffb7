"""PutRecords made short: the same stream, the same answers and errors as boto3's own call."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.client import parse_headers
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.credentials import Credentials
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat
from cryptography.x509.oid import NameOID

from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.kinesis_puts import KinesisPuts

LOOPBACK = IPv4Address("127.0.0.1")
RECORDS = [{"Data": bytes(range(256)), "PartitionKey": "k"}, {"Data": b"2", "PartitionKey": "é"}]


def client(endpoint: str = "http://127.0.0.1:1") -> Any:
    return boto3.client("kinesis", region_name="eu-west-1", endpoint_url=endpoint)


def test_records_are_on_the_stream_byte_for_byte(aws: None) -> None:
    answer = clients.kinesis_puts().put_records(StreamName="events-raw", Records=RECORDS)
    kinesis = boto3.client("kinesis")
    found = []
    for shard in kinesis.list_shards(StreamName="events-raw")["Shards"]:
        place = {"StreamName": "events-raw", "ShardId": shard["ShardId"]}
        iterator = kinesis.get_shard_iterator(**place, ShardIteratorType="TRIM_HORIZON")
        found += kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]
    assert sorted((r["Data"], r["PartitionKey"]) for r in found) == sorted(
        (r["Data"], r["PartitionKey"]) for r in RECORDS
    )
    assert answer["FailedRecordCount"] == 0
    assert len(answer["Records"]) == 2


def test_a_refusal_is_the_error_that_boto3_raises(aws: None) -> None:
    raised = []
    for put in (clients.kinesis_puts().put_records, boto3.client("kinesis").put_records):
        with pytest.raises(ClientError) as refusal:
            put(StreamName="no-such-stream", Records=RECORDS)
        raised.append(refusal.value)
    ours, theirs = raised
    assert str(ours) == str(theirs)
    assert ours.response["Error"]["Code"] == "ResourceNotFoundException"
    statuses = [error.response["ResponseMetadata"]["HTTPStatusCode"] for error in raised]
    assert statuses == [400, 400]


def test_a_session_token_is_sent_and_signed() -> None:
    seen: list[dict[str, str]] = []

    def answer(request: Any, **_: object) -> AWSResponse:
        seen.append(dict(request.headers))
        raw = type("Raw", (), {"stream": lambda self: iter([b'{"FailedRecordCount": 0}'])})()
        return AWSResponse(request.url, 200, {}, raw)

    kinesis = client()
    kinesis.meta.events.register("before-send.kinesis.PutRecords", answer)
    KinesisPuts(kinesis, Credentials("a", "s", "t")).put_records(StreamName="s", Records=RECORDS)
    assert seen[0]["x-amz-security-token"] == "t"
    assert "x-amz-security-token" in seen[0]["authorization"]


def test_without_credentials_nothing_is_sent() -> None:
    with pytest.raises(NoCredentialsError):
        KinesisPuts(client(), None).put_records(StreamName="s", Records=RECORDS)


def test_a_service_that_is_not_there_is_botocores_error() -> None:
    puts = KinesisPuts(client(), Credentials("a", "s"))
    with pytest.raises(EndpointConnectionError):
        puts.put_records(StreamName="s", Records=RECORDS)


def _read_request(link: ssl.SSLSocket) -> None:
    """Reads to the end of the body: a link closed with bytes unread resets the caller."""
    with link.makefile("rb") as stream:
        length = int(parse_headers(stream)["content-length"]) if stream.readline() else 0
        stream.read(length)


def serve_once(folder: Path) -> tuple[str, Path]:
    """The address of a TLS server that answers one request, and the certificate it made itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    born = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, born, born + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(LOOPBACK)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    bundle, secret = folder / "bundle.pem", folder / "key.pem"
    bundle.write_bytes(certificate.public_bytes(Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(bundle, secret)
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        with server, suppress(OSError), context.wrap_socket(server.accept()[0], True) as link:
            _read_request(link)
            link.sendall(b'HTTP/1.1 200 OK\r\ncontent-length: 23\r\n\r\n{"FailedRecordCount":0}')

    threading.Thread(target=answer, daemon=True).start()
    return f"https://127.0.0.1:{server.getsockname()[1]}", bundle


def test_a_certificate_counts_only_where_its_bundle_was_named(tmp_path: Path) -> None:
    keys = Credentials("a", "s")
    address, _ = serve_once(tmp_path)
    with pytest.raises(HTTPClientError, match="CERTIFICATE_VERIFY_FAILED"):
        KinesisPuts(client(address), keys).put_records(StreamName="s", Records=RECORDS)
    address, bundle = serve_once(tmp_path)
    puts = KinesisPuts(client(address), keys, str(bundle))
    answer = puts.put_records(StreamName="s", Records=RECORDS)
    assert answer == {"FailedRecordCount": 0}


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    puts = KinesisPuts(client("https://kinesis.test"), Credentials("a", "s"))
    with pytest.raises(HTTPClientError, match="proxy"):
        puts.put_records(StreamName="s", Records=RECORDS)
