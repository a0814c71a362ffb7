"""The network user id: which one a request has, and the cookie `sp` that keeps it for a year."""

import re
from uuid import uuid4

from ingest_lambdas.runtime.http_api import Request

COOKIE = "sp"
ONE_YEAR = 365 * 24 * 60 * 60
_USABLE = re.compile(r"[A-Za-z0-9._-]{1,128}")


def choose_network_user(named: str | None, request: Request) -> str:
    """The id that the events name, else the cookie's, else a new one.

    What cannot have been given out by a collector is as good as none.
    """
    for known in (named, request.cookie(COOKIE)):
        if known and _USABLE.fullmatch(known):
            return known
    return str(uuid4())


def network_user_cookie(network_user_id: str, scheme: str) -> str:
    """The Set-Cookie text. Browsers send it from other sites only with SameSite=None, which they
    take only with Secure: over plain http it is a cookie for the same site.
    """
    rules = "SameSite=None; Secure" if scheme == "https" else "SameSite=Lax"
    return f"{COOKIE}={network_user_id}; Max-Age={ONE_YEAR}; Path=/; HttpOnly; {rules}"
