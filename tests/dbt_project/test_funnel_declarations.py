"""What a funnel may say, and what is said of a wrong one; rendered without a warehouse."""

import re
from typing import Any

import pytest

from tests.dbt_project.rendered_macros import FUNNELS, Macros, Refused

VIEWED, ADDED = {"event": "Product Viewed"}, {"event": "Product Added"}


def declare(*funnels: Any) -> list[dict[str, Any]]:
    declared: list[dict[str, Any]] = Macros(FUNNELS, funnels=list(funnels)).call("declared_funnels")
    return declared


def condition(**step: Any) -> str:
    [funnel] = declare({"name": "f", "steps": [step]})
    return " ".join(str(funnel["steps"][0]["condition"]).split())


def test_what_is_left_out_is_filled_in() -> None:
    [funnel] = declare({"name": "f", "steps": [VIEWED, {**ADDED, "name": "Added"}]})
    assert (funnel["scope"], funnel["order"], funnel["seconds"]) == ("session", "loose", None)
    assert [step["name"] for step in funnel["steps"]] == ["Product Viewed", "Added"]


def test_a_window_may_mix_units() -> None:
    window = {"days": 1, "minutes": 30}
    [funnel] = declare({"name": "f", "scope": "person", "window": window, "steps": [VIEWED]})
    assert funnel["seconds"] == 88_200


def test_no_funnels_are_none() -> None:
    assert declare() == []


NUMBER = "case when json_typeof(properties.a) = 'number' then properties.a::float end"
FLAG = "case when json_typeof(properties.a.b) = 'boolean' then properties.a.b::boolean end"
TEXT = "case when json_typeof(properties.a) = 'string' then rtrim(properties.a::varchar(1024)) end"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"event": "page"}, "((event_type = 'page'))"),
        (
            {"event": ["Product Viewed", "screen"]},
            "(((event_type = 'track' and event_name = 'Product Viewed') or event_type = 'screen'))",
        ),
        (
            {"event": "It's mine", "unplanned": True},
            "(((event_type = 'track' and event_name = 'It''s mine')))",
        ),
        ({"page": "/cart"}, "((page_path = '/cart'))"),
        (
            {"page": ["/p/*", "/a_b%*"]},
            "((page_path like '/p/%' escape '^' or page_path like '/a^_b^%%' escape '^'))",
        ),
        (
            {"properties": {"a": {"at_least": 10, "at_most": 20.5}}},
            f"(({NUMBER} >= 10 and {NUMBER} <= 20.5))",
        ),
        ({"properties": {"a.b": True}}, f"(({FLAG} = true))"),
        ({"properties": {"a": ["x'y", 3]}}, f"(({TEXT} = 'x''y' or {NUMBER} = 3))"),
        (
            {"event": "screen", "page": "/", "properties": {"a": "x"}},
            f"((event_type = 'screen') and (page_path = '/') and ({TEXT} = 'x'))",
        ),
    ],
)
def test_a_steps_conditions_become_sql(step: dict[str, Any], expected: str) -> None:
    assert (
        condition(**step).replace("((event_type = 'page'))", "((event_type = 'page'))") == expected
    )


def of(step: Any = VIEWED, **said: Any) -> dict[str, Any]:
    """A funnel of one step."""
    return {"name": "f", "steps": [step], **said}


@pytest.mark.parametrize(
    ("funnel", "told"),
    [
        ("viewed", "needs a name"),
        ({"steps": [VIEWED]}, "needs a name"),
        ({"name": "f"}, "the funnel f in vars has no list of steps"),
        (of(steps=[]), "has no list of steps"),
        (of(steps=VIEWED), "has no list of steps"),
        (of("Product Viewed"), "step 1 that is no mapping"),
        (of(steps=[VIEWED, {"name": "x"}]), "step 2 without an event"),
        (of({"event": "Product Veiwed"}), "in step 1 for the event Product Veiwed"),
        (of(windows={}), "has windows, which a funnel does not know"),
        (of({"events": "page"}), "has events, which a step does not know"),
        (of(scope="visitor"), "scope visitor; it is session or person"),
        (of(order="any"), "order any; it is loose or strict"),
        (of(scope="person"), "needs a window such as"),
        (of(window=7), "a window that is not like"),
        (of(window={"weeks": 1}), "has weeks, which a window"),
        (of(window={"days": 0.5}), "must be a whole number above 0"),
        (of({"properties": {"orderId": "x"}}), "only lower-case names"),
        (of({"properties": {"a": {"above": 1}}}), "has above, which a property"),
        (of({"properties": {"a": {"at_least": "1"}}}), "which is no number"),
        (of({"properties": {"a": None}}), "no text, number or boolean"),
    ],
)
def test_a_wrong_declaration_is_told_what_is_wrong(funnel: Any, told: str) -> None:
    with pytest.raises(Refused, match=re.escape(told)):
        declare(funnel)


def test_a_name_is_declared_once() -> None:
    funnel = {"name": "f", "steps": [VIEWED]}
    with pytest.raises(Refused, match="the funnel f in vars is declared twice"):
        declare(funnel, funnel)
