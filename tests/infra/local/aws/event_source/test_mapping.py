from typing import Any

import pytest

from infra.local.aws.event_source.mapping import mapping_from

LEAST = {"EventSourceArn": "arn:s", "FunctionName": "f", "StartingPosition": "LATEST"}


def test_defaults_are_those_of_aws() -> None:
    mapping = mapping_from(LEAST)
    assert (mapping.batch_size, mapping.batching_window, mapping.parallelization) == (100, 0, 1)
    assert (mapping.most_retries, mapping.most_age, mapping.bisect) == (-1, -1, False)
    assert not mapping.reports_failures
    assert mapping.uuid == mapping_from(LEAST | {"BatchSize": 7}).uuid


@pytest.mark.parametrize(
    "wrong",
    [
        {"BatchSize": 0},
        {"ParallelizationFactor": 11},
        {"MaximumRetryAttempts": -2},
        {"StartingPosition": "NOW"},
        {"Batchsize": 10},
        {"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:sqs:::queue"}}},
    ],
)
def test_what_aws_would_refuse_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        mapping_from(LEAST | wrong)
