"""How COPY and UNLOAD are authorized: a role, a credentials string, or keys.

Source: https://docs.aws.amazon.com/redshift/latest/dg/copy-parameters-authorization.html
A role is taken as given: the process's own AWS settings are what it may do.
"""

from collections.abc import Callable
from typing import Any

from infra.local.redshift.copy.errors import refuse
from infra.local.redshift.copy.token_stream import TokenStream

_KNOWN = {"aws_iam_role", "aws_access_key_id", "aws_secret_access_key", "token"}


def _role(stream: TokenStream) -> dict[str, Any]:
    if stream.accept_word("default"):
        return {"credentials": {"aws_iam_role": "default"}}
    return {"credentials": {"aws_iam_role": stream.expect_string()}}


def _credentials(stream: TokenStream) -> dict[str, Any]:
    stream.accept_word("with")
    pairs = [pair.partition("=") for pair in stream.expect_string().split(";") if pair]
    found = {name.strip(): value.strip() for name, _, value in pairs}
    if not found or not found.keys() <= _KNOWN:
        unknown = ", ".join(sorted(found.keys() - _KNOWN)) or "nothing in it"
        raise refuse(f"CREDENTIALS with {unknown}")
    return {"credentials": found}


def _keys(stream: TokenStream) -> dict[str, Any]:
    """ACCESS_KEY_ID 'x' SECRET_ACCESS_KEY 'y' [SESSION_TOKEN 'z']."""
    found = {"aws_access_key_id": stream.expect_string()}
    stream.expect_word("secret_access_key")
    found["aws_secret_access_key"] = stream.expect_string()
    if stream.accept_word("session_token"):
        found["token"] = stream.expect_string()
    return {"credentials": found}


AUTHORIZATION: dict[str, Callable[[TokenStream], dict[str, Any]]] = {
    "iam_role": _role,
    "credentials": _credentials,
    "access_key_id": _keys,
}
