"""What stands in feeds: which texts conform, and which look as if they did."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from feed_rules import values
from feed_rules.fragments import html_complaints, relative_urls

Test = Callable[[str], bool]

CONFORM: list[tuple[Test, list[str], list[str]]] = [
    (
        values.is_iri,
        [
            "https://example.org",
            "https://example.org/a/b;c=1?d=e/f?g#h/i?j",
            "http://ada:tea@[2001:db8::1]:8080//a//b",
            "https://bücher.example/é/\U0001f375?\ue000",
            "urn:isbn:0451450523",
            "tag:example.org,2026:a",
            "mailto:ada@example.org",
            "a:",
            "file:///a",
            "x-y+z.1:a:b",
        ],
        [
            "",
            "/a",
            "a/b",
            "//example.org/",
            "#a",
            "1a:b",
            "https://example.org/a b",
            "https://example.org/%",
            "https://example.org/%2",
            "https://example.org/%2g",
            "https://example.org/<a>",
            "https://example.org/a|b",
            'https://example.org/"',
            "https://example.org/a\\b",
            "https://example.org/{a}",
            "https://example.org/#a#b",
            "https://example.org/[a]",
            "https://example.org:80a/",
            "https://[example.org/",
            "https://example.org/\ue000",
            "https://example.org/\ufffe",
            "https://example.org/\n",
        ],
    ),
    (
        values.is_iri_reference,
        ["", "/", "a", "../a", "?a", "#a", "//example.org", "/a//b", "./a:b", "é"],
        ["1:a", ":a", "a b", "%", "a#b#c", "\\"],
    ),
    (values.is_url, ["https://example.org/%C3%A9", "ftp://a/b", "news:a"], ["https://example.org/é", "/a"]),
    (
        values.is_web_url,
        ["http://a", "HTTPS://a.b/c"],
        ["http:", "http://", "http:///a", "https:a", "ftp://a", "mailto:a@b.c", "http://é/"],
    ),
    (
        values.is_tag_uri,
        ["tag:example.org,2026:", "tag:a@b.c,2026-03:d/e?f", "tag:a,2026-03-22:%C3%A9#g"],
        [
            "tag:example.org:a",
            "tag:example.org,26:a",
            "tag:example.org,2026-13:a",
            "tag:example.org,2026-03-32:a",
            "tag:example..org,2026:a",
            "tag:-a,2026:b",
            "tag:example.org,2026:é",
            "TAG:example.org,2026:a",
        ],
    ),
    (
        values.is_relation,
        ["self", "prev-archive", "https://a/b", "é"],
        ["", "a/b", "#a", "a b", "%2g"],
    ),
    (
        values.is_media_type,
        ["text/html", "application/atom+xml", "audio/x-m4a", 'text/plain; charset="utf-8"', "a/b;c=d ; e=f"],
        [
            "",
            "text",
            "text/",
            "/html",
            "text/html/x",
            "text/*",
            "text/html;",
            "text/html; a",
            "te xt/html",
            "text/html, a/b",
        ],
    ),
    (
        values.is_language,
        ["en", "en-GB", "zh-Hant-TW", "tlh", "de-CH-1901", "sl-rozaj-biske", "es-419", "x-tea", "i-klingon", "EN-us"],
        ["", "e", "en_GB", "en-", "-en", "en--GB", "en-GB-US", "englishlanguage", "en GB", "de-1901-1", "a-DE"],
    ),
    (
        values.is_email,
        ["ada@example.org", "a.b+c@d", '"a b"@c.d', "a@[192.0.2.1]"],
        [
            "",
            "ada",
            "@example.org",
            "ada@",
            "a b@c.d",
            ".a@b.c",
            "a.@b.c",
            "a..b@c.d",
            "a@b..c",
            "Ada <a@b.c>",
            "a@b,c",
        ],
    ),
    (
        values.is_email_with_name,
        ["ada@example.org (Ada Brewer)", "a@b (茶人)"],
        [
            "ada@example.org",
            "ada@example.org Ada",
            "Ada (ada@example.org)",
            "ada@example.org ()",
            "ada@example.org( Ada)",
        ],
    ),
    (values.has_email, ["mailto:ada@example.org", "Ada <ada@example.org>"], ["Ada", "ada@", "@ada"]),
    (values.is_number, ["0", "007", "4" * 5000], ["", "-1", "1.0", " 1", "²", "٣", "1\n"]),
]


@pytest.mark.parametrize(("test", "text"), [(test, text) for test, good, _ in CONFORM for text in good])
def test_what_conforms(test: Test, text: str) -> None:
    assert test(text)


@pytest.mark.parametrize(("test", "text"), [(test, text) for test, _, bad in CONFORM for text in bad])
def test_what_does_not_conform(test: Test, text: str) -> None:
    assert not test(text)


def zone(hours: int, minutes: int = 0) -> timezone:
    return timezone(timedelta(hours=hours, minutes=minutes))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-22T12:00:00Z", datetime(2026, 3, 22, 12, tzinfo=UTC)),
        ("2026-03-22T12:00:00.25+05:30", datetime(2026, 3, 22, 12, 0, 0, 250_000, zone(5, 30))),
        ("2026-03-22T12:00:00.1234567-03:00", datetime(2026, 3, 22, 12, 0, 0, 123_456, zone(-3))),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2024-02-29T00:00:00-00:00", datetime(2024, 2, 29, tzinfo=UTC)),
        *[
            (text, None)
            for text in (
                "",
                "2026-03-22",
                "2026-03-22T12:00:00",
                "2026-03-22 12:00:00Z",
                "2026-03-22t12:00:00z",
                "2026-03-22T12:00Z",
                "2026-03-22T12:00:00,5Z",
                "2026-03-22T12:00:00+0530",
                "2026-03-22T12:00:00+24:00",
                "2026-03-22T24:00:00Z",
                "2026-03-22T12:60:00Z",
                "2026-03-22T12:00:61Z",
                "2026-02-29T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "2026-W12-7T12:00:00Z",
                "２026-03-22T12:00:00Z",
                "2026-03-22T12:00:00Z\n",
            )
        ],
    ],
)
def test_moments_of_rfc_3339(text: str, moment: datetime | None) -> None:
    assert values.rfc3339(text) == moment


@pytest.mark.parametrize(
    ("text", "moment", "weekday", "is_plain"),
    [
        ("Sun, 22 Mar 2026 12:00:00 GMT", datetime(2026, 3, 22, 12, tzinfo=UTC), "Sun", True),
        ("22 Mar 2026 12:00 -0330", datetime(2026, 3, 22, 12, tzinfo=zone(-3, -30)), "Sun", True),
        ("Sun, 1 Mar 2026 12:00:00 PDT", datetime(2026, 3, 1, 12, tzinfo=zone(-7)), "Sun", True),
        ("Mon, 22 Mar 49 12:00:00 Z", datetime(2049, 3, 22, 12, tzinfo=UTC), "Mon", True),
        ("22 Mar 50 12:00:00 Z", datetime(1950, 3, 22, 12, tzinfo=UTC), "Wed", True),
        ("sun,22 mar  2026(spring) 12:00:00 gmt", datetime(2026, 3, 22, 12, tzinfo=UTC), "Sun", False),
    ],
)
def test_moments_of_rfc_822(text: str, moment: datetime, weekday: str, is_plain: bool) -> None:
    date = values.rfc822(text)
    assert date
    assert (date.moment, date.right_weekday, date.is_plain) == (moment, weekday, is_plain)


@pytest.mark.parametrize(
    ("html", "complaints"),
    [
        ("4 < 6 & <br> <p>a<p>b <img src=a>", []),
        ("<ul><li>a<li>b</ul><table><tr><td>a<tr><td>b</table>", []),
        ("<script>if (a < b) { '<div>' }</script>", []),
        ("<b>a", ["<b> is not closed"]),
        ("a</b>", ["</b> closes what is not open"]),
        ("<b><i>a</b></i>", ["</b> closes what is not open", "<b> is not closed"]),
        ("<html><body>a</body></html>", ["<html> cannot stand inside a div", "<body> cannot stand inside a div"]),
        ("<!DOCTYPE html>a", ["<!DOCTYPE html> cannot stand inside a div"]),
        ("Vec<u8>", ["<u8> is not closed"]),
        ("<br></br><hr/><b/>", []),
    ],
)
def test_html_that_could_not_stand_in_a_div(html: str, complaints: list[str]) -> None:
    assert list(html_complaints(html)) == complaints


def test_relative_urls() -> None:
    html = (
        '<a href="/a">a</a><a href="https://example.org/">b</a><img src="//c/d.png" srcset="e 1x, https://f/g 2x">'
        '<a href="#h">h</a><a href="mailto:a@b.c">i</a><a href="http://[">j</a><a href>k</a><a name="/l">l</a>'
    )
    assert list(relative_urls(html)) == ["/a", "//c/d.png", "e", "#h", ""]
