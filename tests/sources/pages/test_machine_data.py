"""Data for machines that contradicts the page is a doubt; what agrees or is broken is not."""

import json

import pytest

from page_parts import records
from page_themes import POSTS, TEA, list_of_links, marked_for_machines
from postindex.sources.pages.machine_data import MachinePost, contradictions, posts_of_json_ld


def doubts(body: str, *json_ld: str) -> list[str]:
    return list(contradictions(records(body), json_ld))


def blog(day: str, title: str = TEA.title) -> str:
    return json.dumps({"@type": "Blog", "blogPost": [{"headline": title, "datePublished": day}, {"name": 3}]})


def test_json_ld_that_agrees_within_a_day_raises_no_doubt() -> None:
    assert doubts(list_of_links(POSTS), blog("2026-03-21T23:00:00Z")) == []


def test_json_ld_with_another_day_is_a_doubt() -> None:
    assert doubts(list_of_links(POSTS), blog("2026-03-12")) == [
        "JSON-LD has 2026-03-12 for 'Tea, twice', the page shows 2026-03-22"
    ]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 100_000, "NaN", '{"headline": "Tea"}', '{"headline": "Tea", "datePublished": "soon"}', "9" * 5000],
)
def test_broken_json_ld_names_no_posts(text: str) -> None:
    assert posts_of_json_ld(text) == []


def test_json_ld_is_searched_to_any_depth() -> None:
    assert posts_of_json_ld(f"[{blog('2026-03-22', ' Tea  at home ')}]") == [MachinePost("Tea at home", TEA.day)]


def test_an_attribute_with_another_day_is_a_doubt() -> None:
    frame = "<p><a href=/{0}>Post number {0}</a> <time datetime={1}>{2}</time></p>"
    good = frame.format(1, "2026-03-21T23:00:00Z", "March 22, 2026")
    assert doubts(good + frame.format(2, "2026-03-02", "March 20, 2026")) == [
        "the attribute of a date has 2026-03-02 for 'Post number 2', the page shows 2026-03-20"
    ]
    assert doubts(good + frame.format(2, "2026-03-20", "March 20")) == []
    assert doubts(good + frame.format(2, "2026-03-20", "2 days ago")) == []


def test_a_day_without_a_year_must_be_that_of_the_attribute() -> None:
    frame = "<p><a href=/{0}>Post number {0}</a> <time datetime={1}>{2}</time></p>"
    body = frame.format(1, "2026-03-22", "March 22") + frame.format(2, "2026-03-20", "May 5")
    assert doubts(body) == ["the attribute of a date has 2026-03-20 for 'Post number 2', the page shows 'May 5'"]


def test_marked_posts_that_agree_are_no_doubt() -> None:
    assert doubts(marked_for_machines(POSTS)) == []


def test_a_marked_date_that_differs_is_a_doubt() -> None:
    body = marked_for_machines(POSTS).replace("</time>", "</time><meta itemprop=datePublished content=2020-01-01>")
    assert doubts(body) == []  # one of the two agrees
    other = list_of_links(POSTS).replace("</a>", "</a><b itemprop=datePublished content=2020-01-01></b>")
    assert doubts(other) == [
        "the page's h-entry or microdata has 2020-01-01 for 'Tea, twice', the page shows 2026-03-22"
    ]
    seen = list_of_links(POSTS).replace("</a>", "</a><b class=dt-published><i>x</i></b>")
    assert doubts(seen) == []


def test_a_marked_title_that_differs_is_a_doubt() -> None:
    body = list_of_links(POSTS).replace("</a>", '</a><meta itemprop=headline content="Another">')
    assert doubts(body) == ["the page's h-entry or microdata has the title 'Another', the page shows 'Tea, twice'"]
    person = list_of_links(POSTS).replace("</a>", "</a><i class=h-card><b class=p-name></b></i>")
    assert doubts(person) == []
