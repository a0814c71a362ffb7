import re

from infra import dependency_locks


def test_a_group_expands_with_what_it_includes() -> None:
    groups = {"a": ["x>=1"], "b": [{"include-group": "a"}, "y"], "c": [{"include-group": "b"}]}
    assert dependency_locks.expand("c", groups) == ["x>=1", "y"]


def test_a_changed_requirement_changes_the_digest_of_each_group_that_holds_it() -> None:
    before = {"a": ["x>=1"], "b": [{"include-group": "a"}]}
    after = {"a": ["x>=2"], "b": [{"include-group": "a"}]}
    assert dependency_locks.digest("b", before) != dependency_locks.digest("b", after)


def locked_versions(group: str) -> set[str]:
    text = (dependency_locks.LOCKS / f"{group}.txt").read_text()
    return set(re.findall(r"^[\w.-]+==\S+", text, re.MULTILINE))


def test_every_deployable_runs_the_versions_that_the_tests_run_on() -> None:
    tested = locked_versions("dev")
    # What a bench compares with is deployed nowhere, and has an environment of its own.
    deployed = {group for group in dependency_locks.read_groups() if not group.startswith("bench_")}
    assert deployed
    for group in deployed:
        assert locked_versions(group) <= tested, group


def test_locks_pin_by_hash_and_name_no_address() -> None:
    for lock in dependency_locks.LOCKS.glob("*.txt"):
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
