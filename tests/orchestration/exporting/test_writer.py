from decimal import Decimal

import pytest

from ingest_lambdas.contract.hot_tier_layout import site_day
from orchestration.exporting.changes import Change
from orchestration.exporting.content import content_hash
from orchestration.exporting.writer import HotTierContended, apply_change

KEY = site_day("2026-11-01")


def change(version, views):
    content = {"views": Decimal(views)}
    return Change(KEY, "2026-11-01", version, content, content_hash(content))


def test_a_write_whose_answer_was_lost_is_found_done(hot_tier):
    apply_change(hot_tier, change(1, 5), "first")
    assert apply_change(hot_tier, change(1, 5), "second").version == 1
    assert hot_tier.read(KEY)["as_of"] == "first"


def test_an_unknown_newer_item_with_other_content_is_overtaken(hot_tier):
    apply_change(hot_tier, change(9, 5), "before")
    assert apply_change(hot_tier, change(1, 6), "now").version == 10
    assert hot_tier.read(KEY)["views"] == 6


def test_a_stale_item_is_deleted_even_if_a_newer_version_was_not_remembered(hot_tier):
    apply_change(hot_tier, change(9, 5), "before")
    apply_change(hot_tier, Change(KEY, "2026-11-01", 1, None), "now")
    assert hot_tier.read(KEY) is None


def test_deleting_what_is_not_there_is_done(hot_tier):
    assert apply_change(hot_tier, Change(KEY, "2026-11-01", 1, None), "now").version == 1


def test_another_writer_on_the_same_key_is_told_of(hot_tier, monkeypatch):
    monkeypatch.setattr(type(hot_tier), "put_newer", lambda *_: False)
    with pytest.raises(HotTierContended, match="site"):
        apply_change(hot_tier, change(1, 5), "now")
