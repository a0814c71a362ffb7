from hypothesis import given
from hypothesis import strategies as st

from orchestration.clients.lake_file import LakeFile
from orchestration.loading.grouping import Bounds, group_files

HOURS = st.integers(0, 5).map(lambda hour: f"2026-11-01-{hour:02}")
BOUNDS = st.builds(Bounds, st.integers(1, 5), st.integers(1, 100), st.integers(1, 3))
FILES = st.lists(
    st.builds(
        LakeFile,
        key=st.text(min_size=1),
        kind=st.just("events"),
        load_hour=HOURS,
        byte_count=st.integers(0, 90),
        etag=st.just(""),
    )
)


@given(FILES, BOUNDS)
def test_groups_hold_every_file_in_order_within_their_bounds(files, bounds):
    groups = list(group_files(files, bounds))
    assert [file for group in groups for file in group] == files
    for group in groups:
        assert 0 < len(group) <= bounds.files
        assert len({file.load_hour for file in group}) <= bounds.hours
        assert len(group) == 1 or sum(file.byte_count for file in group) <= bounds.bytes


@given(FILES, BOUNDS)
def test_no_group_could_have_taken_the_next_file(files, bounds):
    groups = list(group_files(files, bounds))
    for group, following in zip(groups, groups[1:], strict=False):
        larger = [*group, following[0]]
        assert (
            len(larger) > bounds.files
            or sum(file.byte_count for file in larger) > bounds.bytes
            or len({file.load_hour for file in larger}) > bounds.hours
        )
