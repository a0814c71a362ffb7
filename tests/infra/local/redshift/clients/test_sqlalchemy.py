"""SQLAlchemy and pandas through sqlalchemy-redshift, with both of its drivers."""

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa
from sqlalchemy import orm

from infra.local.redshift.server import Server

PASSWORD = "a-password-of-the-tests"
_ARGUMENTS = {"redshift_connector": {"ssl": False}, "psycopg2": {"sslmode": "prefer"}}


@pytest.fixture(scope="module", params=sorted(_ARGUMENTS))
def engine(redshift: Server, described: None, request: pytest.FixtureRequest) -> Iterator[Any]:
    url = sa.URL.create(
        f"redshift+{request.param}", "tester", PASSWORD, "127.0.0.1", redshift.port, "shop"
    )
    engine = sa.create_engine(url, connect_args=_ARGUMENTS[request.param])
    yield engine
    engine.dispose()


def test_names(engine: Any) -> None:
    inspector = sa.inspect(engine)
    assert "raw" in inspector.get_schema_names()
    assert sorted(inspector.get_table_names(schema="raw")) == ["children", "events"]
    assert sorted(inspector.get_view_names(schema="raw")) == ["amounts", "late"]
    assert inspector.default_schema_name == "public"
    assert inspector.has_table("events", schema="raw")
    assert not inspector.has_table("nothing", schema="raw")


def test_columns(engine: Any) -> None:
    inspector = sa.inspect(engine)
    columns = {c["name"]: c for c in inspector.get_columns("events", schema="raw")}
    assert {name: str(c["type"]) for name, c in columns.items()} == {
        "id": "VARCHAR(64)", "n": "BIGINT", "amount": "NUMERIC(18, 2)", "props": "SUPER",
        "seen": "TIMESTAMP",
    }  # fmt: skip
    assert (columns["id"]["nullable"], columns["amount"]["nullable"]) == (False, True)
    assert columns["id"]["info"] == {"encode": "zstd"}
    assert columns["amount"]["default"] == "0"
    assert columns["amount"]["comment"] == "in euros"
    assert columns["n"]["default"].startswith('"identity"(')
    assert [c["name"] for c in inspector.get_columns("late", schema="raw")] == ["id"]


def test_keys_options_and_texts(engine: Any) -> None:
    inspector = sa.inspect(engine)
    key = inspector.get_pk_constraint("events", schema="raw")
    assert (key["name"], key["constrained_columns"]) == ("events_pkey", ["id"])
    (foreign,) = inspector.get_foreign_keys("children", schema="raw")
    assert (foreign["constrained_columns"], foreign["referred_table"]) == (["event"], "events")
    (unique,) = inspector.get_unique_constraints("children", schema="raw")
    assert (unique["name"], unique["column_names"]) == ("children_child_key", ["child"])
    assert inspector.get_table_comment("events", schema="raw") == {"text": "what happened"}
    options = inspector.get_table_options("events", schema="raw")
    assert (options["redshift_diststyle"], options["redshift_distkey"]) == ("KEY", "id")
    assert options["redshift_sortkey"] == ("seen", "id")
    assert "amount" in inspector.get_view_definition("amounts", schema="raw")
    assert inspector.get_indexes("events", schema="raw") == []


def test_a_table_reflects_whole(engine: Any) -> None:
    table = sa.Table("children", sa.MetaData(), schema="raw", autoload_with=engine)
    assert [column.name for column in table.columns] == ["child", "event"]
    (foreign,) = table.foreign_keys
    assert foreign.target_fullname == "raw.events.id"


def test_objects_come_back(engine: Any) -> None:
    class Base(orm.DeclarativeBase):
        pass

    class Item(Base):
        __tablename__ = f"items_{engine.driver}"
        id: orm.Mapped[int] = orm.mapped_column(primary_key=True, autoincrement=False)
        name: orm.Mapped[str | None] = orm.mapped_column(sa.String(20))

    Base.metadata.create_all(engine)
    with orm.Session(engine) as session:
        session.add_all([Item(id=1, name="one"), Item(id=2)])
        session.commit()
        first = session.get_one(Item, 1)
        first.name = "changed"
        session.commit()
        found = session.scalars(sa.select(Item).where(Item.name.is_not(None))).all()
        assert [(item.id, item.name) for item in found] == [(1, "changed")]
        session.delete(first)
        session.commit()
        assert session.scalar(sa.select(sa.func.count()).select_from(Item)) == 1


def test_frames(engine: Any) -> None:
    """Made and added to by to_sql, with each type that pandas writes."""
    name = f"frame_{engine.driver}"
    frame = pd.DataFrame({
        "a": [1, 2], "b": ["x", None], "ratio": [0.5, float("nan")], "ok": [True, False],
        "seen": pd.to_datetime(["2026-01-02 03:04:05.678901", None]),
    })  # fmt: skip
    frame.to_sql(name, engine, index=False)
    frame.to_sql(name, engine, index=False, if_exists="append", method="multi")
    found = pd.read_sql(f"select * from {name} order by a", engine)
    assert list(found.columns) == list(frame.columns)
    for column in frame.columns:
        wanted = frame[column].repeat(2).reset_index(drop=True)
        assert found[column].isna().tolist() == wanted.isna().tolist(), column
        assert found[column].dropna().tolist() == wanted.dropna().tolist(), column
    kinds = {c["name"]: str(c["type"]) for c in sa.inspect(engine).get_columns(name)}
    assert kinds == {
        "a": "BIGINT", "b": "VARCHAR(256)", "ratio": "DOUBLE PRECISION", "ok": "BOOLEAN",
        "seen": "TIMESTAMP",
    }  # fmt: skip


def test_replacing_a_frame_is_refused_as_redshift_refuses_it(engine: Any) -> None:
    """It reflects all views: SQLAlchemy asks for a column that Redshift's pg_class has not."""
    name = f"replaced_{engine.driver}"
    frame = pd.DataFrame({"a": [1]})
    frame.to_sql(name, engine, index=False)
    with pytest.raises(sa.exc.ProgrammingError, match='column "relpersistence" does not exist'):
        frame.to_sql(name, engine, index=False, if_exists="replace")
    assert pd.read_sql(f"select * from {name}", engine).to_dict("list") == {"a": [1]}
