"""Colours that are legible on white, on #111 and on #1e1e1e, the grounds of notebooks and editors; levels of counts.

Everything that says something has a contrast of at least 3:1 with all three (WCAG 2.2, success criterion 1.4.11): it is
the contrast with the ground of the page. That leaves a narrow band of lightness, so counts differ in hue, from blue to
orange as in plasma, and in size. A single post has 3:1 with the empty cells around it too, on each of the three; the
other levels, which are larger, have at least 2.5:1 with these. Between levels there is no such ratio, only distance.
"""

from typing import NamedTuple

INK = "#797979"  # of all colours the one that is as far from white as from #111: 4.3 to both
BLUE, ORANGE = "#0072b2", "#d55e00"  # Okabe and Ito, "Color universal design" (2008)
PALE = "#6c94bb"  # of bars that are too thin to be apart
HALO = "#ffffff"  # around a line in front of bars, from which orange differs in hue alone
GROUND = "#7a7a7a27"  # of cells without posts: not the ink, which a report gives the colour of its own text

# Found by search: no two are nearer than 0.12 in Oklab, and none is nearer than 0.2 to an empty cell, to normal sight
# and to the three kinds of colour blindness (Machado, Oliveira and Fernandes, 2009). The order is one of hue, and of
# two steps of lightness, as the band has no room for four; more is lighter, so that white shows it by hue and size.
_RAMP = ("#4566ff", "#9060aa", "#bf8398", "#f36802")
_CHOSEN: tuple[tuple[int, ...], ...] = ((), (0,), (0, 3), (0, 1, 3), (0, 1, 2, 3))  # by how many levels there are
_SIDES = (0.62, 0.74, 0.86, 1.0)


class Level(NamedTuple):
    """Counts from `low` to `high` that are drawn alike: in one colour, and `side` times as large as there is room."""

    low: int
    high: int
    colour: str
    side: float

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def levels(highest: int) -> tuple[Level, ...]:
    """Return at most four levels for counts from 1 to the highest; 1 is a level of its own, as single posts matter.

    >>> [str(level) for level in levels(2)], [str(level) for level in levels(20)]
    (['1', '2'], ['1', '2 to 3', '4 to 8', '9 to 20'])
    """
    number = min(highest, len(_RAMP))
    lows = [1]
    for part in range(1, number):
        lows.append(max(lows[-1] + 1, round(2 * (highest / 2) ** ((part - 1) / (number - 1)))))
    highs = [*(low - 1 for low in lows[1:]), highest][:number]
    return tuple(
        Level(low, high, _RAMP[at], side)
        for low, high, at, side in zip(
            lows, highs, _CHOSEN[number], _SIDES[-number:], strict=False
        )  # of 0, there is none
    )
