"""Tags, categories and authors are told apart."""

import pytest

from page_parts import record, records
from postindex.sources.pages.labels import read_labels


@pytest.mark.parametrize(
    ("html", "tags", "categories", "authors"),
    [
        ("<a href=/tags/tea/>tea</a> <a href=/tags/pots/>#pots</a>", ("tea", "pots"), (), ()),
        ("<a rel=tag href=/x/>tea</a>", ("tea",), (), ()),
        ("<a href=/categories/home/>Home</a>", (), ("Home",), ()),
        ("<a rel=category href=/x>Home</a>", (), ("Home",), ()),
        ("<a rel='category tag' href=/x>Home</a>", ("Home",), (), ()),
        ("<a rel=author href=/x>Ann</a>", (), (), ("Ann",)),
        ("<a href=/authors/ann/>Ann</a>", (), (), ("Ann",)),
        ("<span class=byline>Ann</span>", (), (), ("Ann",)),
        ("<div class=tags>tea, pots</div>", ("tea", "pots"), (), ()),
        ("<ul class=tags><li>tea<li>pots</ul>", ("tea", "pots"), (), ()),
        ("<span class=category>Home</span>", (), ("Home",), ()),
        ("<table class=tags><tr><td>tea</table>", (), (), ()),
        ("<span>#tea</span> <span>#</span>", ("tea",), (), ()),
        ("<p>Written by Ann Writer on Sunday</p>", (), (), ("Ann Writer",)),
        ("<p>von Ann | Tee <a href=/x>x</a></p>", (), (), ("Ann",)),
        (f"<p>By {'a' * 130}</p><p>By {'b' * 130}<a href=/>x</a></p>", (), (), ()),
        ("<span class=tag>5 min read</span><span class=tag>2024</span><span class=tag>2026-01-01</span>", (), (), ()),
        ("<pre><span class=tag>div</span></pre>", (), (), ()),
        (f"<span class=tag>{'long ' * 40}</span><span class=tag>{'x' * 80}</span>", (), (), ()),
        ("<div class=tag><p>tea</p><p>pots</p></div>", ("tea", "pots"), (), ()),
        ("<em class=tag>tea <a href=/x>x</a></em>", (), (), ()),
        ("<i class=author>a <a href=/x>x</a></i>", (), (), ()),
        ("<a href=/elsewhere/>Elsewhere</a>", (), (), ()),
        ("<a rel=tag href=/x/>tea</a><a rel=tag href=/x/>tea</a>", ("tea",), (), ()),
        ("<a href=/tags/a/><b class=tag>a</b></a>", ("a",), (), ()),
    ],
)
def test_labels_are_told_by_links_classes_and_words(
    html: str, tags: tuple[str, ...], categories: tuple[str, ...], authors: tuple[str, ...]
) -> None:
    labels = read_labels(record(html))
    assert (labels.tags, labels.categories, labels.authors) == (tags, categories, authors)


def test_tags_may_be_in_brackets_behind_the_date() -> None:
    html = (
        "<ul><li><a href=/a>Tea at home</a> 2026-03-22 [tea, pots]"
        "<li><a href=/b>Pots and cups</a> 2026-03-21 [pots]</ul>"
    )
    assert [read_labels(found).tags for found in records(html)] == [("tea", "pots"), ("pots",)]


def test_a_title_in_a_tag_is_not_a_tag() -> None:
    html = "".join(
        f"<p class=tag><a class=title href=/tags/x/{n}>Tea number {n}</a> <i>2026-03-2{n}</i></p>" for n in range(3)
    )
    assert read_labels(records(html)[0]).tags == ()
