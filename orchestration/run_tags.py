"""Names under which runs tell what their events do not, shared by those who write and read."""

from collections.abc import Mapping

DBT_PASS_TAG = "headwater/dbt_pass"
DBT_ERROR_TAG = "headwater/dbt_error"

# What a run asks of dbt: every model anew; every test over everything.
FULL_REFRESH_TAG = "headwater/full_refresh"
WHOLE_TESTS_TAG = "headwater/whole_tests"
YES = "true"


# Metadata of a check made of expectations: how many held, how many did not.
SUCCEEDED = "expectations_succeeded"
FAILED = "expectations_failed"


def dbt_build(tags: Mapping[str, str]) -> list[str]:
    """dbt's arguments for a run with these tags."""
    arguments = ["build"]
    if tags.get(FULL_REFRESH_TAG) == YES:
        arguments.append("--full-refresh")
    if tags.get(WHOLE_TESTS_TAG) == YES:
        arguments += ["--vars", "{whole_tests: true}"]
    return arguments
