"""Values in feeds: valid and invalid texts, and HTML."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from feed_rules import values
from feed_rules.fragments import html_errors, relative_urls
from feed_rules.values import Value

EAST, WEST = timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-3))

VALID: list[tuple[Value, list[str]]] = [
    (values.TEXT, ["a", " é "]),
    (values.NUMBER, ["0", "007", "4" * 5000]),
    (values.one_of("a", "b"), ["a", "b"]),
    (values.IRI, ["https://example.org", "https://example.org/a/b;c=1?d=e/f?g#h/i?j", "urn:isbn:0451450523", "a:"]),
    (values.IRI, ["http://ada:tea@[2001:db8::1]:8080//a//b", "https://bücher.example/é/\U0001f375?\ue000"]),
    (values.IRI, ["mailto:ada@example.org", "file:///a", "x-y+z.1:a:b", "tag:example.org:a"]),
    (values.ID, ["tag:example.org,2026:", "tag:a@b.c,2026-03:d/e?f", "tag:a,2026-03-22:%C3%A9#g", "urn:a:b"]),
    (values.LINK, ["http://a", "HTTPS://a.b/c", "https://é/"]),
    (values.URL, ["http://a", "https://example.org/%C3%A9"]),
    (values.MEDIA_TYPE, ["text/html", "audio/x-m4a", 'text/plain; charset="utf-8"', "a/b;c=d ; e=f"]),
    (values.LANGUAGE, ["en", "en-GB", "zh-Hant-TW", "tlh", "de-CH-1901", "sl-rozaj-biske", "es-419", "x-tea", "EN-us"]),
    (values.EMAIL, ["ada@example.org", "a.b+c@d"]),
]
INVALID: list[tuple[Value, list[str]]] = [
    (values.TEXT, ["", " ", "\n\u3000"]),
    (values.NUMBER, ["", "-1", "1.0", " 1", "²", "٣", "1\n"]),
    (values.one_of("a", "b"), ["", "ab", "A"]),
    (values.IRI, ["", "/a", "a/b", "//example.org/", "#a", "1a:b", "https://example.org/a b", "https://[example.org/"]),
    (values.IRI, [f"https://example.org/{end}" for end in ("%", "%2", "%2g", "<a>", "a|b", '"', "a\\b", "{a}")]),
    (values.IRI, [f"https://example.org{end}" for end in ("/#a#b", "/[a]", ":80a/", "/\ue000", "/\ufffe", "/\n")]),
    (values.ID, [f"tag:example.org{end}" for end in (":a", ",26:a", ",2026-13:a", ",2026-03-32:a", ",2026:é")]),
    (values.ID, ["tag:example..org,2026:a", "tag:-a,2026:b", "2026-03-22-tea"]),
    (values.LINK, ["http:", "http://", "http:///a", "https:a", "ftp://a", "mailto:a@b.c", "/a"]),
    (values.URL, ["http://é/", "ftp://a"]),
    (values.MEDIA_TYPE, ["", "text", "text/", "/html", "text/html/x", "text/*", "text/html; a", "text/html, a/b"]),
    (values.LANGUAGE, ["", "e", "en_GB", "en-", "-en", "en--GB", "en-GB-US", "englishlanguage", "de-1901-1", "a-DE"]),
    (values.EMAIL, ["", "ada", "@example.org", "ada@", "a b@c.d", ".a@b.c", "a..b@c.d", "a@b..c", "Ada <a@b.c>"]),
]


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in VALID for text in texts])
def test_valid_values_are_accepted(value: Value, text: str) -> None:
    assert value.accepts(text)


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in INVALID for text in texts])
def test_invalid_values_are_refused(value: Value, text: str) -> None:
    assert not value.accepts(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-22T12:00:00Z", datetime(2026, 3, 22, 12, tzinfo=UTC)),
        ("2026-03-22T12:00:00.25+05:30", datetime(2026, 3, 22, 12, 0, 0, 250_000, EAST)),
        ("2026-03-22T12:00:00.1234567-03:00", datetime(2026, 3, 22, 12, 0, 0, 123_456, WEST)),
        ("2024-02-29T00:00:00-00:00", datetime(2024, 2, 29, tzinfo=UTC)),
        *[
            (text, None)
            for text in (
                *("", "2026-03-22", "2026-03-22T12:00:00", "2026-03-22 12:00:00Z", "2026-03-22t12:00:00z"),
                *("2026-03-22T12:00Z", "2026-03-22T12:00:00,5Z", "2026-03-22T12:00:00.Z", "2026-03-22T12:00:00+0530"),
                *("2026-03-22T24:00:00Z", "2026-03-22T12:60:00Z", "2026-02-29T00:00:00Z", "0000-01-01T00:00:00Z"),
                *("2026-W12-7T12:00:00Z", "２026-03-22T12:00:00Z", "2026-03-22T12:00:00Z\n"),
            )
        ],
    ],
)
def test_rfc_3339_dates(text: str, moment: datetime | None) -> None:
    assert values.rfc3339(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sun, 22 Mar 2026 12:00:00 GMT", datetime(2026, 3, 22, 12, tzinfo=UTC)),
        ("Sun, 1 Mar 2026 12:00:00 +0530", datetime(2026, 3, 1, 12, tzinfo=EAST)),
        ("Fri, 31 Dec 9999 23:59:59 -0300", datetime(9999, 12, 31, 23, 59, 59, tzinfo=WEST)),
        *[
            (text, None)
            for text in (
                *("", "2026-04-01T08:00:00Z", "Wed, 1 April 2026 08:00:00 GMT", "Thu, 1 Apr 2026 08:00:00 GMT"),
                *("Tue, 31 Feb 2026 08:00:00 GMT", "Wed, 1 Apr 2026 24:00:00 GMT", "Wed, 1 Apr 2026 08:00:00"),
                *("Wed, 1 Apr 2026 08:00:00 CEST", "Wed, 1 Apr 2026 08:00:00 A", "Wed, 1 Apr 2026 08:00:00 +2400"),
                *("Wed, 1 Apr 2026 08:00:00 +0160", "Mit, 1 Apr 2026 08:00:00 GMT", "Wed, 1 Apr 26 08:00:00 GMT"),
                *("Wed,  1 Apr 2026 08:00:00 GMT", "wed, 1 apr 2026 08:00:00 gmt", " Wed, 1 Apr 2026 08:00:00 GMT"),
            )
        ],
    ],
)
def test_rfc_822_dates(text: str, moment: datetime | None) -> None:
    assert values.rfc822(text) == moment


@pytest.mark.parametrize(
    ("html", "errors"),
    [
        ("4 < 6 & <br> <p>a<p>b <img src=a>", []),
        ("<ul><li>a<li>b</ul><table><tr><td>a<tr><td>b</table>", []),
        ("<script>if (a < b) { '<div>' }</script>", []),
        ("<br></br><hr/><b/>", []),
        ("<b>a", ["<b> is not closed"]),
        ("a</b>", ["</b> closes an element that is not open"]),
        ("<b><i>a</b></i>", ["</b> closes an element that is not open", "<b> is not closed"]),
        ("<html><body>a</body></html>", [f"<{tag}> is not allowed inside a div" for tag in ("html", "body")]),
        ("<!DOCTYPE html>a", ["<!DOCTYPE html> is not allowed inside a div"]),
        ("Vec<u8>", ["<u8> is not closed"]),
    ],
)
def test_html_that_is_not_valid_in_a_div(html: str, errors: list[str]) -> None:
    assert list(html_errors(html)) == errors


def test_relative_urls_in_html() -> None:
    html = (
        '<a href="/a">a</a><a href="https://example.org/">b</a><img src="//c/d.png" srcset="e 1x, https://f/g 2x">'
        '<a href="#h">h</a><a href="mailto:a@b.c">i</a><a href="http://[">j</a><a href>k</a><a name="/l">l</a>'
    )
    assert list(relative_urls(html)) == ["/a", "//c/d.png", "e", "#h", ""]
