"""Summaries, reading times and updates of records."""

from datetime import date

import pytest

from page_parts import record, records
from page_themes import POSTS, cards
from postindex.sources.pages.details import read_details


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("<p>5 min read</p>", 5),
        ("<p>Reading time: 3 minutes</p>", 3),
        ("<p>约 4 分钟</p>", 4),
        ("<p>about <b>7</b> min</p>", 7),
        ("<p>1,200 words</p>", None),
        ("<p>soon</p>", None),
        (f"<p>5 min {'long ' * 40}</p>", None),
    ],
)
def test_reading_times_are_read(html: str, minutes: int | None) -> None:
    assert read_details(record(html)).minutes == minutes


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ("<time class=updated datetime=2026-04-01>1 April</time>", date(2026, 4, 1)),
        ("<time class=updated>April 1, 2026</time>", date(2026, 4, 1)),
        ("<p>Updated on April 1, 2026</p>", date(2026, 4, 1)),
        ("<time class=updated>March 1, 2026</time>", None),
        ("<time class=other>April 1, 2026</time>", None),
        ("<p>April 1, 2026</p>", None),
        (f"<p>Updated on April 1, 2026 {'long ' * 40}</p>", None),
        ("<p>Updated on February 30, 2026</p>", None),
    ],
)
def test_updates_are_read(html: str, day: date | None) -> None:
    assert read_details(record(html)).updated == day


def test_a_reading_time_in_the_title_does_not_count() -> None:
    html = "".join(f"<p><a href=/{n}>A tea of 5 min</a> <i>2026-03-2{n}</i></p>" for n in range(3))
    assert read_details(records(html)[0]).minutes is None


def test_everything_of_a_card_is_read() -> None:
    details = read_details(records(cards(POSTS))[1])
    assert (details.summary, details.tags, details.categories, details.authors, details.minutes, details.updated) == (
        POSTS[1].summary,
        ("all", "pots", "clay"),
        (),
        (),
        2,
        None,
    )
