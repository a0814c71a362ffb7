"""The secret key."""

import boto3
import pytest

from ingest_lambdas.runtime import clients
from ingest_lambdas.runtime.pseudonym_key import KeyUnusable, fetch_pseudonym_key


def test_the_secret_is_the_key(aws: None) -> None:
    key = fetch_pseudonym_key(clients.secrets_manager(), "headwater/pseudonym-key")
    assert key == b"0123456789abcdef0123456789abcdef"


def test_a_key_that_could_be_guessed_is_refused(aws: None) -> None:
    boto3.client("secretsmanager").create_secret(Name="short", SecretString="abc")
    with pytest.raises(KeyUnusable, match="short"):
        fetch_pseudonym_key(clients.secrets_manager(), "short")
