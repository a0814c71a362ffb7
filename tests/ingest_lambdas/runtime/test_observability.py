"""Counters as CloudWatch reads them from the log."""

import json

import pytest

from ingest_lambdas.runtime.observability import count


def test_counters_are_one_line_of_the_embedded_metric_format(
    capsys: pytest.CaptureFixture[str],
) -> None:
    count("tracker", {"requests": 1, "arrivals": 20, "refused_401": 0})
    line = json.loads(capsys.readouterr().out)
    assert line.pop("_aws") == {
        "Timestamp": pytest.approx(1.9e12, rel=0.3),
        "CloudWatchMetrics": [
            {
                "Namespace": "Headwater",
                "Dimensions": [["service"]],
                "Metrics": [
                    {"Name": "requests", "Unit": "Count"},
                    {"Name": "arrivals", "Unit": "Count"},
                ],
            }
        ],
    }
    assert line == {"service": "tracker", "requests": 1, "arrivals": 20}


def test_nothing_counted_is_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    count("tracker", {"refused_401": 0})
    assert capsys.readouterr().out == ""
