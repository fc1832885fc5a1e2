"""HTML in feeds: which links are made absolute, what is taken out, and that nothing else is touched."""

import time
from collections.abc import Callable

import nh3
import pytest

from postindex.errors import InvalidValue, MissingExtra
from postindex.feeds import markup
from postindex.feeds.markup import complete_links, require_sanitizer, sanitize

SITE = "https://example.org/notes/tea/"


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("pot", f"{SITE}pot"),
        ("./pot", f"{SITE}pot"),
        ("../pot", "https://example.org/notes/pot"),
        ("../../../pot", "https://example.org/pot"),
        ("/pot", "https://example.org/pot"),
        ("//tea.example/pot", "https://tea.example/pot"),
        ("?page=2", f"{SITE}?page=2"),
        ("#lid", f"{SITE}#lid"),
        ("a/b:c", f"{SITE}a/b:c"),
        ("2026:tea", f"{SITE}2026:tea"),
        (" pot\n", f"{SITE}pot"),
        ("po\n\tt", f"{SITE}pot"),
        ("茶", f"{SITE}茶"),
        ("pot and cup", f"{SITE}pot and cup"),
        ("pot?a=1&amp;b=2", f"{SITE}pot?a=1&amp;b=2"),
        ("pot?a=1&copy=2", f"{SITE}pot?a=1&amp;copy=2"),
        ("&#x2F;pot", "https://example.org/pot"),
        ("&#47;pot", "https://example.org/pot"),
        ("&sol;pot", "https://example.org/pot"),
        ("", SITE),  # the page itself
        (" ", SITE),
        ("&#12;pot", f"{SITE}pot"),
        ("po&#12;t", f"{SITE}po t"),
        ("&#0;&#1;&#11;&#31;&#x7f;&#xfffe;&#xd800;&#x110000;", SITE + "\ufffd" * 8),
        ("po&#7;t", f"{SITE}po\ufffdt"),
        ("java&#7;script:alert(1)", f"{SITE}java\ufffdscript:alert(1)"),
        ("&#7;javascript:alert(1)", f"{SITE}\ufffdjavascript:alert(1)"),
        ("po&#9999999999;t", f"{SITE}po&amp;#9999999999;t"),
    ],
)
def test_a_relative_link_is_made_absolute(link: str, whole: str) -> None:
    assert complete_links(f'<a href="{link}">Tea</a>', SITE) == f'<a href="{whole}">Tea</a>'


@pytest.mark.parametrize(
    "link",
    [
        "https://tea.example/",
        "HTTP:pot",
        "mailto:ann@example.org",
        "tel:+49",
        "data:image/png,x",
        "javascript:alert(1)",
        "java&#10;script:alert(1)",
        "tea+pot.1-2:x",
        "//[",
    ],
)
def test_other_links_stay_unchanged(link: str) -> None:
    assert complete_links(f'<a href="{link}">Tea</a>', SITE) == f'<a href="{link}">Tea</a>'


@pytest.mark.parametrize(
    "tag",
    [
        "a href",
        "img src",
        "IMG SRC",
        "blockquote cite",
        "form action",
        "button formaction",
        "object data",
        "q cite",
        "del cite",
        "ins cite",
        "input formaction",
        "video poster",
        "source srcset",
        "a xlink:href",
        "script src",
        "iframe src",
        "img srcset",
        "body background",
        "td background",
        "TABLE BACKGROUND",
        "img longdesc",
        "iframe longdesc",
        "tea-pot href",
        "img alt='>' src",
        'img alt=">" src',
        "img alt=a/src=b src",
        "img\nalt\n=\nx\nsrc",
        "img/src",
        "img alt='a'src",
        "img disabled src",
        "img =x src",
    ],
)
def test_every_link_attribute_is_completed(tag: str) -> None:
    for value in ("'pot'", '"pot"', "pot"):
        assert complete_links(f"<{tag}={value}>", SITE) == f'<{tag}="{SITE}pot">'
    assert complete_links(f"<{tag} = pot />", SITE) == f'<{tag} = "{SITE}pot" />'


