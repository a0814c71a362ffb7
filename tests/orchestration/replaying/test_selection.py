from datetime import UTC, datetime

import pytest

from orchestration.replaying.hours import hours_between
from orchestration.replaying.selection import Selection, moment_of


def test_each_place_of_a_condition_has_its_parameter() -> None:
    moment = datetime(2026, 11, 1, 10, tzinfo=UTC)
    full = Selection("malformed", "web", "io.headwater/page", "page", moment, moment)
    assert "".join(full.conditions).count("%s") == len(full.parameters) == 7
    assert full.parameters[2:4] == ["iglu:io.headwater/page", "iglu:io.headwater/page/"]
    assert full.parameters[5] == datetime(2026, 11, 1, 10)
    assert Selection().conditions == []


def test_an_unknown_reason_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(ValueError, match="schema_violation"):
        Selection(reason="bad")


def test_moments_without_a_zone_are_utc_and_others_are_refused() -> None:
    assert moment_of("2026-11-01", "--since") == datetime(2026, 11, 1, tzinfo=UTC)
    assert moment_of(None, "--since") is None
    with pytest.raises(ValueError, match="--since must be"):
        moment_of("yesterday", "--since")


def test_hours_are_one_or_a_range() -> None:
    assert hours_between("2026-11-01-10..2026-11-02-09") == ("2026-11-01-10", "2026-11-02-09")
    assert hours_between("2026-11-01-10") == ("2026-11-01-10", "2026-11-01-10")


@pytest.mark.parametrize(
    "text", ["", "2026-11-01", "2026-11-01-10..", "2026-11-02-10..2026-11-01-10"]
)
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        hours_between(text)
