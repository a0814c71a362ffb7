"""Times: semantics §3."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest_lambdas.contract.event_time import correct_event_time, format_moment, parse_moment

RECEIVED = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_a_wrong_clock_is_corrected_by_its_own_skew() -> None:
    wrong_by = timedelta(hours=7)
    times = correct_event_time(
        RECEIVED,
        RECEIVED + wrong_by - 3 * MINUTE,
        RECEIVED + wrong_by - MINUTE,
        trusted=False,
    )
    assert times.event_at == RECEIVED - 2 * MINUTE
    assert not times.implausible


def test_without_a_sending_time_the_original_counts() -> None:
    original = RECEIVED - 3 * MINUTE
    assert correct_event_time(RECEIVED, original, None, trusted=False).event_at == original


def test_without_any_claim_it_happened_when_received() -> None:
    times = correct_event_time(RECEIVED, None, RECEIVED, trusted=False)
    assert (times.event_at, times.original_at, times.implausible) == (RECEIVED, None, False)


@pytest.mark.parametrize(
    ("original", "implausible"),
    [
        (RECEIVED + 5 * MINUTE, False),
        (RECEIVED + 6 * MINUTE, True),
        (RECEIVED - timedelta(days=90), False),
        (RECEIVED - timedelta(days=91), True),
    ],
)
def test_an_implausible_moment_gives_way_and_is_kept(original: datetime, implausible: bool) -> None:
    times = correct_event_time(RECEIVED, original, None, trusted=False)
    assert times.implausible is implausible
    assert times.event_at == (RECEIVED if implausible else original)
    assert times.original_at == original


def test_an_import_may_be_old() -> None:
    original = datetime(2019, 1, 1, tzinfo=UTC)
    times = correct_event_time(RECEIVED, original, None, trusted=True)
    assert times.event_at == original
    assert not times.implausible


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)), st.booleans())
def test_no_claim_breaks_it(original: datetime, sent: datetime, trusted: bool) -> None:
    times = correct_event_time(RECEIVED, original, sent, trusted=trusted)
    assert times.original_at == original
    assert trusted or times.event_at <= RECEIVED + 5 * MINUTE


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-11-23T18:05:51.282+00:00", "2026-11-23T18:05:51.282Z"),
        ("2026-11-23T18:05:52.796800+02:00", "2026-11-23T16:05:52.796Z"),
        ("2026-11-23T18:05:51Z", "2026-11-23T18:05:51.000Z"),
        ("2026-11-23 18:05:51", "2026-11-23T18:05:51.000Z"),
        ("2026-11-23", "2026-11-23T00:00:00.000Z"),
    ],
)
def test_what_clients_write_is_read(text: str, written: str) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert format_moment(moment) == written


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "0001-01-01T00:00:00+14:00", 1795457152, None, {}]
)
def test_what_is_no_moment_is_none(text: object) -> None:
    assert parse_moment(text) is None


@given(st.datetimes(timezones=st.just(UTC)))
def test_a_written_moment_reads_back_to_the_millisecond(moment: datetime) -> None:
    read = parse_moment(format_moment(moment))
    assert read is not None
    assert timedelta() <= moment - read < timedelta(milliseconds=1)
