"""Posts by weekday and, if known, by hour of the day."""

from matplotlib.axes import Axes

from postindex.cadence import Cadence
from postindex.dates.parsing import WEEKDAY_NAMES
from postindex.plots.canvas import (
    EMPTY,
    axes_or_new,
    set_caption,
    set_count_axis,
    set_title,
    show_message,
    width_in_ems,
)
from postindex.plots.descriptions import describe_weekdays, posts_and_window
from postindex.plots.palette import BLUE, ORANGE
from postindex.text import counted

_HEIGHT = 2.8  # inches

_BAR = 0.8
_FIRST_HOUR = 7.5
_PER_HOUR = 0.5
_LAST_HOUR = _FIRST_HOUR + 23 * _PER_HOUR
_LABELLED_HOURS = (0, 6, 12, 18, 23)
_EMS = 2.6  # of "Mon"; with less room, the label is "M"


def weekdays_height(cadence: Cadence) -> float:
    """Return the height of the picture, in inches."""
    return _HEIGHT if cadence.posts else EMPTY


def draw_weekdays(cadence: Cadence, ax: Axes | None) -> Axes:
    """Draw a bar for each weekday, Monday to Sunday, then narrower bars for the hours."""
    ax = axes_or_new(ax, weekdays_height(cadence))
    set_title(ax, f"Posts by weekday{' and hour' if cadence.hours else ''}", describe_weekdays(cadence))
    if not cadence.posts:
        show_message(ax, f"{posts_and_window(cadence)}.", alone=True)
        return ax
    ax.bar(range(7), cadence.weekdays, _BAR, color=BLUE, linewidth=0)
    places = [*map(float, range(7))]
    right = _LAST_HOUR if cadence.hours else 6.5
    labels = [day[: 3 if width_in_ems(ax) / right > _EMS else 1] for day in WEEKDAY_NAMES]
    if cadence.hours:
        hours = [_FIRST_HOUR + _PER_HOUR * hour for hour in range(24)]
        ax.bar(hours, cadence.hours, _BAR * _PER_HOUR, color=ORANGE, linewidth=0)
        places += [hours[hour] for hour in _LABELLED_HOURS]
        labels += [f"{hour} h" for hour in _LABELLED_HOURS]
        set_caption(ax, f"Hours: {counted(sum(cadence.hours), 'post')} with a time, in local time.")
    ax.set_xticks(places, labels)
    ax.set_xlim(-0.75, right + 0.25)
    set_count_axis(ax, max(*cadence.weekdays, *(cadence.hours or ())))
    return ax
