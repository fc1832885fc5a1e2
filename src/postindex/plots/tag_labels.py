"""Tags as labels: short, and of characters that the font has."""

from functools import cache
from unicodedata import bidirectional, category, east_asian_width

from matplotlib import rcParams
from matplotlib.font_manager import FontProperties, findfont, get_font
from slugify import slugify

_LONGEST = 24  # letters as wide as those of Latin
_NAMELESS = "?"
_LEFT_TO_RIGHT = "\u200e"
_FROM_RIGHT = {"R", "AL", "AN"}


def label(name: str) -> str:
    r"""Return a tag's name on one line, cut where it is long; in Latin letters where the font does not have its own.

    A missing character would be drawn as a box, and warned of whenever the picture is drawn. Names that run from right
    to left stand between two marks, if the font has these; without, they would pull what follows to their other side.
    (Isolates are meant for that, but matplotlib's own font does not have them.)

    >>> label("ci/cd"), label("a name that will not fit into a margin"), label("日本語"), label("עברית")
    ('ci/cd', 'a name that will not fi…', 'ri-ben-yu', '\u200eעברית\u200e')
    """
    plain = " ".join("".join(char for char in name if category(char) != "Cf").split())  # such as turns of direction
    if not all(ord(char) in _characters() for char in plain):
        plain = slugify(plain) or _NAMELESS
    turns = any(bidirectional(char) in _FROM_RIGHT for char in plain)
    mark = _LEFT_TO_RIGHT if turns and ord(_LEFT_TO_RIGHT) in _characters() else ""
    width = 0
    for at, char in enumerate(plain):
        width += 2 if east_asian_width(char) in "WF" else 1
        if width > _LONGEST:
            plain = f"{plain[: max(0, at - 1)]}…"
            break
    return f"{mark}{plain}{mark}"


def _characters() -> set[int]:
    """Return the characters of the fonts that text is drawn with: of one for each family of the rcParams."""
    return _characters_of(tuple(findfont(FontProperties(family=[family])) for family in rcParams["font.family"]))


@cache
def _characters_of(paths: tuple[str, ...]) -> set[int]:
    return {char for path in paths for char in get_font(path).get_charmap()}
