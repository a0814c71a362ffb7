"""Snapshots by time and by columns, with deletions, new records and new columns."""

from dbt.tests.adapter.simple_snapshot import (
    new_record_check_mode,
    new_record_dbt_valid_to_current,
    new_record_timestamp_mode,
    test_ephemeral_snapshot_hard_deletes,
    test_snapshot,
    test_various_configs,
)

EXCLUDED = {
    "BaseSnapshotBackfill…": "not in the dbt-tests-adapter of the lock",
}
QUICK = {"TestNewRecordCheck"}


class TestSnapshot(test_snapshot.BaseSimpleSnapshot):
    pass


class TestSnapshotDatasharing(test_snapshot.BaseSimpleSnapshot):
    profile = {"datasharing": True}


class TestSnapshotCheck(test_snapshot.BaseSnapshotCheck):
    pass


class TestNewRecordTimestamp(new_record_timestamp_mode.BaseSnapshotNewRecordTimestampMode):
    pass


class TestNewRecordCheck(new_record_check_mode.BaseSnapshotNewRecordCheckMode):
    pass


class TestNewRecordValidToCurrent(
    new_record_dbt_valid_to_current.BaseSnapshotNewRecordDbtValidToCurrent
):
    pass


class TestColumnNames(test_various_configs.BaseSnapshotColumnNames):
    pass


class TestColumnNamesOfProject(test_various_configs.BaseSnapshotColumnNamesFromDbtProject):
    pass


class TestInvalidColumnNames(test_various_configs.BaseSnapshotInvalidColumnNames):
    pass


class TestValidToCurrent(test_various_configs.BaseSnapshotDbtValidToCurrent):
    pass


class TestSeveralUniqueKeys(test_various_configs.BaseSnapshotMultiUniqueKey):
    pass


class TestEphemeralHardDeletes(
    test_ephemeral_snapshot_hard_deletes.BaseSnapshotEphemeralHardDeletes
):
    pass


class TestNewColumnTimestamp(
    test_ephemeral_snapshot_hard_deletes.BaseSnapshotNewColumnTimestampStrategy
):
    pass


class TestNewColumnChecked(
    test_ephemeral_snapshot_hard_deletes.BaseSnapshotNewColumnSpecificCheckCols
):
    pass


class TestNewColumnWithDeletes(
    test_ephemeral_snapshot_hard_deletes.BaseSnapshotNewColumnWithDeletes
):
    pass
