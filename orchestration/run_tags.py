"""Names under which runs tell what their events do not, shared by those who write and read."""

DBT_PASS_TAG = "headwater/dbt_pass"
DBT_ERROR_TAG = "headwater/dbt_error"

# Metadata of a check made of expectations: how many held, how many did not.
SUCCEEDED = "expectations_succeeded"
FAILED = "expectations_failed"
