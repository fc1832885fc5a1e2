"""Labels of days: counts of days and spans of dates, in words."""

from math import floor

_WHOLE = 10  # days, from which on tenths say nothing


def day_number(number: float) -> str:
    """Return how many days a number is: below ten in tenths, and whole from there on, halves rounded up.

    >>> day_number(7.0), day_number(9.25), day_number(9.96), day_number(14.5), day_number(1234.4)
    ('7', '9.2', '10', '15', '1,234')
    """
    return f"{number:,.1f}".removesuffix(".0") if number < _WHOLE else f"{floor(number + 0.5):,}"


def in_days(number: float) -> str:
    """Return a number of days, rounded as `day_number` does.

    >>> in_days(1.0), in_days(1.04), in_days(7.5)
    ('1 day', '1 day', '7.5 days')
    """
    said = day_number(number)
    return f"{said} day" if said == "1" else f"{said} days"


def span(first: object, last: object) -> str:
    """Return what lies from one to another in words, such as days; what is the same, once.

    >>> span("2026-03-01", "2026-03-22"), span("2026-03-01", "2026-03-01")
    ('2026-03-01 to 2026-03-22', '2026-03-01')
    """
    return f"{first}" if first == last else f"{first} to {last}"
