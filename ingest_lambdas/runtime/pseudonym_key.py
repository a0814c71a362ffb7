"""The secret key that pseudonyms are made with."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

SHORTEST_KEY = 16


class KeyUnusable(RuntimeError):
    """The secret holds no key long enough to make pseudonyms with."""


def fetch_pseudonym_key(client: "SecretsManagerClient", secret: str) -> bytes:
    """The key from Secrets Manager: the secret's string as it is. Raises KeyUnusable."""
    key = client.get_secret_value(SecretId=secret).get("SecretString", "").encode()
    if len(key) < SHORTEST_KEY:
        raise KeyUnusable(f"secret {secret} holds {len(key)} bytes, at least {SHORTEST_KEY} needed")
    return key
