"""Labels on axes and in legends: round dates, short names, few levels; and the colours."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import atan2, degrees, dist

import matplotlib as mpl
import pytest
from matplotlib.colors import to_hex, to_rgb, to_rgba

from postindex.dates.periods import By, periods
from postindex.plots import palette
from postindex.plots.palette import levels
from postindex.plots.scales import ticks
from postindex.plots.tag_labels import label


@pytest.mark.parametrize(
    ("by", "first", "last", "said"),
    [
        ("day", date(2026, 2, 27), date(2026, 3, 2), {0: "27 Feb\n2026", 1: "28 Feb", 2: "1 Mar", 3: "2 Mar"}),
        (
            "day",
            date(2025, 12, 20),
            date(2026, 1, 20),
            {2: "22 Dec\n2025", 9: "29 Dec", 16: "5 Jan\n2026", 23: "12 Jan", 30: "19 Jan"},
        ),
        (
            "week",
            date(2026, 1, 5),
            date(2026, 3, 16),
            {0: "5 Jan\n2026", 2: "19 Jan", 4: "2 Feb", 6: "16 Feb", 8: "2 Mar", 10: "16 Mar"},
        ),
        ("week", date(2025, 11, 1), date(2026, 3, 1), {1: "Nov\n2025", 5: "Dec", 10: "Jan\n2026", 14: "Feb"}),
        ("month", date(2026, 3, 1), date(2026, 3, 1), {0: "Mar\n2026"}),
        ("month", date(2024, 2, 1), date(2025, 3, 1), {2: "Apr\n2024", 5: "Jul", 8: "Oct", 11: "Jan\n2025"}),
        ("month", date(2025, 2, 1), date(2025, 3, 1), {0: "Feb\n2025", 1: "Mar"}),
        ("quarter", date(2025, 4, 1), date(2026, 1, 1), {0: "Q2\n2025", 1: "Q3", 2: "Q4", 3: "Q1\n2026"}),
        ("quarter", date(2021, 4, 1), date(2026, 1, 1), {3: "2022", 7: "2023", 11: "2024", 15: "2025", 19: "2026"}),
        ("year", date(1994, 1, 1), date(2028, 1, 1), {6: "2000", 16: "2010", 26: "2020"}),
        ("year", date(1, 1, 1), date(3, 1, 1), {0: "1", 1: "2", 2: "3"}),
        ("day", date(9999, 12, 29), date(9999, 12, 31), {0: "29 Dec\n9999", 1: "30 Dec", 2: "31 Dec"}),
    ],
)
def test_an_axis_has_labels_at_round_dates(by: By, first: date, last: date, said: dict[int, str]) -> None:
    assert dict(ticks([*periods(first, last, by)], by, 6)) == said


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("most", [2, 5, 12])
def test_an_axis_has_at_least_one_label_and_not_too_many(by: By, most: int) -> None:
    for days in (0, 1, 5, 30, 100, 365, 1000, 4000, 20_000):
        first = date(2001, 5, 17)
        places = [place for place, _ in ticks([*periods(first, first + timedelta(days), by)], by, most)]
        assert 1 <= len(places) <= most + 1
        gaps = {second - first for first, second in pairwise(places)}
        assert not gaps or max(gaps) <= min(gaps) * 1.4 + 1


@pytest.mark.parametrize(
    ("highest", "said"),
    [
        (0, []),
        (1, ["1"]),
        (2, ["1", "2"]),
        (3, ["1", "2", "3"]),
        (4, ["1", "2", "3", "4"]),
        (5, ["1", "2", "3", "4 to 5"]),
        (1234, ["1", "2 to 16", "17 to 144", "145 to 1,234"]),
    ],
)
def test_levels(highest: int, said: Sequence[str]) -> None:
    assert [str(level) for level in levels(highest)] == said


def test_levels_cover_all_counts_and_grow_in_size() -> None:
    for highest in range(1, 200):
        found = levels(highest)
        assert [count for level in found for count in range(level.low, level.high + 1)] == [*range(1, highest + 1)]
        assert found[0][:2] == (1, 1)
        assert len({level.colour for level in found}) == len(found) <= 4
        assert [level.side for level in found] == sorted({level.side for level in found})
        assert found[-1].side == 1


Triple = tuple[float, float, float]
GROUNDS = ("#ffffff", "#111111", "#1e1e1e")

# What each kind of sight leaves of linear red, green and blue: Machado, Oliveira and Fernandes (2009), table 1, of 1.0.
SIGHTS: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def times(matrix: Sequence[Triple], vector: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return x, y, z


def linear(colour: str) -> Triple:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return red, green, blue


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def oklab(colour: str, sight: str) -> Triple:
    """Return a colour as an eye sees it, in Ottosson's Oklab (2020)."""
    red, green, blue = (min(1, max(0, part)) for part in times(SIGHTS[sight], linear(colour)))
    cones = times(
        (
            (0.4122214708, 0.5363325363, 0.0514459929),
            (0.2119034982, 0.6806995451, 0.1073969566),
            (0.0883024619, 0.2817188376, 0.6299787005),
        ),
        (red, green, blue),
    )
    long, middle, short = (part ** (1 / 3) for part in cones)
    return times(
        (
            (0.2104542553, 0.7936177850, -0.0040720468),
            (1.9779984951, -2.4285922050, 0.4505937099),
            (0.0259040371, 0.7827717662, -0.8086757660),
        ),
        (long, middle, short),
    )


