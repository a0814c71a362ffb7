"""Passwords: what Redshift asks of them, and the salted hash that is all that is kept.

Source: https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_USER.html
"""

import hashlib
import hmac
import re
import secrets

from ...errors import RedshiftError, not_supported

# Enough to be slow to guess, little enough not to be felt by a client that connects.
_COST, _BLOCK, _LANES = 2**12, 8, 1
_MD5 = re.compile(r"md5[0-9a-f]{32}")
_FORBIDDEN = re.compile(r"""[^\x21-\x7e]|['"\\/@]""")
_NEEDED = (re.compile("[A-Z]"), re.compile("[a-z]"), re.compile("[0-9]"))


def hash_password(password: str) -> str:
    """The salted hash of a password, or of the md5 text that a client sent in its place.

    Raises 22023 for a password that Redshift would not take.
    """
    if password.startswith("sha256|"):
        raise not_supported("a password hashed by SHA-256")
    is_md5 = _MD5.fullmatch(password) is not None
    if not is_md5:
        _require_strong(password)
    salt = secrets.token_bytes(16)
    kind = "md5" if is_md5 else "clear"
    return f"{kind}${salt.hex()}${_digest(password, salt).hex()}"


def check_password(kept: str, user: str, password: str) -> bool:
    """Whether a password in clear is the one whose hash is kept."""
    kind, salt, digest = kept.split("$")
    if kind == "md5":
        # PostgreSQL's form: the user's name is the salt.
        password = (
            "md5" + hashlib.md5((password + user).encode(), usedforsecurity=False).hexdigest()
        )
    return hmac.compare_digest(_digest(password, bytes.fromhex(salt)), bytes.fromhex(digest))


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_LANES)


def _require_strong(password: str) -> None:
    if not 8 <= len(password) <= 64:
        raise RedshiftError("22023", "a password must have 8 to 64 characters")
    if not all(needed.search(password) for needed in _NEEDED):
        raise RedshiftError(
            "22023", "a password must have an uppercase letter, a lowercase letter and a number"
        )
    if _FORBIDDEN.search(password):
        raise RedshiftError(
            "22023", "a password must be of ASCII characters 33 to 126 without ' \" \\ / @"
        )
