"""Tag labels: short, and in characters that the font has."""

from functools import cache
from unicodedata import bidirectional, category, east_asian_width

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, findfont, get_font
from slugify import slugify

_MAX_WIDTH = 24  # Latin letters
_UNPRINTABLE = "?"
_LEFT_TO_RIGHT = "\u200e"
_RIGHT_TO_LEFT = {"R", "AL", "AN"}


def label(name: str) -> str:
    r"""Return a tag's name on one line, truncated if long, and transliterated if the font lacks a character.

    matplotlib draws a missing character as a box, with a warning. A right-to-left name is enclosed in left-to-right
    marks if the font has them; otherwise it would reorder the text after it. (Isolates are intended for this, but
    matplotlib's default font lacks them.)

    >>> label("ci/cd"), label("a name that will not fit into a margin"), label("日本語"), label("עברית")
    ('ci/cd', 'a name that will not fi…', 'ri-ben-yu', '\u200eעברית\u200e')
    """
    plain = " ".join("".join(char for char in name if category(char) != "Cf").split())  # such as direction controls
    if not all(ord(char) in _characters() for char in plain):
        plain = slugify(plain) or _UNPRINTABLE
    right_to_left = any(bidirectional(char) in _RIGHT_TO_LEFT for char in plain)
    mark = _LEFT_TO_RIGHT if right_to_left and ord(_LEFT_TO_RIGHT) in _characters() else ""
    width = 0
    for at, char in enumerate(plain):
        width += 2 if east_asian_width(char) in "WF" else 1
        if width > _MAX_WIDTH:
            plain = f"{plain[: max(0, at - 1)]}…"
            break
    return f"{mark}{plain}{mark}"


def _characters() -> set[int]:
    """Return the characters of the current fonts: one font for each family of the rcParams."""
    return _characters_of(tuple(findfont(FontProperties(family=[family])) for family in rcParams["font.family"]))


@cache
def _characters_of(paths: tuple[str, ...]) -> set[int]:
    return {char for path in paths for char in get_font(path).get_charmap()}
