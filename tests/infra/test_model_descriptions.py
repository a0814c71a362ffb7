"""What the check of the models' descriptions finds, and how it tells a model's columns."""

from pathlib import Path

import pytest
import yaml

from infra.model_descriptions import MODELS, breaches
from infra.select_columns import UnknownColumns, columns_of

Columns = dict[str, str]


def write_model(folder: Path, name: str, sql: str, description: str, columns: Columns) -> None:
    listed = [{"name": key, "description": value} for key, value in columns.items()]
    model = {"name": name, "description": description, "columns": listed}
    (folder / f"{name}.sql").write_text(sql)
    (folder / f"{name}.yml").write_text(yaml.safe_dump({"version": 2, "models": [model]}))


@pytest.mark.parametrize(
    ("description", "columns", "said"),
    [
        ("Orders. One row per order.", {"a": "A.", "b": "B."}, []),
        ("Orders.", {"a": "A.", "b": "B."}, ["must end with its grain"]),
        ("One row per order. All of them.", {"a": "A.", "b": "B."}, ["must end with its grain"]),
        ("One row per order.", {"a": "A."}, ["m.b: a column without a description"]),
        ("One row per order.", {"a": "", "b": "B."}, ["m.a: no description"]),
        (
            "One row per order.",
            {"a": "A.", "b": "B.", "c": "C."},
            ["m.c: described, but the model does not yield it"],
        ),
    ],
)
def test_each_gap_is_named(
    tmp_path: Path, description: str, columns: Columns, said: list[str]
) -> None:
    write_model(tmp_path, "m", "select a, x + 1 as b from {{ ref('o') }}", description, columns)

    found = list(breaches(tmp_path))

    assert len(found) == len(said)
    assert all(part in breach for part, breach in zip(said, found, strict=True))


def test_a_model_without_an_entry_and_an_entry_without_a_model_are_named(tmp_path: Path) -> None:
    (tmp_path / "alone.sql").write_text("select 1 as a")
    (tmp_path / "other.yml").write_text(
        yaml.safe_dump({"models": [{"name": "gone", "description": "One row per x."}]})
    )

    assert list(breaches(tmp_path)) == [
        "alone: no YAML entry",
        "gone: described, but there is no gone.sql",
    ]


def test_metrics_and_exposures_need_descriptions_too(tmp_path: Path) -> None:
    listed = {"metrics": [{"name": "orders"}], "exposures": [{"name": "board"}]}
    (tmp_path / "things.yml").write_text(yaml.safe_dump(listed))

    assert list(breaches(tmp_path)) == ["board: no description", "orders: no description"]


@pytest.mark.parametrize(
    ("sql", "columns"),
    [
        ("select a, t.b, 1 as c from t", ["a", "b", "c"]),
        ("select A from t", ["a"]),
        ("with x as (select a, b from t) select *, 1 as c from x", ["a", "b", "c"]),
        ("with x as (select count(*) from t) select 1 as a from x", ["a"]),
        ("with x as (select a from t), y as (select x.*, 1 as b from x) select * from y",
         ["a", "b"]),
        ("select a from t union all select b from u", ["a"]),
        ("select l.*, r.z from (select a from t) as l join (select z from t) as r on a = z",
         ["a", "z"]),
        ("select known.* from {{ ref('known') }} as known", ["k1", "k2"]),
        ("{{ config(dist='all') }} select e.a::date as day, i as n from t as e, e.items as x at i",
         ["day", "n"]),
        ("{% for n in ['p', 'q'] %}select {{ n }} as a from t{% if not loop.last %} union all "
         "{% endif %}{% endfor %}", ["a"]),
    ],
)  # fmt: skip
def test_columns_are_told_from_the_text(tmp_path: Path, sql: str, columns: list[str]) -> None:
    file = tmp_path / "m.sql"
    file.write_text(sql)

    assert columns_of(file, {"known": ["k1", "k2"]}) == columns


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select * from unknown", "star over unknown"),
        ("select a + 1 from t", "needs a name"),
        ("select from where", "cannot be read"),
        ("delete from t", "no query"),
    ],
)
def test_what_the_text_does_not_tell_is_said(tmp_path: Path, sql: str, said: str) -> None:
    file = tmp_path / "m.sql"
    file.write_text(sql)

    with pytest.raises(UnknownColumns, match=said):
        columns_of(file, {})


def test_the_projects_models_are_described() -> None:
    assert list(breaches(MODELS)) == []
