import pytest

from infra.local.aws.firehose.prefix import Prefix

# 2026-11-23T22:24:05Z
ARRIVAL = 1_795_472_645_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("events/load_hour=!{timestamp:yyyy-MM-dd-HH}/", "events/load_hour=2026-11-23-22/"),
        ("!{timestamp:yyyy}/!{timestamp:MM/dd/}x", "2026/11/23/x"),
        ("a/", "a/2026/11/23/22/"),
        ("", "2026/11/23/22/"),
        ("!{timestamp:'day='dd}-!{firehose:random-string}/", "day=23-R/"),
        ("!{timestamp:HHmmss}/!{firehose:error-output-type}/", "222405/processing-failed/"),
    ],
)
def test_expressions_are_evaluated_in_utc(text: str, expected: str) -> None:
    assert Prefix(text).evaluate(ARRIVAL, "R", "processing-failed") == expected


@pytest.mark.parametrize(
    "text", ["!{timestamp:EEEE}", "!{partitionKeyFromQuery:x}", "!{firehose:z}"]
)
def test_what_is_not_supported_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not supported"):
        Prefix(text)
