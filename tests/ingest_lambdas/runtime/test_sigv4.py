"""Signatures held against botocore's own."""

from datetime import UTC, datetime
from unittest.mock import patch

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.runtime.sigv4 import sign

KEYS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/+=", min_size=1)
VALUES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def signed_by_botocore(
    headers: dict[str, str], body: bytes, keys: tuple[str, str], moment: datetime
) -> str:
    request = AWSRequest("POST", f"https://{headers['host']}/", headers=headers, data=body)
    signer = auth.SigV4Auth(Credentials(*keys), "kinesis", "eu-west-1")
    with patch.object(auth, "get_current_datetime", return_value=moment.replace(tzinfo=None)):
        signer.add_auth(request)
    return str(request.headers["Authorization"])


@given(st.binary(max_size=200), KEYS, KEYS, VALUES, st.none() | VALUES, MOMENTS)
def test_botocore_signs_likewise(
    body: bytes, access: str, secret: str, target: str, token: str | None, moment: datetime
) -> None:
    headers = {"host": "kinesis.eu-west-1.amazonaws.com", "x-amz-target": target}
    if token is not None:
        headers["x-amz-security-token"] = token
    signed = sign(headers, "/", body, access, secret, ("eu-west-1", "kinesis"), moment)
    assert signed["authorization"] == signed_by_botocore(headers, body, (access, secret), moment)
