from infra.local.aws.kinesis.throttle import Throttle


def test_a_second_refills_what_a_second_gives() -> None:
    now = [0.0]
    throttle = Throttle((10, 100), lambda: now[0])
    assert sum(throttle.admit(1, 1, 5) for _ in range(20)) == 10
    now[0] = 0.5
    assert sum(throttle.admit(1, 1, 5) for _ in range(20)) == 5
    assert throttle.admit(2, 1, 5), "another shard has its own bucket"


def test_the_scarcer_unit_decides_and_a_refusal_costs_nothing() -> None:
    throttle = Throttle((10, 100), lambda: 0.0)
    assert throttle.admit(1, 1, 90)
    assert not throttle.admit(1, 1, 20)
    assert throttle.admit(1, 1, 10)


def test_one_amount_above_the_rate_passes_a_full_bucket_and_leaves_debt() -> None:
    now = [0.0]
    throttle = Throttle((10, 100), lambda: now[0])
    assert throttle.admit(1, 1, 150)
    now[0] = 1.0
    assert not throttle.admit(1, 1, 60)
