"""HTML becomes a tree without what no reader sees."""

import pytest

from page_parts import first, tree
from postindex.sources.pages.parsing import DEEPEST, LONGEST_ATTRIBUTE, TooComplex, parse_html


def test_what_nobody_sees_is_left_out() -> None:
    html = "<!-- x --><script>s</script><style>s</style><template>t</template>"
    html += "<p>a<svg><text>v</text></svg><button>b</button>c"
    assert tree(html).text() == "ac"


def test_invisible_characters_and_controls_are_left_out() -> None:
    assert tree("<p>Te\u200ba\ufeff p\u00adot\x01s &#0;&#7;&#xFFFE;").text() == "Tea pots \ufffd"


def test_the_head_is_read() -> None:
    document = parse_html(
        "<html lang=de><title> Notes </title><base href=/b/><link rel=canonical href=/c><link rel=x>"
        "<meta property=og:url content=https://example.org/><script type=application/ld+json>{}</script><p>a"
    )
    assert (document.title, document.base, document.og_url) == ("Notes", "/b/", "https://example.org/")
    assert document.links == ({"rel": "canonical", "href": "/c"},)
    assert document.json_ld == ("{}",)
    assert document.root.get("lang") == "de"


def test_an_empty_page_has_an_empty_tree() -> None:
    document = parse_html("")
    assert (document.title, document.base, document.og_url, document.root.text()) == ("", "", "", "")


def test_broken_mark_up_is_read_as_browsers_do() -> None:
    assert [child.text() for child in tree("<h3>a</h1><h3>b").elements[0].elements] == ["a", "b"]
    assert tree("<p>a &amp; b &bogus; &#xD800;").text() == "a & b &bogus; \ufffd"


def test_deep_elements_are_put_into_their_ancestors() -> None:
    root = tree("<div>" * 3 * DEEPEST + "deep")
    assert max(element.depth for element in root.iter()) == DEEPEST
    assert root.text() == "deep"


def test_long_attributes_are_cut_and_long_addresses_left_out() -> None:
    long = "x" * (LONGEST_ATTRIBUTE + 1)
    link = first(f'<a href="{long}" class="{long}" hidden>x</a>', "a")
    assert (link.get("href"), len(link.get("class")), link.get("hidden"), link.get("none")) == (
        "",
        LONGEST_ATTRIBUTE,
        "",
        "",
    )


def test_too_complex_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postindex.sources.pages.parsing.HIGHEST_COST", 10)
    with pytest.raises(TooComplex):
        parse_html("<div>" * 10)
