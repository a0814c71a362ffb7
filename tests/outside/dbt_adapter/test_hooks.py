"""Hooks of runs, models, seeds and snapshots."""

from pathlib import Path

import pytest
from dbt.tests.adapter.hooks import test_model_hooks, test_run_hooks

QUICK = {"TestModel", "TestRefsOnSeeds"}


@pytest.fixture(scope="module")
def test_data_dir():
    """The statements that make the hooks' tables are files of the package."""
    return Path(test_model_hooks.__file__).parent / "data"


def check(told: dict, state: str, project, profile: dict) -> None:
    """What a hook wrote down is what it ran with."""
    expected = {
        "test_state": state,
        "target_dbname": profile["dbname"],
        "target_host": profile["host"],
        "target_name": "default",
        "target_schema": project.test_schema,
        "target_threads": profile["threads"],
        "target_type": "redshift",
        "target_user": profile["user"],
        # dbt hides it.
        "target_pass": "",
    }
    assert {name: told[name] for name in expected} == expected
    assert told["run_started_at"] and told["invocation_id"] and told["thread_id"]


class ModelHooks:
    @pytest.fixture(scope="class", autouse=True)
    def keep_profile(self, request, dbt_profile_target):
        request.cls.told_profile = dbt_profile_target

    def check_hooks(self, state, project, host, count=1):
        for told in self.get_ctx_vars(state, count=count, project=project):
            check(told, state, project, self.told_profile)


class RunHooks(ModelHooks):
    def check_hooks(self, state, project, host):
        check(self.get_ctx_vars(state, project), state, project, self.told_profile)


class TestRun(RunHooks, test_run_hooks.BasePrePostRunHooks):
    pass


class TestAfterRun(test_run_hooks.BaseAfterRunHooks):
    pass


class TestModel(ModelHooks, test_model_hooks.BasePrePostModelHooks):
    pass


class TestUnderscores(ModelHooks, test_model_hooks.TestPrePostModelHooksUnderscores):
    pass


class TestRefs(ModelHooks, test_model_hooks.BaseHookRefs):
    pass


class TestSeeds(test_model_hooks.BasePrePostModelHooksOnSeeds):
    pass


class TestRefsOnSeeds(test_model_hooks.BaseHooksRefsOnSeeds):
    pass


class TestSeedsPlusPrefixed(test_model_hooks.BasePrePostModelHooksOnSeedsPlusPrefixed):
    pass


class TestSeedsPlusPrefixedWhitespace(
    test_model_hooks.BasePrePostModelHooksOnSeedsPlusPrefixedWhitespace
):
    pass


class TestSnapshots(test_model_hooks.BasePrePostModelHooksOnSnapshots):
    pass


class TestConfigured(ModelHooks, test_model_hooks.BasePrePostModelHooksInConfig):
    pass


class TestConfiguredWithCount(ModelHooks, test_model_hooks.BasePrePostModelHooksInConfigWithCount):
    pass


class TestConfiguredByKeyword(ModelHooks, test_model_hooks.BasePrePostModelHooksInConfigKwargs):
    pass


class TestSnapshotsByKeyword(test_model_hooks.BasePrePostSnapshotHooksInConfigKwargs):
    pass


class TestDuplicates(test_model_hooks.BaseDuplicateHooksInConfigs):
    pass
