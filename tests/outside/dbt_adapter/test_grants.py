"""Grants of models, seeds and snapshots, by each of the three ways of reading them back."""

import pytest
from dbt.tests.adapter.grants import (
    test_incremental_grants,
    test_invalid_grants,
    test_model_grants,
    test_seed_grants,
    test_snapshot_grants,
)
from dbt.tests.util import run_dbt_and_capture

QUICK = {"TestGroup"}

pytestmark = pytest.mark.usefixtures("grantees")

TO_A_GROUP = """
models:
  - name: one
    config:
      materialized: table
      grants:
        select: [%s]
"""


class Extended:
    """Grantees are told with their kind."""

    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"flags": {"redshift_grants_extended": True}}

    def assert_expected_grants_match_actual(self, project, relation_name, expected_grants):
        expected = {
            privilege: [f"user:{name}" for name in names]
            for privilege, names in expected_grants.items()
        }
        super().assert_expected_grants_match_actual(project, relation_name, expected)


class TestModel(Extended, test_model_grants.BaseModelGrants):
    pass


class TestIncremental(Extended, test_incremental_grants.BaseIncrementalGrants):
    pass


class TestSeed(Extended, test_seed_grants.BaseSeedGrants):
    pass


class TestSnapshot(Extended, test_snapshot_grants.BaseSnapshotGrants):
    pass


class TestInvalid(Extended, test_invalid_grants.BaseInvalidGrants):
    def privilege_does_not_exist_error(self):
        return "invalid privilege type"


class TestModelDatasharing(Extended, test_model_grants.BaseModelGrants):
    profile = {"datasharing": True}


class TestIncrementalDatasharing(Extended, test_incremental_grants.BaseIncrementalGrants):
    profile = {"datasharing": True}


class TestSeedDatasharing(Extended, test_seed_grants.BaseSeedGrants):
    profile = {"datasharing": True}


class TestSnapshotDatasharing(Extended, test_snapshot_grants.BaseSnapshotGrants):
    profile = {"datasharing": True}


class TestModelByUsers(test_model_grants.BaseModelGrants):
    pass


class TestIncrementalByUsers(test_incremental_grants.BaseIncrementalGrants):
    pass


class TestSeedByUsers(test_seed_grants.BaseSeedGrants):
    pass


class TestSnapshotByUsers(test_snapshot_grants.BaseSnapshotGrants):
    pass


class ToNames:
    """A grant by the names that a class gives; a second run finds nothing to change."""

    @pytest.fixture(scope="class")
    def project_config_update(self):
        return {"flags": {"redshift_grants_extended": True}}

    @pytest.fixture(scope="class")
    def models(self):
        return {"one.sql": "select 1 as one", "models.yml": TO_A_GROUP % ", ".join(self.names)}

    def test_names_are_granted(self, project):
        _, logs = run_dbt_and_capture(["--debug", "run"])
        for written in self.written:
            assert written in logs


class TestGroup(ToNames):
    names = ["'group:dbt_test_group_1'"]
    written = ["to GROUP dbt_test_group_1"]


class TestUserAndGroup(ToNames):
    names = ["dbt_test_user_1", "'group:dbt_test_group_1'"]
    written = ["GROUP dbt_test_group_1", "dbt_test_user_1"]


class TestUserByPrefix(ToNames):
    names = ["'user:dbt_test_user_1'"]
    written = ["to dbt_test_user_1"]
