"""dbt docs generate: its catalog, with statistics, by schemas and by relations."""

import pytest
from dbt.adapters.contracts.relation import RelationType
from dbt.adapters.redshift.impl import CATALOG_COLUMNS
from dbt.tests.adapter.basic import expected_catalog, test_docs_generate
from dbt.tests.adapter.catalog import relation_types
from dbt.tests.util import AnyString, AnyStringWith, get_connection

QUICK = {"TestRelationTypesDatasharing", "TestGetCatalog"}


class AnyNumber:
    """Whole numbers of the system tables stay whole in the catalog."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int | float)


STATISTICS = {
    "encoded": ("Encoded", AnyStringWith("Y"),
                "Indicates whether any column in the table has compression encoding defined."),
    "diststyle": ("Dist Style", AnyStringWith("AUTO"),
                  "Distribution style or distribution key column, if key distribution is defined."),
    "sortkey1": ("Sort Key 1", AnyString(), "First column in the sort key."),
    "max_varchar": ("Max Varchar", AnyNumber(),
                    "Size of the largest column that uses a VARCHAR data type."),
    "size": ("Approximate Size", AnyNumber(),
             "Approximate size of the table, calculated from a count of 1MB blocks"),
    "pct_used": ("Disk Utilization", AnyNumber(),
                 "Percent of available space that is used by the table."),
    "stats_off": ("Stats Off", AnyNumber(),
                  "Number that indicates how stale the table statistics are; "
                  "0 is current, 100 is out of date."),
    "rows": ("Approximate Row Count", AnyNumber(),
             "Approximate number of rows in the table. This value includes rows marked for "
             "deletion, but not yet vacuumed."),
    "skew_rows": ("Skew Rows", AnyNumber(),
                  "Ratio of the number of rows in the slice with the most rows to the number of "
                  "rows in the slice with the fewest rows."),
}  # fmt: skip


def statistics() -> dict[str, dict[str, object]]:
    """What dbt-redshift tells of a table, from svv_table_info."""
    told = {
        name: {"id": name, "label": label, "value": value, "description": text, "include": True}
        for name, (label, value, text) in STATISTICS.items()
    }
    has = {**expected_catalog.no_stats()["has_stats"], "value": True}
    return {"has_stats": has, **told}


class Described:
    """Names of Redshift's types and statistics in the catalog that dbt expects."""

    reads_artifacts = True

    @pytest.fixture(scope="class")
    def expected_catalog(self, project, profile_user):
        return self.catalog(
            project,
            role=profile_user,
            id_type="integer",
            text_type=AnyStringWith("character varying"),
            time_type="timestamp without time zone",
            view_type="VIEW",
            table_type="BASE TABLE",
            **self.facts(),
        )


class TestDocsGenerate(Described, test_docs_generate.BaseDocsGenerate):
    catalog = staticmethod(expected_catalog.base_expected_catalog)

    def facts(self):
        return {"model_stats": expected_catalog.no_stats(), "seed_stats": statistics()}


class TestDocsGenerateReferences(Described, test_docs_generate.BaseDocsGenReferences):
    catalog = staticmethod(expected_catalog.expected_references_catalog)

    def facts(self):
        nothing = expected_catalog.no_stats()
        return {
            "bigint_type": "bigint",
            "model_stats": statistics(),
            "seed_stats": statistics(),
            "view_summary_stats": nothing,
        }


class TestRelationTypes(relation_types.CatalogRelationTypes):
    pass


class TestRelationTypesDatasharing(relation_types.CatalogRelationTypes):
    profile = {"datasharing": True}


class TestGetCatalog:
    """Three columns of each relation, and of the table under the materialized view.

    That table has two further columns of Redshift's own making in Redshift, and none here.
    """

    by_schema = 15

    @pytest.fixture(scope="class")
    def relations(self, project, adapter):
        made = [
            ("numbers", RelationType.Table, "create table {0} (id int, value int, at date)"),
            ("copies", RelationType.Table, "create table {0} as select * from {1}"),
            ("seen", RelationType.View, "create view {0} as select * from {1}"),
            ("kept", RelationType.MaterializedView,
             "create materialized view {0} as select * from {1}"),
        ]  # fmt: skip
        relations = [
            adapter.Relation.create(
                database=project.database, schema=project.test_schema, identifier=name, type=kind
            )
            for name, kind, _ in made
        ]
        for relation, (_, _, statement) in zip(relations, made, strict=True):
            project.run_sql(statement.format(relation, relations[0]))
        return relations

    def test_by_relations(self, adapter, relations):
        one = relations[0]
        with get_connection(adapter):
            catalog = adapter._get_one_catalog_by_relations(
                information_schema=one.information_schema(),
                relations=relations,
                used_schemas=frozenset({(one.database, one.schema)}),
            )
        assert len(catalog) == 12
        assert set(CATALOG_COLUMNS) <= set(catalog.column_names)

    def test_by_schemas(self, adapter, relations):
        one = relations[0]
        with get_connection(adapter):
            catalog = adapter._get_one_catalog(
                information_schema=one.information_schema(),
                schemas={one.schema},
                used_schemas=frozenset({(one.database, one.schema)}),
            )
        assert len(catalog) == self.by_schema
        assert set(CATALOG_COLUMNS) <= set(catalog.column_names)


class TestGetCatalogDatasharing(TestGetCatalog):
    """SHOW TABLES does not show the storage of a materialized view."""

    by_schema = 12
    profile = {"datasharing": True}
