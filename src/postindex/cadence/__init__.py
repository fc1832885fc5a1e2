"""Posting frequency: counts per period, gaps, streaks, rhythms and trends. The system clock is never read.

>>> from datetime import date
>>> from postindex import Post, cadence
>>> posts = [Post(title=f"Tea {day}", published=date(2026, 3, day)) for day in (2, 9, 16, 30)]
>>> rhythm = cadence.measure(posts, by="week", today=date(2026, 4, 2))
>>> rhythm.median_gap, rhythm.longest_gap, rhythm.current_gap
(7.0, 14, 3)
>>> list(rhythm.counts.values())
[1, 1, 1, 0, 1]
"""

from postindex.cadence.gaps import Gap
from postindex.cadence.measurement import Cadence, measure
from postindex.cadence.rhythms import Rhythm
from postindex.cadence.streaks import Streak
from postindex.cadence.trends import Trend

__all__ = ["Cadence", "Gap", "Rhythm", "Streak", "Trend", "measure"]
