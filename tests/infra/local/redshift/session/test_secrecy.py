"""No password and no key is kept with a statement's text."""

import pytest

from infra.local.redshift.session.secrecy import hide_secrets


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("create user a password 'Sesame-1'", "create user a password '***'"),
        ("ALTER USER a PASWORD 'Sesame-1' valid until 'x'",
         "ALTER USER a PASWORD '***' valid until '***'"),
        ("copy t from 's3://b' access_key_id 'K' secret_access_key 'it''s'",
         "copy t from 's3://b' access_key_id '***' secret_access_key '***'"),
        ("copy t from 's3://b' credentials as 'a=b'", "copy t from 's3://b' credentials as '***'"),
        ("select 'password' from t where a = 'b'", "select 'password' from t where a = 'b'"),
    ],
)  # fmt: skip
def test_what_is_kept(text: str, kept: str) -> None:
    assert hide_secrets(text) == kept
