"""Labels: numbers of days, and ranges of dates."""

from math import floor

_WHOLE = 10  # days from which labels have no tenths


def day_number(number: float) -> str:
    """Return a number of days as text: below ten with a tenth, from ten on whole, halves rounded up.

    >>> day_number(7.0), day_number(9.25), day_number(9.96), day_number(14.5), day_number(1234.4)
    ('7', '9.2', '10', '15', '1,234')
    """
    return f"{number:,.1f}".removesuffix(".0") if number < _WHOLE else f"{floor(number + 0.5):,}"


def in_days(number: float) -> str:
    """Return a number of days with its unit, rounded like `day_number`.

    >>> in_days(1.0), in_days(1.04), in_days(7.5)
    ('1 day', '1 day', '7.5 days')
    """
    rounded = day_number(number)
    return f"{rounded} day" if rounded == "1" else f"{rounded} days"


def span(first: object, last: object) -> str:
    """Return a range as text; a range of one value is that value.

    >>> span("2026-03-01", "2026-03-22"), span("2026-03-01", "2026-03-01")
    ('2026-03-01 to 2026-03-22', '2026-03-01')
    """
    return f"{first}" if first == last else f"{first} to {last}"