@pytest.mark.parametrize(
    "html",
    [
        "",
        "plain",
        " \r\n é 茶 \U0001f375 ",
        "&amp; &#7; &bogus; &",
        "1 < 2 <3 << < a href=pot",
        "href=pot",
        '&lt;a href="pot"&gt;',
        '<a data-href="pot" title="href=pot" hreflang=en>',
        "<a href>",
        "<img src=><link href=''><img src='#cup'><use href=' #cup'>",  # a fragment alone names a part of this text
        "<img data=pot><p cite=pot><a action=pot><form formaction=pot><img poster=pot><p srcset=pot>",
        "<p background=pot><p longdesc=pot>",
        "<a\xa0href=pot>",  # a space to us, and part of a name to HTML
        "<p>One<p>Two<br/><B>three</b></p></p></body></html>",
        "<p title=\"</p>\" CLASS='x' disabled>",
        '<!-- <a href="pot"> --><!--><!---><!-- a --!><!-- b',
        '<!DOCTYPE href=pot><?php href="pot" ?><![CDATA[ href=pot ]]></ href=pot>',
        "</a href=pot>",
        '<script>"<a href=pot>"</script><style><a href=pot></style><SCRIPT><a href=pot></script >',
        "<textarea><a href=pot></textarea><title><a href=pot></title><xmp><a href=pot></xmp/>",
        '<p style="background: url(pot.png)">',
        "<iframe><a href=pot></iframe><noembed><a href=pot></noembed><noframes><a href=pot></noframes>",
        "<script><a href=pot></scripture><a href=pot>",
        "<plaintext><a href=pot></p>",
    ],
)
def test_everything_else_stays_unchanged(html: str) -> None:
    assert complete_links(html, SITE) == html


@pytest.mark.parametrize(
    ("html", "completed"),
    [
        ("<!-- a --!><a href=pot>", f'<!-- a --!><a href="{SITE}pot">'),
        ("<!--><a href=pot>-->", f'<!--><a href="{SITE}pot">-->'),
        ("<script></script><a href=pot>", f'<script></script><a href="{SITE}pot">'),
        ("<textarea></a></TEXTAREA\n><a href=pot>", f'<textarea></a></TEXTAREA\n><a href="{SITE}pot">'),
        ("<scripture><a href=pot>", f'<scripture><a href="{SITE}pot">'),
        ("</a title='<a href=pot>'><a href=pot>", f"</a title='<a href=pot>'><a href=\"{SITE}pot\">"),
        ("</body><a href=pot>", f'</body><a href="{SITE}pot">'),
        ("<html><body><a href=pot>", f'<html><body><a href="{SITE}pot">'),
        ("<a href=pot><!-- open", f'<a href="{SITE}pot"><!-- open'),
        ("<a href=pot><script>open", f'<a href="{SITE}pot"><script>open'),
        ("<a href=pot", f'<a href="{SITE}pot"'),
        ('<a href="a>b" src=c>', f'<a href="{SITE}a&gt;b" src="{SITE}c">'),
        ("<a href='a\"b'>", f'<a href="{SITE}a&quot;b">'),
        ("<a href=pot href=cup>", f'<a href="{SITE}pot" href="{SITE}cup">'),
        ('<object codebase="http://[" data=pot>', f'<object codebase="http://[" data="{SITE}pot">'),
    ],
)
def test_tags_are_found_where_a_browser_finds_them(html: str, completed: str) -> None:
    assert complete_links(html, SITE) == completed


@pytest.mark.parametrize(
    ("given", "completed"),
    [
        ("a.png", "{}a.png"),
        ("a.png 1x, b.png 2x", "{}a.png 1x, {}b.png 2x"),
        ("a.png 480w,b.png 2x", "{}a.png 480w,{}b.png 2x"),
        ("a,b.png 1x", "{}a,b.png 1x"),
        ("a.png, b.png", "{}a.png, {}b.png"),
        (" ,a.png 1x,", " ,{}a.png 1x,"),
        ("data:image/png,x 1x, b.png 2x", "data:image/png,x 1x, {}b.png 2x"),
        ("https://tea.example/a 1x", "https://tea.example/a 1x"),
        ("a,; 1x, b", "{}a 1x, {}b"),
        ("a.png&#12;1x,&#x20;b.png", "{}a.png 1x, {}b.png"),
        (", ,", ", ,"),
    ],
)
def test_every_link_of_a_srcset_is_completed(given: str, completed: str) -> None:
    expected = completed.replace("{}", SITE)
    assert complete_links(f'<img srcset="{given}">', SITE) == f'<img srcset="{expected}">'


