"""Years of dates come from headings and links, their order from all dates."""

from datetime import date

from page_parts import records, tree
from postindex.sources.pages.dated import Dated, find_dates
from postindex.sources.pages.years import YearHeading, day_of, find_year_headings, number_order


def dates(html: str) -> list[Dated]:
    return find_dates(tree(html))


def test_headings_with_a_year_are_found() -> None:
    html = "<h2>2024</h2><p>May 5 in the middle of a long text of 2023 or so</p>"
    html += "<h3>March 2023 (2)</h3><a href=/2022/>2022</a>"
    assert [heading.year for heading in find_year_headings(tree(html))] == [2024, 2023]


def test_a_day_takes_the_year_of_the_heading_above() -> None:
    [dated] = dates("<p>May 5")
    before, after = YearHeading(0, 2024), YearHeading(99, 2023)
    assert day_of(dated, None, [before, after], None) == date(2024, 5, 5)
    assert day_of(dated, "/2022/05/tea/", [after], None) == date(2022, 5, 5)
    assert day_of(dated, "/2022/06/tea/", [], None) is None
    assert day_of(dated, "/tea/", [], None) is None


def test_a_known_day_stays() -> None:
    [dated] = dates("<p>2026-03-22")
    assert day_of(dated, None, [], None) == date(2026, 3, 22)
    assert day_of(Dated(dated.element, "", None, None, alone=True), None, [], None) is None


def test_numbers_follow_the_order_of_the_others() -> None:
    found = dates("<p>03.04.2026<p>22.03.2026")
    assert number_order(found) == (True, False)
    assert day_of(found[0], None, [], True) == date(2026, 4, 3)
    assert number_order(dates("<p>2026-03-22")) == (None, False)


def test_dates_without_any_year_are_left_out() -> None:
    html = "<ul><li>May 5 <a href=/a>Post number one</a><li>2026-05-04 <a href=/b>Post number two</a></ul>"
    assert [record.title.href for record in records(html)] == ["/b"]
