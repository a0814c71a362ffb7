"""The graph of who comes before whom, alone."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from infra.local.redshift.session.serialization import SerializationGraph, Violation

A, B = ("public", "a"), ("public", "b")


def nothing() -> None:
    pass


def graph_of(*numbers: int) -> SerializationGraph:
    graph = SerializationGraph()
    for number in numbers:
        graph.begin(number, nothing)
    return graph


def test_each_reads_what_the_other_writes() -> None:
    """The page's example: the last statement of the four is the one that fails."""
    graph = graph_of(1, 2)
    graph.touch(1, {A}, ())
    graph.touch(1, (), {B})
    graph.touch(2, (), {A})
    with pytest.raises(Violation) as caught:
        graph.touch(2, {B}, ())
    assert sorted(caught.value.numbers) == [1, 2]


def test_an_order_is_enough() -> None:
    graph = graph_of(1, 2)
    graph.touch(1, {A}, ())
    graph.touch(2, (), {A})
    graph.commit(2, nothing)
    graph.touch(1, (), {B})
    graph.commit(1, nothing)
    assert len(graph) == 0


def test_a_change_based_on_what_was_changed_since() -> None:
    graph = graph_of(1, 2)
    graph.touch(1, {A}, ())
    graph.touch(2, {A}, {A})
    graph.commit(2, nothing)
    with pytest.raises(Violation):
        graph.touch(1, {A}, {A})


def test_rows_only_added_need_no_order() -> None:
    graph = graph_of(1, 2)
    for number in (1, 2):
        graph.touch(number, (), {A})
        graph.commit(number, nothing)


def test_a_reader_sees_one_of_two_orders_that_exclude_each_other() -> None:
    """The reader saw 2 and not 1, while 1 had read before 2 wrote: 1, 2, reader, 1."""
    graph = graph_of(1)
    graph.touch(1, {A, B}, {B})
    graph.begin(2, nothing)
    graph.touch(2, {A}, {A})
    graph.commit(2, nothing)
    graph.begin(3, nothing)
    graph.commit(1, nothing)
    with pytest.raises(Violation) as caught:
        graph.touch(3, {A, B}, ())
    assert sorted(caught.value.numbers) == [1, 2, 3]


def test_a_commit_that_fails_leaves_no_trace() -> None:
    graph = graph_of(1, 2)
    graph.touch(1, {A}, {B})

    def fail() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        graph.commit(1, fail)
    graph.touch(2, {B}, {A})
    graph.commit(2, nothing)
    assert len(graph) == 0


STEPS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["read", "write", "commit", "roll back"]),
        st.sampled_from("abc"),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=200)
@given(STEPS)
@example(
    [
        (0, "read", "a"),
        (1, "write", "a"),
        (1, "commit", "a"),
        (1, "write", "a"),
        (1, "commit", "a"),
        (0, "write", "a"),
    ]
)
def test_forgetting_changes_no_verdict(steps: list[tuple[int, str, str]]) -> None:
    forgetful, elephant = SerializationGraph(), SerializationGraph()
    elephant._forget = nothing  # type: ignore[method-assign]
    verdicts = [play(graph, steps) for graph in (forgetful, elephant)]
    assert verdicts[0] == verdicts[1]
    assert len(forgetful) <= len(elephant)


def play(graph: SerializationGraph, steps: list[tuple[int, str, str]]) -> list[str]:
    """What each step came to; a session begins its next transaction where it has none."""
    numbers: dict[int, int] = {}
    found = []
    for step, (session, action, name) in enumerate(steps):
        if session not in numbers:
            numbers[session] = step
            graph.begin(step, nothing)
        number, table = numbers[session], {("public", name)}
        try:
            if action in ("read", "write"):
                graph.touch(number, table, table if action == "write" else ())
            else:
                getattr(graph, action.replace(" ", "_"))(
                    number, *([nothing] if action == "commit" else [])
                )
                del numbers[session]
            found.append("done")
        except Violation as violation:
            graph.roll_back(number)
            del numbers[session]
            found.append(f"refused {violation.numbers}")
    return found
