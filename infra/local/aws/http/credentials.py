"""Whether a request carries this installation's access key."""

import hmac
import re
from collections.abc import Mapping

from infra.local.aws.http.errors import ServiceError

_CREDENTIAL = re.compile(r"^AWS4-HMAC-SHA256 .*?Credential=([A-Za-z0-9]{1,128})/")


def require_access_key(headers: Mapping[str, str], expected: str) -> None:
    """Refuse as AWS does unless the SigV4 `Authorization` names the expected access key id.

    The key id of an installation is random and private to it, so it is compared in constant time
    like a secret; the signature itself is not recomputed.
    """
    authorization = headers.get("authorization")
    if not authorization:
        message = "Request is missing Authentication Token"
        raise ServiceError("MissingAuthenticationTokenException", message, 403)
    found = _CREDENTIAL.match(authorization)
    if not found or not hmac.compare_digest(found.group(1).encode(), expected.encode()):
        message = "The security token included in the request is invalid."
        raise ServiceError("UnrecognizedClientException", message)
