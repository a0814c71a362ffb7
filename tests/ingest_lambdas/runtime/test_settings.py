"""Settings."""

import pytest

from ingest_lambdas.runtime.settings import SettingMissing, TrackerSettings

COMPLETE = {
    "HEADWATER_RAW_STREAM": "events-raw",
    "HEADWATER_PERSONAL_BUCKET": "personal",
    "HEADWATER_SOURCES_FILE": "sources.toml",
}


def test_fields_are_read_by_their_names() -> None:
    assert TrackerSettings.from_environment(COMPLETE) == TrackerSettings(
        "events-raw", "personal", "sources.toml"
    )


@pytest.mark.parametrize("name", COMPLETE)
def test_a_missing_or_empty_setting_is_named(name: str) -> None:
    missing = {key: value for key, value in COMPLETE.items() if key != name}
    for environment in (missing, {**missing, name: ""}):
        with pytest.raises(SettingMissing, match=name):
            TrackerSettings.from_environment(environment)
