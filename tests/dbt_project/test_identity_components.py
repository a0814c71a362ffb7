"""Which ids belong together, against a union-find, over graphs of many shapes in one build."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from tests.dbt_project.union_find import UnionFind
from tests.dbt_project.warehouse import Warehouse

Pair = tuple[str, str]
MOST_KNOWN = 10
CHAIN = 3_000


def test_components_are_those_of_a_union_find(fresh_warehouse: Warehouse, tmp_path: Path) -> None:
    pairs = list(graphs(Random(6)))
    insert_edges(fresh_warehouse, pairs)

    done = fresh_warehouse.dbt(
        tmp_path, "build", "--select", "int_identity_identifiers", "int_identity_components",
        "--exclude-resource-type", "unit_test",
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    found = fresh_warehouse.rows(
        "select identifier, component_id from intermediate.int_identity_components"
    )
    assert {row["identifier"]: row["component_id"] for row in found} == components_of(pairs)


def graphs(rng: Random) -> Iterator[Pair]:
    """Chains in orders that are hard on some algorithm, trees, cycles, crowds and random graphs."""
    chain = list(range(CHAIN))
    yield from chain_of("rising", chain)
    yield from chain_of("falling", chain[::-1])
    yield from chain_of("shuffled", rng.sample(chain, CHAIN))
    yield from chain_of("zigzag", [i // 2 if i % 2 else CHAIN - i // 2 for i in chain])
    yield from chain_of("cycle", [*chain[:500], 0])
    yield from ((f"tree-{i:04}", f"tree-{(i - 1) // 5:04}") for i in range(1, 1_000))
    # A kiosk is no tie between its users, who are tied by other ways.
    yield from (("kiosk", f"user-{i}") for i in range(MOST_KNOWN + 1))
    yield from (("tablet", f"user-{i}") for i in range(3))
    for case in range(150):
        nodes = rng.randint(2, 12)
        for _ in range(rng.randint(1, 14)):
            one, other = rng.randrange(nodes), rng.randrange(nodes)
            if one != other:
                yield f"case-{case}-{one}", f"case-{case}-{other}"


def chain_of(name: str, order: Iterable[int]) -> Iterator[Pair]:
    """Each tied to the next."""
    ids = [f"{name}-{i:05}" for i in order]
    return zip(ids, ids[1:], strict=False)


def components_of(pairs: list[Pair]) -> dict[str, str]:
    """Id → least id of its component, without the ties of those that have too many."""
    neighbours = Counter(one for one, _ in set(pairs))
    crowded = {one for one, count in neighbours.items() if count > MOST_KNOWN}
    found = UnionFind()
    for pair in pairs:
        found.add(*pair)
        if not crowded & {*pair}:
            found.unite(*pair)
    return found.roots()


def insert_edges(warehouse: Warehouse, pairs: list[Pair]) -> None:
    """The ties as the edges' model would have them."""
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute("create schema intermediate")
        cursor.execute(
            "create table intermediate.int_identity_edges "
            "(kind varchar(5), identifier varchar(64), linked_identifier varchar(64))"
        )
        for start in range(0, len(pairs), 1_000):
            rows = ", ".join(f"('user', '{a}', '{b}')" for a, b in pairs[start : start + 1_000])
            cursor.execute(f"insert into intermediate.int_identity_edges values {rows}")
