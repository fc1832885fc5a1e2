"""Colours that are legible on white, #111 and #1e1e1e, the backgrounds of notebooks and editors; levels of counts.

Every mark has a contrast of at least 3:1 with all three backgrounds (WCAG 2.2, success criterion 1.4.11). That leaves a
narrow band of lightness, so counts differ in hue, from blue to orange as in plasma, and in size. A single post also has
3:1 with the empty cells around it; the other levels, which are larger, have at least 2.5:1. Levels differ from each
other in colour, without a minimum contrast.
"""

from typing import NamedTuple

INK = "#797979"  # equal contrast with white and #111: 4.3:1
BLUE, ORANGE = "#0072b2", "#d55e00"  # Okabe and Ito, "Color universal design" (2008)
PALE = "#6c94bb"  # bars too narrow to be separate
HALO = "#ffffff"  # around a line in front of bars: orange differs from blue in hue only
GROUND = "#7a7a7a27"  # cells without posts; not INK, which a report replaces with its text colour

# Found by search: any two are at least 0.12 apart in Oklab, and 0.2 from an empty cell, in normal vision and in the
# three kinds of colour blindness (Machado, Oliveira and Fernandes, 2009). They are ordered by hue, and by two steps of
# lightness: the band has no room for four. More posts are lighter.
_RAMP = ("#4566ff", "#9060aa", "#bf8398", "#f36802")
_COLOURS_OF: tuple[tuple[int, ...], ...] = ((), (0,), (0, 3), (0, 1, 3), (0, 1, 2, 3))  # by the number of levels
_SIDES = (0.62, 0.74, 0.86, 1.0)


class Level(NamedTuple):
    """The counts from `low` to `high`, their colour, and the side of their cells: a fraction of the available space."""

    low: int
    high: int
    colour: str
    side: float

    def __str__(self) -> str:
        return f"{self.low:,}" if self.low == self.high else f"{self.low:,} to {self.high:,}"


def levels(highest: int) -> tuple[Level, ...]:
    """Return at most four levels for counts from 1 to the highest; 1 is a separate level, as single posts matter.

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
        for low, high, at, side in zip(lows, highs, _COLOURS_OF[number], _SIDES[-number:], strict=False)
    )