def empty(ground: str) -> str:
    """Return what a cell without posts looks like on a ground."""
    *over, alpha = to_rgba(palette.GROUND)
    red, green, blue = (alpha * a + (1 - alpha) * b for a, b in zip(over, to_rgb(ground), strict=True))
    return to_hex((red, green, blue))


@pytest.mark.parametrize("ground", GROUNDS)
def test_colours_contrast_with_light_and_dark_backgrounds(ground: str) -> None:
    assert contrast(palette.INK, ground) >= 3.8
    for colour in (palette.BLUE, palette.PALE, palette.ORANGE, *(level.colour for level in levels(4))):
        assert contrast(colour, ground) >= 3


def test_the_rim_of_the_line_contrasts_with_the_bars() -> None:
    for colour in (palette.BLUE, palette.PALE, palette.ORANGE):
        assert contrast(palette.HALO, colour) >= 3


@pytest.mark.parametrize("ground", GROUNDS)
def test_levels_contrast_with_empty_cells(ground: str) -> None:
    single, *others = (contrast(level.colour, empty(ground)) for level in levels(4))
    assert single >= 3
    assert min(others) >= 2.5
    assert 1.15 < contrast(empty(ground), ground) < 1.25


@pytest.mark.parametrize("sight", SIGHTS)
def test_levels_differ_for_every_kind_of_colour_vision(sight: str) -> None:
    seen = [oklab(level.colour, sight) for level in levels(4)]
    assert min(dist(one, other) for one, other in combinations(seen, 2)) > 0.12
    assert min(dist(one, oklab(empty(ground), sight)) for one in seen for ground in GROUNDS) > 0.2


def test_levels_go_from_blue_to_orange_and_get_lighter() -> None:
    seen = [oklab(level.colour, "normal") for level in levels(4)]
    hues = [(degrees(atan2(b, a)) - 240) % 360 for _, a, b in seen]
    assert all(10 < second - first < 90 for first, second in pairwise(hues))
    assert all(second[0] - first[0] > -0.02 for first, second in pairwise(seen))
    assert seen[-1][0] - seen[0][0] > 0.08


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ci/cd", "ci/cd"),
        ("a\nb\t c", "a b c"),
        ("Über", "Über"),
        ("日本語", "ri-ben-yu"),
        ("🚀 launch", "launch"),
        ("tea\u200b\u202e", "tea"),
        ("𐎀", "?"),
        ("exactly-24-letters-long-", "exactly-24-letters-long-"),
        ("exactly-25-letters-long--", "exactly-25-letters-long…"),
        ("עברית", "\u200eעברית\u200e"),
        ("عربي", "\u200eعربي\u200e"),
        ("tea עברית", "\u200etea עברית\u200e"),
        ("ע" * 25, f"\u200e{'ע' * 23}…\u200e"),
    ],
)
def test_labels_are_short_and_use_characters_of_the_font(name: str, said: str) -> None:
    with mpl.rc_context({"font.family": ["DejaVu Sans"]}):
        assert label(name) == said


def test_direction_marks_are_left_out_if_the_font_lacks_them() -> None:
    with mpl.rc_context({"font.family": ["DejaVu Sans Mono"]}):
        assert label("عربي") == "عربي"


def test_a_font_that_has_the_characters_is_used() -> None:
    with mpl.rc_context({"font.family": ["DejaVu Sans", "STIXGeneral"]}):
        assert label("の") == "の"  # of all such characters, the only one that it has
        assert label("の" * 13) == "の" * 11 + "…"
    with mpl.rc_context({"font.family": ["DejaVu Sans"]}):
        assert label("の") == "no"
