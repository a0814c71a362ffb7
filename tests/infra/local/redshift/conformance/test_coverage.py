"""What is supported is proven by cases, and a subject is not proven by too few of them."""

from infra.local.redshift.conformance import AREAS, Area, Case, Kind, count_cases
from infra.local.redshift.conformance.case import subject
from infra.local.redshift.conformance.coverage import gaps, supported_names

_CASE = Case("select one(1)", Kind.VALUE)


def test_every_function_and_statement_is_named() -> None:
    names = set(supported_names())
    assert {"DATEADD", "SUM", "MERGE", "ALTER TABLE"} <= names
    assert len(names) > 150


def test_too_few_cases_are_a_gap() -> None:
    few = Area("A", (subject("ONE", "page", _CASE, _CASE),))
    assert "ONE has 2 cases, at least 3 are needed" in set(gaps([few]))
    enough = Area("A", (subject("ONE", "page", _CASE, _CASE, _CASE),))
    assert not [gap for gap in gaps([enough]) if gap.startswith("ONE ")]


def test_another_name_must_be_used() -> None:
    area = Area("A", (subject("ONE", "page", _CASE, _CASE, _CASE, also=("TWO",)),))
    assert "TWO, another name of ONE, is in none of its cases" in set(gaps([area]))


def test_refusals_are_subjects_of_their_own() -> None:
    refused = subject("THREE", "page", Case("select three()", Kind.REFUSED))
    assert refused.is_refused
    assert not [gap for gap in gaps([Area("A", (refused,))]) if gap.startswith("THREE ")]


def test_cases_are_counted_by_area() -> None:
    counted = count_cases()
    assert set(counted) == {area.title for area in AREAS}
    assert sum(counted.values()) == sum(len(list(area.cases())) for area in AREAS)