def test_links_are_completed_from_a_base_without_a_path() -> None:
    assert complete_links("<a href=pot>", "HTTPS://Example.org") == '<a href="https://Example.org/pot">'


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Tea <b>and</b> <i>pots</i></p>", "<p>Tea <b>and</b> <i>pots</i></p>"),
        ("<script>steal()</script><style>*{}</style>Tea", "Tea"),
        ('<img src="/a.png" alt="a" onerror="steal()">', '<img src="/a.png" alt="a">'),
        ('<p style="position:fixed" class="x" id="y">Tea</p>', "<p>Tea</p>"),
        ('<iframe src="https://tea.example/"></iframe><object data="x"></object>Tea', "Tea"),
        ('<form action="/steal"><input name="word"></form>Tea', "Tea"),
        ("<svg><script>steal()</script></svg>Tea", "Tea"),
        ("<!-- hidden -->Tea", "Tea"),
        ("<p>open", "<p>open</p>"),
        ("a & b < c", "a &amp; b &lt; c"),
        ("&#7;&#xfffe;", "\ufffd\ufffd"),
        ("Tea&#12;pots", "Tea pots"),
    ],
)
def test_dangerous_markup_is_removed(html: str, left: str) -> None:
    assert sanitize(html) == left


@pytest.mark.parametrize("link", ["/tea", "#lid", "https://tea.example/", "mailto:ann@example.org", "tel:+49"])
def test_links_to_pages_mail_and_telephones_stay(link: str) -> None:
    assert sanitize(f'<a href="{link}">Tea</a>') == f'<a href="{link}" rel="noopener noreferrer">Tea</a>'


@pytest.mark.parametrize(
    "link",
    [
        "javascript:steal()",
        "JaVaScRiPt:steal()",
        " javascript:steal()",
        "java\nscript:steal()",
        "java&#9;script:steal()",
        "java&Tab;script:steal()",
        "&#1;javascript:steal()",
        "&#106;avascript:steal()",
        "javascript&colon;steal()",
        "vbscript:steal()",
        "data:text/html,steal",
        "file:///etc/passwd",
        "feed:javascript:steal()",
    ],
)
def test_links_with_other_schemes_are_removed(link: str) -> None:
    assert sanitize(f'<a href="{link}">Tea</a>') == '<a rel="noopener noreferrer">Tea</a>'


URL_ATTRIBUTES = [  # HTML Standard, section 4, "Attributes", and obsolete ones
    *("action", "archive", "background", "cite", "classid", "codebase", "data", "dynsrc", "formaction", "href", "icon"),
    *(
        "imagesrcset",
        "itemid",
        "itemtype",
        "longdesc",
        "lowsrc",
        "manifest",
        "ping",
        "poster",
        "profile",
        "src",
        "srcdoc",
    ),
    *("srcset", "usemap", "xlink:href", "xml:base"),
]


@pytest.mark.parametrize(
    "link", ["javascript:steal()", " java\nscript:steal()", "&#1;JAVASCRIPT&colon;steal()", "data:text/html,x"]
)
def test_no_attribute_keeps_a_dangerous_link(link: str) -> None:
    for element in sorted(nh3.ALLOWED_TAGS):
        for attribute in URL_ATTRIBUTES:
            for html in (f'<{element} {attribute}="{link}">x', f"<table><tr><td><{element} {attribute}='{link}'>x"):
                assert "steal" not in sanitize(html)
                assert "data:" not in sanitize(html)


@pytest.mark.parametrize("element", ["q", "blockquote", "del", "ins"])
@pytest.mark.parametrize("link", ["https://tea.example/", "/tea", "mailto:ann@example.org", "a/b:c"])
def test_safe_links_stay_in_cite(link: str, element: str) -> None:
    assert sanitize(f'<{element} cite="{link}">Tea</{element}>') == f'<{element} cite="{link}">Tea</{element}>'


TOO_MANY_TAGS: dict[str, str] = {
    "lists": "<ul><li>" * 10_000,
    "blocks": "<div>" * 20_000,
    "formatting": "".join(f"<p><font size={number}></p>" for number in range(5_000)),
    "table in a block": "<div><table></div></table>" * 10_000,
    "block in a phrase": "<span><p></span></p>" * 10_000,
    "comment": "<div><!-- </div> -->" * 10_000,
    "attribute": "<div title='</div>'>" * 10_000,
    "SVG text": "<svg><style>" + "<div>" * 20_000,
    "SVG comment": "<div><svg><style><!--</style></svg></div>-->" * 10_000,
    "SVG CDATA": "<div><svg><![CDATA[></svg></div>]]>" * 10_000,
    "SVG link": "<svg>" + "<link>" * 20_000,
}


@pytest.mark.parametrize("html", TOO_MANY_TAGS.values(), ids=TOO_MANY_TAGS)
def test_html_with_too_many_open_tags_is_refused(html: str) -> None:
    start = time.process_time()
    with pytest.raises(
        InvalidValue, match=r"^Post\.content_html: .* has too many tags open at once for sanitize_html"
    ) as caught:
        sanitize(html)
    assert len(str(caught.value)) < 300
    assert time.process_time() - start < 5


