"""Descriptions of models and columns kept as comments in the database."""

import json
from pathlib import Path

import pytest
from dbt.tests.adapter.materialized_view import files
from dbt.tests.adapter.persist_docs import test_persist_docs as persist_docs
from dbt.tests.util import run_dbt

EXCLUDED = {
    "BasePersistDocsQuotedDescriptionNotAppliedOnMismatch": "wants a column in mixed case; "
    "Redshift folds quoted names too, unless the cluster's parameters say otherwise",
}
QUICK = {"TestQuotedColumn"}

DESCRIBED = """
models:
  - name: my_materialized_view
    description: |
      Materialized view of "double" and 'single' and '''three'''
      -- dashes, 80% /* a comment */ and $$ dollars $x$ here $x$
"""


def read_nodes() -> dict:
    """The nodes of the catalog that dbt has just written."""
    return json.loads(Path("target/catalog.json").read_text())["nodes"]


class TestPersistDocs(persist_docs.BasePersistDocs):
    profile = {"retry_all": True}


class TestPersistDocsDatasharing(persist_docs.BasePersistDocs):
    profile = {"datasharing": True}


class TestColumnMissing(persist_docs.BasePersistDocsColumnMissing):
    pass


class TestAllColumnsMissing(persist_docs.BasePersistDocsAllColumnsMissing):
    pass


class TestQuotedColumn(persist_docs.BasePersistDocsCommentOnQuotedColumn):
    pass


class TestQuotedColumnCase(persist_docs.BasePersistDocsQuotedColumnCaseSensitive):
    pass


class TestLateBinding(persist_docs.BasePersistDocsBase):
    """Redshift keeps no comment on a late-binding view in its catalog."""

    @pytest.fixture(scope="class")
    def project_config_update(self):
        persisted = {"relation": True, "columns": True}
        return {"models": {"test": {"+persist_docs": persisted, "view_model": {"bind": False}}}}

    def test_comments(self, project):
        run_dbt()
        run_dbt(["docs", "generate"])
        nodes = read_nodes()
        assert len(nodes) == 4
        self._assert_has_table_comments(nodes["model.test.table_model"])
        for view in ("view_model", "no_docs_model"):
            self._assert_has_view_comments(nodes[f"model.test.{view}"], False, False)


class TestMaterializedView(persist_docs.BasePersistDocs):
    @pytest.fixture(scope="class", autouse=True)
    def seeds(self):
        return {"my_seed.csv": files.MY_SEED}

    @pytest.fixture(scope="class")
    def models(self):
        return {"my_materialized_view.sql": files.MY_MATERIALIZED_VIEW}

    @pytest.fixture(scope="class")
    def properties(self):
        return {"models.yml": DESCRIBED}

    def test_has_comments_pglike(self, project):
        run_dbt(["docs", "generate"])
        nodes = read_nodes()
        assert len(nodes) == 2
        comment = nodes["model.test.my_materialized_view"]["metadata"]["comment"]
        assert comment.startswith("Materialized view of")
