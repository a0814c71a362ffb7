"""The rows that fail a test, kept as a table or a view."""

from dbt.tests.adapter.store_test_failures_tests import basic
from dbt.tests.adapter.store_test_failures_tests import test_store_test_failures as stored

QUICK = {"TestGeneric"}


class TestStored(stored.BaseStoreTestFailures):
    pass


class TestStoredLimit(stored.BaseStoreTestFailuresLimit):
    pass


class TestInteractions(basic.StoreTestFailuresAsInteractions):
    pass


class TestProjectLevelOff(basic.StoreTestFailuresAsProjectLevelOff):
    pass


class TestProjectLevelView(basic.StoreTestFailuresAsProjectLevelView):
    pass


class TestProjectLevelEphemeral(basic.StoreTestFailuresAsProjectLevelEphemeral):
    pass


class TestGeneric(basic.StoreTestFailuresAsGeneric):
    pass


class TestExceptions(basic.StoreTestFailuresAsExceptions):
    pass
