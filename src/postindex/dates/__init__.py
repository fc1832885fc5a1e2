"""Date text → `date`, the periods of the calendar, and labels for days.

>>> parse_date("22nd of March, 2026")
datetime.date(2026, 3, 22)
"""

from postindex.dates.parsing import parse_date

__all__ = ["parse_date"]