def test_html_of_too_many_characters_is_refused() -> None:
    assert sanitize("x" * 1_000_000) == "x" * 1_000_000
    with pytest.raises(InvalidValue, match=r"^Post\.content_html: .* is longer than the 1,000,000 characters"):
        sanitize("x" * 1_000_001)


@pytest.mark.parametrize(
    "piece",
    [
        "<p>x</p>",
        "<p>x",
        "<li>x",
        "<tr><td>x<td>y",
        "<span class='k'>x</span> ",
        "<pre><code><span>x</span><wbr></code></pre>",
        "<p><b>x</p>",
        "<a name=x>y ",
        "<b><i>x</b></i>",
        "<svg viewBox='0 0 9 9'><path d='M0 0'/></svg>",
        "<script>for (i = 0; i<n; i++) { x += '<b>'; }</script>",
        "<picture><source srcset='a 2x'><img src='a'></picture>",
    ],
)
def test_long_posts_are_sanitised(piece: str) -> None:
    """Long posts are kept, even where their authors left out end tags or nested tags wrongly."""
    assert "the end" in sanitize(f"{piece * 1_500}the end")


@pytest.mark.parametrize("char", ["&#1;", "&#7;", "&#12;", "&#x1F;", "&#xFFFE;", "&#xFFFF;", "&#x1;&#x2;"])
def test_replaced_characters_never_make_links_dangerous(char: str) -> None:
    html = f'<a href="java{char}script:steal()">Tea</a>'
    for left in (sanitize(html), sanitize(complete_links(html, SITE)), complete_links(sanitize(html), SITE)):
        assert "javascript" not in left
        assert "java\ufffd" in left or "java script" in left


def test_a_missing_sanitizer_is_reported_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    require_sanitizer()
    monkeypatch.setattr(markup, "find_spec", {}.get)
    with pytest.raises(MissingExtra, match=r"^sanitize_html needs .*'postindex\[html\]'"):
        require_sanitizer()


HOSTILE: dict[str, Callable[[int], str]] = {
    "spaces": lambda size: "<a href=" + " " * size,
    "tags": lambda size: "<a " * size,
    "quotes": lambda size: "<a '" * size,
    "comments": lambda size: "<!--" * size,
    "scripts": lambda size: "<script>" * size,
    "ends": lambda size: "<style></style" * size,
    "names": lambda size: "<a " + "b" * size + ">",
    "signs": lambda size: "<a " + "b=" * size,
    "commas": lambda size: '<img srcset="' + "," * size + '">',
    "pictures": lambda size: '<img srcset="' + "a," * size + '">',
    "references": lambda size: '<a href="' + "&#" * size + '">',
    "digits": lambda size: '<a href="&#' + "1" * size + '">',
    "letters": lambda size: '<a href="&' + "a" * size + '">',
    "schemes": lambda size: '<a href="' + "a+" * size + '">',
    "depth": lambda size: "<a href=pot>" + "<div>" * size,
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_links_are_completed_in_linear_time(make: Callable[[int], str]) -> None:
    """Each takes milliseconds; what grew with the square of the length would take a minute."""
    start = time.process_time()
    html = make(50_000)
    assert complete_links(html, SITE).startswith(html[:8])
    assert time.process_time() - start < 5


@pytest.mark.parametrize("tag", ["div", "b", "table", "ul", "blockquote"])
def test_deeply_nested_html_is_kept_whole(tag: str) -> None:
    html = f"<a href=pot></a>{f'<{tag}>' * 50_000}deep{f'</{tag}>' * 50_000}"
    assert complete_links(html, SITE) == html.replace("href=pot", f'href="{SITE}pot"')


@pytest.mark.parametrize(
    "html",
    [
        '<svg><use href="#m1"/><use xlink:href="#g"/><rect fill="url(#a)"/></svg>',  # parts of the picture
        '<my-chart data="1,2,3" action="toggle">',
        '<div cite="x" poster="y" srcset="a 1x" formaction="z">',
        '<img src="">',
    ],
)
def test_other_attributes_stay_unchanged(html: str) -> None:
    assert complete_links(html, SITE) == html


def test_replaced_characters_never_form_a_scheme() -> None:
    assert "javascript:" not in complete_links('<img srcset="java&#7;script:x 1x, /b 2x">', SITE)


def test_tag_names_are_ascii() -> None:
    assert (
        complete_links('<\u017fcript><a href="/x">x</a>', SITE) == '<\u017fcript><a href="https://example.org/x">x</a>'
    )
