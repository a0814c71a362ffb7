"""Seeds."""

import pytest
from dbt.tests.adapter.simple_seed import test_seed, test_seed_type_override
from dbt.tests.util import run_dbt

EXCLUDED = {
    "BaseSimpleSeedWithBOM": "a file beside the test; no part of dbt-redshift's own suite",
}
QUICK = {"TestParsing", "TestDistStyleAll"}

COLUMN_TYPES = """
seeds:
- name: seed_enabled
  columns:
  - {name: birthday, data_tests: [{column_type: {type: date}}]}
  - {name: seed_id, data_tests: [{column_type: {type: character varying(256)}}]}
- name: seed_tricky
  columns:
  - {name: seed_id, data_tests: [{column_type: {type: integer}}]}
  - {name: seed_id_str, data_tests: [{column_type: {type: character varying(256)}}]}
  - {name: a_bool, data_tests: [{column_type: {type: boolean}}]}
  - name: looks_like_a_bool
    data_tests: [{column_type: {type: character varying(256)}}]
  - {name: a_date, data_tests: [{column_type: {type: timestamp without time zone}}]}
  - name: looks_like_a_date
    data_tests: [{column_type: {type: character varying(256)}}]
  - {name: relative, data_tests: [{column_type: {type: character varying(9)}}]}
  - {name: weekday, data_tests: [{column_type: {type: character varying(8)}}]}
"""


class TestBasic(test_seed.BaseBasicSeedTests):
    pass


class TestFullRefreshOn(test_seed.BaseSeedConfigFullRefreshOn):
    pass


class TestFullRefreshOff(test_seed.BaseSeedConfigFullRefreshOff):
    pass


class TestCustomSchema(test_seed.BaseSeedCustomSchema):
    pass


class TestUniqueDelimiter(test_seed.BaseSeedWithUniqueDelimiter):
    pass


class TestWrongDelimiter(test_seed.BaseSeedWithWrongDelimiter):
    pass


class TestEmptyDelimiter(test_seed.BaseSeedWithEmptyDelimiter):
    pass


class TestEnabledViaConfig(test_seed.BaseSimpleSeedEnabledViaConfig):
    pass


class TestParsing(test_seed.BaseSeedParsing):
    pass


class TestEmpty(test_seed.BaseTestEmptySeed):
    pass


class TestSpecificFormats(test_seed.BaseSeedSpecificFormats):
    @pytest.fixture(scope="class")
    def test_data_dir(self, tmp_path_factory):
        return tmp_path_factory.mktemp("seeds") / "data"


class TestColumnTypes(test_seed_type_override.BaseSimpleSeedColumnOverride):
    @pytest.fixture(scope="class")
    def models(self):
        return {"types.yml": COLUMN_TYPES}


class TestDistStyleAll:
    @pytest.fixture(scope="class")
    def seeds(self):
        return {"days.csv": "id,weekday\n1,Saturday\n2,Sunday\n"}

    @pytest.fixture(scope="class")
    def models(self):
        return {"seeds.yml": "seeds: [{name: days, config: {dist: all}}]"}

    def test_seed_is_loaded(self, project):
        assert len(run_dbt(["seed", "--show"])) == 1
