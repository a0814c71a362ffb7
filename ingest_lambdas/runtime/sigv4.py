"""AWS Signature Version 4 for a POST without a query, as JSON services take it. Pure.

botocore's signer takes 0.15–0.25 ms a request, as it must be ready for any request; this takes a
tenth of that. The tests hold the two against each other.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

ALGORITHM = "AWS4-HMAC-SHA256"


def sign(
    headers: Mapping[str, str],
    path: str,
    body: bytes,
    access_key: str,
    secret_key: str,
    scope: tuple[str, str],
    now: datetime,
) -> dict[str, str]:
    """The headers with `x-amz-date` and `authorization`.

    headers: all that are signed, names in lower case, `host` among them. path: as it goes over
    the wire. scope: region and service. now: in UTC.
    """
    moment = now.strftime("%Y%m%dT%H%M%SZ")
    signed = dict(sorted({**headers, "x-amz-date": moment}.items()))
    names = ";".join(signed)
    lines = "".join(f"{name}:{value.strip()}\n" for name, value in signed.items())
    request = f"POST\n{path}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    place = f"{moment[:8]}/{scope[0]}/{scope[1]}/aws4_request"
    text = f"{ALGORITHM}\n{moment}\n{place}\n{sha256(request.encode()).hexdigest()}"
    key = _signing_key(secret_key, moment[:8], *scope)
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    credential = f"Credential={access_key}/{place}"
    signed["authorization"] = (
        f"{ALGORITHM} {credential}, SignedHeaders={names}, Signature={signature}"
    )
    return signed


@lru_cache(maxsize=8)
def _signing_key(secret_key: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return key
