"""A page is rendered as a text browser prints it."""

import pytest

from page_parts import tree
from postindex.sources.pages.rendering import render


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<h1>Notes</h1><p>Tea", ["Notes", "", "   Tea", ""]),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", ["     * a", "     * b", "       * c", ""]),
        ("<dl><dt>a<dd>b</dl>", ["   a", "       b", ""]),
        ("<div>a<br>b</div>c<hr>d", ["   a", "   b", "   c", "", "_" * 40, "   d"]),
        ("<table><tr><td>a<td>b</table>", ["   a b", ""]),
        ("<a>a</a><b>b</b>", ["   a b"]),
        ("<li></li><p>a", ["   a", ""]),
        ("<time datetime=2026-03-22>2 days ago</time>", ["   2026-03-22"]),
        ("<time datetime=2026-03-22>May 5</time>", ["   2026-03-22"]),
        ("<time datetime=2026-03-22>March 22, 2026</time>", ["   March 22, 2026"]),
        ("<time datetime=soon>soon</time>", ["   soon"]),
        ("", [""]),
    ],
)
def test_blocks_become_lines(html: str, lines: list[str]) -> None:
    assert render(tree(html)).split("\n") == lines


def test_long_lines_are_cut() -> None:
    assert len(render(tree("<p>" + "tea " * 1000)).strip()) <= 1000
