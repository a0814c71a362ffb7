from pathlib import Path

import pytest

from infra import house_rules


@pytest.mark.parametrize(
    ("path", "text", "breach"),
    [
        ("infra/long.py", "x\n" * 251, "251 lines"),
        ("infra/utils.py", "", "says nothing"),
        ("infra/a.py", "# TO" + "DO later", "unfinished"),
        ("infra/a.py", "if settings.is_" + "local:\n    pass", "second code path"),
        ("tests/test_a.py", "time." + "sleep(1)", "in a test"),
        ("docs/a.md", "see py" + "pi.org", "registry"),
    ],
)
def test_each_breach_is_named(path: str, text: str, breach: str) -> None:
    assert any(breach in found for found in house_rules.breaches(Path(path), text))


def test_ordinary_files_pass() -> None:
    assert not list(house_rules.breaches(Path("infra/a.py"), "x = 1\n" * 250))
    assert not list(house_rules.breaches(Path("README.md"), "pypi packages are installed"))
