"""Posts by day of the week and, where it is known, by hour of the day."""

from matplotlib.axes import Axes

from postindex.cadence import Cadence
from postindex.dates.parsing import WEEKDAY_NAMES
from postindex.plots import descriptions
from postindex.plots.canvas import EMPTY, axes, begin, caption, counting, sentence, wide
from postindex.plots.palette import BLUE, ORANGE
from postindex.text import counted

_HEIGHT = 2.8  # inches

_BAR = 0.8
_FIRST_HOUR = 7.5
_PER_HOUR = 0.5
_LAST_HOUR = _FIRST_HOUR + 23 * _PER_HOUR
_NAMED = (0, 6, 12, 18, 23)
_EMS = 2.6  # that "Mon" takes; where there is less room, it is "M"


def height(cadence: Cadence) -> float:
    """Return how high the picture has to be, in inches."""
    return _HEIGHT if cadence.posts else EMPTY


def draw(cadence: Cadence, ax: Axes | None) -> Axes:
    """Draw a bar for each day, Monday to Sunday, and then narrower ones for the hours."""
    ax = axes(ax, height(cadence))
    begin(
        ax, "Posts by weekday and hour" if cadence.hours else "Posts by day of the week", descriptions.weekdays(cadence)
    )
    if not cadence.posts:
        sentence(ax, f"{descriptions.posts(cadence)}.", alone=True)
        return ax
    ax.bar(range(7), cadence.weekdays, _BAR, color=BLUE, linewidth=0)
    places = [*map(float, range(7))]
    right = _LAST_HOUR if cadence.hours else 6.5
    labels = [day[: 3 if wide(ax) / right > _EMS else 1] for day in WEEKDAY_NAMES]
    if cadence.hours:
        hours = [_FIRST_HOUR + _PER_HOUR * hour for hour in range(24)]
        ax.bar(hours, cadence.hours, _BAR * _PER_HOUR, color=ORANGE, linewidth=0)
        places += [hours[hour] for hour in _NAMED]
        labels += [f"{hour} h" for hour in _NAMED]
        caption(ax, f"Hours of {counted(sum(cadence.hours), 'post')}, each by its own clock.")
    ax.set_xticks(places, labels)
    ax.set_xlim(-0.75, right + 0.25)
    counting(ax, max(*cadence.weekdays, *(cadence.hours or ())))
    return ax
