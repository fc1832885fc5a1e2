"""A summary is what the page marks as one, or the text that is nothing else."""

import pytest

from page_parts import first, record, records, tree
from postindex.sources.pages.summaries import blocks_of, read_summary

LONG = "Tea is better when it is poured twice. " * 12


@pytest.mark.parametrize(
    ("html", "summary"),
    [
        ("<p class=summary>Short.</p><p>And a longer text beside it.</p>", "Short."),
        ("<p class=summary></p><p>And a longer text beside it.</p>", "And a longer text beside it."),
        (
            "<p class='summary meta'>Filed under tea and pots</p><p>The real summary of it.</p>",
            "Filed under tea and pots The real summary of it.",
        ),
        ("<p>On second infusions.</p><p>On second infusions.</p><p>On pots.</p>", "On second infusions."),
        ("<p>On second<br>infusions.</p>", "On second infusions."),
        ("<p>On second infusions. Read more…</p>", "On second infusions."),
        ("<p>Read more</p><p>5 min read</p><p>Short</p>", ""),
        ("<p>Published on 2026-03-20 by Ann</p>", ""),
        (f"<p>{LONG}</p>", LONG.strip()),
        ("<p>Post number 22</p>", ""),
    ],
)
def test_a_summary_is_read(html: str, summary: str) -> None:
    assert read_summary(record(html), set()) == summary


def test_labels_are_not_part_of_a_summary() -> None:
    found = record("<p>On second infusions.</p><p>Some label of the post</p>")
    label = next(element for element in found.elements[0].iter() if element.text() == "Some label of the post")
    assert read_summary(found, {label}) == "On second infusions."


@pytest.mark.parametrize(
    "frame",
    [
        (
            "<div><h2><a href=/{0}>Post number {0}</a></h2><div class=line><b>2026-03-{0}</b> in a kitchen</div>"
            "<p>On second infusions.</p></div>"
        ),
        "<div><a href=/{0}>Post number {0}</a><p>2026-03-{0}</p><p>On second infusions.</p></div>",
        "<div><h2><a href=/{0}>Post number {0}</a> <i>2026-03-{0}</i></h2>On second infusions.</div>",
        "<li><a href=/{0}>Post number {0}</a> <i>2026-03-{0}</i><p>On tea, twice.</p></li>",
    ],
)
def test_what_is_in_a_line_with_the_date_is_not_part_of_a_summary(frame: str) -> None:
    summary = read_summary(records(frame.format(22) + frame.format(21))[0], set())
    assert summary in ("On second infusions.", "On tea, twice.")


def test_a_title_element_with_more_than_the_title_is_not_hidden() -> None:
    html = "".join(
        f"<a href=/{n}><div>Tea number {n}</div><div>2026-03-2{n}</div><div>{LONG}</div></a>" for n in range(3)
    )
    assert read_summary(records(html)[0], set()) == LONG.strip()


def test_blocks_are_without_hidden_elements() -> None:
    root = tree("<div>a <b>b</b><p>c</p></div>")
    hidden = {element for element in root.iter() if element.tag == "b"}
    assert blocks_of([root], hidden) == ["a", "c"]
    assert blocks_of([first("<p>x<br>y</p>", "p")], ()) == ["x y"]
