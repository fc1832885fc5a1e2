from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from postindex import InvalidValue
from postindex.cadence.window import one_day, parse_window, require_consistent

TODAY = date(2026, 3, 22)


# -- one day ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [TODAY, "2026-03-22", datetime(2026, 3, 22, 23, tzinfo=UTC)])
def test_a_day_is_a_date_a_datetime_or_text(value: Any) -> None:
    found = one_day("today", value)
    assert (type(found), found) == (date, TODAY)


@pytest.mark.parametrize("value", ["2026", "2026-03", "soon", "", "2026-02-30", 2026, None, True, pd.NaT, pd.NA, ()])
def test_values_that_are_not_a_single_day_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^today: .* is not a single day; give a day such as 2026-03-22$"):
        one_day("today", value)


# -- windows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("window", "today", "expected"),
    [
        (None, None, (None, None)),
        (None, TODAY, (None, TODAY)),
        ((None, None), TODAY, (None, TODAY)),
        (("2025", "2025-02"), None, (date(2025, 1, 1), date(2025, 2, 28))),
        (["2025", None], TODAY, (date(2025, 1, 1), TODAY)),
        ((None, "2026-03"), TODAY, (None, TODAY)),
        ((None, "2025"), TODAY, (None, date(2025, 12, 31))),
        ((TODAY, TODAY), TODAY, (TODAY, TODAY)),
    ],
)
def test_an_open_end_is_today_and_no_end_is_after_today(
    window: Any, today: date | None, expected: tuple[Any, Any]
) -> None:
    assert parse_window(window, today) == expected


@pytest.mark.parametrize(
    ("window", "told"),
    [
        *(
            (window, r"^window: .* is not a pair of days; give the first and last day: \('2025', None\)$")
            for window in ("2025", "25", {"2024", "2025"}, {"2024": 1, "2025": 2}, iter(["2024", "2025"]), ("2025",))
        ),
        (("2026", "2025"), r"^window: \('2026', '2025'\) is reversed; give the earlier day first$"),
        (("2028", "2027"), r"^window: \('2028', '2027'\) is reversed; give the earlier day first$"),
        (("2027", None), r"^window\[0\]: '2027' is after today, 2026-03-22; give an earlier day, or None$"),
        (("2026-03-23", "2027"), r"^window\[0\]: '2026-03-23' is after today, 2026-03-22; "),
        (("soon", None), r"^window\[0\]: 'soon' is not a day or period; "),
        ((None, 7), r"^window\[1\]: 7 is not a day or period; "),
    ],
)
def test_an_invalid_window_is_refused_with_its_value(window: Any, told: str) -> None:
    with pytest.raises(InvalidValue, match=told):
        parse_window(window, TODAY)


# -- fields -----------------------------------------------------------------------------------------------------------


DAYS = [date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 9)]
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("days", "window", "today"),
    [
        ([], None, None),
        ([], None, TODAY),
        ([], MARCH, None),
        (DAYS, MARCH, None),
        (DAYS, MARCH, MARCH[1]),
        (DAYS, (DAYS[0], DAYS[-1]), TODAY),
        (DAYS[:1], (DAYS[0], DAYS[0]), DAYS[0]),
    ],
)
def test_consistent_fields_are_accepted(days: list[date], window: Any, today: date | None) -> None:
    require_consistent(days, window, today)


@pytest.mark.parametrize(
    ("days", "window", "today", "told"),
    [
        (DAYS, MARCH, "2026-04-01", "today: '2026-04-01' is not a date"),
        ([], None, datetime(2026, 4, 1, tzinfo=UTC), "today: .* is not a date"),
        ([], None, pd.Timestamp(2026, 4, 1), "today: .* is not a date"),
        (DAYS, None, None, "window: None is not a pair of dates"),
        (DAYS, ("2026-03-01", "2026-03-31"), None, "window: .* is not a pair of dates"),
        (DAYS, [*MARCH], None, "window: .* is not a pair of dates"),
        (DAYS, MARCH[:1], None, "window: .* is not a pair of dates"),
        (DAYS, (MARCH[0], None), None, "window: .* is not a pair of dates"),
        ([], (datetime(2026, 3, 1, tzinfo=UTC), MARCH[1]), None, "window: .* is not a pair of dates"),
        ([], MARCH[::-1], None, "window: .* is reversed; give the earlier day first$"),
        ([], MARCH, TODAY, "today: .* is before the last day, 2026-03-31; call cadence.measure again$"),
        (DAYS[::-1], MARCH, None, "posts: .* is not in chronological order; give the oldest post first$"),
        (DAYS, (DAYS[0], date(2026, 3, 8)), None, r"posts: .*\(2026, 3, 9\) is outside the window, 2026-03-02 to "),
        (DAYS, (date(2026, 3, 3), MARCH[1]), None, r"posts: .*\(2026, 3, 2\) is outside the window, 2026-03-03 to "),
    ],
)
def test_inconsistent_fields_are_refused_by_name(days: list[date], window: Any, today: Any, told: str) -> None:
    with pytest.raises(InvalidValue, match=rf"^Cadence\.{told}"):
        require_consistent(days, window, today)
