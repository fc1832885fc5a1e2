"""Pictures of a cadence: when posts come, how often, how regularly, and on what. They need the extra `plots`.

What is no `Cadence`, and what are no rectilinear matplotlib axes, are an `InvalidValue`; without matplotlib, all of
these raise `MissingExtra`. pyplot is never used, and no setting of matplotlib changes.

Whatever stands for posts has a contrast of at least 3:1 with the ground of a page that is white, #111 or #1e1e1e.

>>> from datetime import date
>>> from postindex import Post, cadence, plots
>>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
>>> ax = plots.weekdays(cadence.measure(posts))
>>> ax.get_title(loc="left")
'Posts by day of the week'
>>> plots.describe(ax).partition(": ")[2]
'Monday 4, Tuesday 0, Wednesday 0, Thursday 0, Friday 0, Saturday 0, Sunday 0.'
"""

from postindex.plots.drawing import calendar, describe, gaps, overview, rate, tags, weekdays

__all__ = ["calendar", "describe", "gaps", "overview", "rate", "tags", "weekdays"]
