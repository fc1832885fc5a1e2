"""Pictures of a cadence: a calendar, posts per period, gaps, tags and weekdays. Needs the extra `plots`.

All functions raise `MissingExtra` without matplotlib, and `InvalidValue` if the cadence is not a `Cadence` or the axes
are not rectilinear matplotlib axes. They do not import pyplot and do not change any matplotlib setting.

Marks for posts have a contrast of at least 3:1 with a white, #111 or #1e1e1e page.

>>> from datetime import date
>>> from postindex import Post, cadence, plots
>>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
>>> ax = plots.weekdays(cadence.measure(posts))
>>> ax.get_title(loc="left")
'Posts by weekday'
>>> plots.describe(ax).partition(": ")[2]
'Monday 4, Tuesday 0, Wednesday 0, Thursday 0, Friday 0, Saturday 0, Sunday 0.'
"""

from postindex.plots.drawing import calendar, describe, gaps, overview, rate, tags, weekdays

__all__ = ["calendar", "describe", "gaps", "overview", "rate", "tags", "weekdays"]
