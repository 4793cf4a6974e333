"""What a case yields."""

from benchmarks.case import Result


def result(*, ours: list[float], limit: float | None, limits_ours: bool = False) -> Result:
    return Result.of(
        "case", ours, [10.0, 4.0, 2.0], unit="ms", limit=limit, limits_ours=limits_ours
    )


def test_the_ratio_of_the_medians() -> None:
    measured = result(ours=[3.0, 1.0, 20.0], limit=1.0)

    assert (measured.ours, measured.peer, measured.ratio, measured.runs) == (3.0, 4.0, 0.75, 3)
    assert not measured.missed
    assert str(measured) == "case: ours 3.000 ms, peer 4.000 ms, ratio 0.75 (median of 3)"


def test_a_missed_limit_is_told() -> None:
    measured = result(ours=[3.0, 1.0, 20.0], limit=0.7)

    assert measured.missed
    assert str(measured).endswith("(median of 3)  missed: the limit is 0.7")


def test_a_limit_of_our_own_value() -> None:
    assert not result(ours=[8.0], limit=8.0, limits_ours=True).missed
    measured = result(ours=[8.1], limit=8.0, limits_ours=True)

    assert measured.missed
    assert str(measured).endswith("missed: the limit is 8.0 ms")


def test_what_has_no_limit_misses_none() -> None:
    assert not result(ours=[1000.0], limit=None).missed
