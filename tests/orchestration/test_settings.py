import pytest

from orchestration.settings import read_settings


def test_nothing_set_is_enough_to_load_definitions():
    settings = read_settings({})
    assert settings.redshift_port == 5439
    assert settings.redshift_ssl == "verify-ca"


def test_an_installations_variables_are_taken():
    settings = read_settings(
        {
            "HEADWATER_REDSHIFT_PORT": "15000",
            "HEADWATER_REDSHIFT_PASSWORD": "secret",
            "HEADWATER_CYCLE_SECONDS": "60",
            "HEADWATER_HOME": "/somewhere",
        }
    )
    assert (settings.redshift_port, settings.redshift_password) == (15000, "secret")
    assert str(settings.dbt_target) == "/somewhere/dbt"


@pytest.mark.parametrize("value", ["soon", "-60", "0", "1.5"])
def test_a_number_that_is_none_is_named(value):
    with pytest.raises(ValueError, match="HEADWATER_CYCLE_SECONDS"):
        read_settings({"HEADWATER_CYCLE_SECONDS": value})
