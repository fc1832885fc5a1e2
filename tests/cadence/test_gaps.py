import math
from fractions import Fraction
from random import Random
from statistics import mean, pstdev, quantiles

import pytest

from postindex.cadence.gaps import quantile, regularity


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Fraction(0), 0.0),
        (Fraction(1, 4), 2.0),
        (Fraction(1, 2), 3.0),
        (Fraction(9, 10), 7.5),
        (Fraction(1), 10.0),
    ],
)
def test_a_quantile_interpolates_between_the_two_nearest(share: Fraction, expected: float) -> None:
    assert quantile([0, 2, 2, 4, 5, 10], share) == expected
    assert quantile([4], share) == 4.0


def test_quantiles_are_those_of_the_standard_library_to_the_last_bit() -> None:
    chance = Random(1)
    for size in range(2, 60):
        gaps = sorted(chance.choices(range(90), k=size))
        hundredths = [quantile(gaps, Fraction(part, 100)) for part in range(1, 100)]
        assert hundredths == quantiles(gaps, n=100, method="inclusive")


def test_quantiles_are_those_of_numpy() -> None:
    numpy = pytest.importorskip("numpy", reason="numpy is not installed: it comes with pandas")
    chance = Random(2)
    for size in (1, 2, 3, 10, 59):
        gaps = sorted(chance.choices(range(90), k=size))
        for part in range(21):
            assert quantile(gaps, Fraction(part, 20)) == pytest.approx(numpy.quantile(gaps, part / 20))


# -- regularity -------------------------------------------------------------------------------------------------------


def by_the_formula(gaps: list[int]) -> float:
    """Equation 22 of Kim and Jo, negated."""
    number, ratio = len(gaps), pstdev(gaps) / mean(gaps)
    more, fewer = math.sqrt(number + 1), math.sqrt(number - 1)
    return -(more * ratio - fewer) / ((more - 2) * ratio + fewer)


def test_regularity_follows_the_formula() -> None:
    chance = Random(3)
    for size in range(2, 60):
        gaps = [*chance.choices(range(90), k=size - 1), 7]
        assert regularity(gaps) == pytest.approx(by_the_formula(gaps), abs=1e-9)


@pytest.mark.parametrize("gap", [1, 7, 365, 3_000_000])
@pytest.mark.parametrize("size", [2, 3, 58, 1000])
def test_equal_gaps_have_regularity_1(size: int, gap: int) -> None:
    assert regularity([gap] * size) == 1.0


@pytest.mark.parametrize("size", [2, 3, 58, 1000])
def test_one_burst_then_silence_has_regularity_minus_1(size: int) -> None:
    assert regularity([0] * (size - 1) + [30]) == -1.0
    assert regularity([30] + [0] * (size - 1)) == -1.0


@pytest.mark.parametrize("gaps", [[], [7], [0, 0], [0] * 9])
def test_too_few_gaps_and_posts_on_one_day_have_no_regularity(gaps: list[int]) -> None:
    assert regularity(gaps) is None


@pytest.mark.parametrize(("size", "off"), [(3, 0.1), (10, 0.05), (58, 0.02), (500, 0.01)])
def test_random_gaps_have_regularity_about_0(size: int, off: float) -> None:
    """Posts that know nothing of each other: exponential gaps. Of few gaps, the mean is a little above 0."""
    chance = Random(4)
    found = [regularity([round(chance.expovariate(1 / 5000)) for _ in range(size)]) or 0.0 for _ in range(400)]
    assert mean(found) == pytest.approx(0.0, abs=off)


def test_regularity_is_rounded_and_never_minus_0() -> None:
    """To 12 digits, which no machine's square root changes."""
    assert str(regularity([0, 1, 1])) == "0.0"
    assert str(regularity([1, 2, 4])) == "0.244071053982"


def test_gaps_with_a_heavy_tail_are_bursts_and_gaps_around_a_week_are_regular() -> None:
    chance = Random(5)
    assert (regularity([round(chance.paretovariate(1.1)) for _ in range(500)]) or 0.0) < -0.3
    assert (regularity([chance.randint(5, 9) for _ in range(500)]) or 0.0) > 0.6


def test_regularity_does_not_depend_on_order() -> None:
    chance = Random(6)
    gaps = [round(chance.expovariate(1 / 12)) for _ in range(200)]
    found = regularity(gaps)
    for _ in range(20):
        chance.shuffle(gaps)
        assert regularity(gaps) == found
