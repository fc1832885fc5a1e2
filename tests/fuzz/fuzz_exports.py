"""A fuzzer for reading tables, JSON, and exports of WordPress and Ghost: valid ones with mistakes.

Run by `make fuzz`. A failing input is minimised and kept in `found/`; `fuzz_exports.py FILE` tries it again.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from random import Random
from typing import Any

import fuzz_feeds

import fuzz
from postindex import Author, Enclosure, Listing, ListingError, Post, PostIndex
from postindex.sources import read_csv, read_ghost, read_json, read_wordpress, to_csv

LONGEST = 8000  # bytes
TROUBLE = [
    *fuzz_feeds.TROUBLE,
    *(b",", b";", b"\t", b"|", b"\\", b"'=", b"'", b'""', b"\r\n", b"\r", b"3/4/2026", b"30/4/2026", b"13/13/2026"),
    *(b"Draft", b"Title", b"Date", b"__GHOST_URL__", b"#tag", b"draft", b"page", b"0000-00-00 00:00:00", b"9999-12-31"),
    *(
        b"<wp:status>trash</wp:status>",
        b"<wp:post_password>1</wp:post_password>",
        b"99999999999999999",
        b"1774173600000",
    ),
]
_UNIT = re.compile(rb"<[^<>]*>|[^<>,;:\n\"{}\[\]]+|[<>,;:\n\"{}\[\]]")
_WORDPRESS = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"
xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Notes</title><link>https://example.org</link>
<language>en</language><wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login>ann</wp:author_login>
<wp:author_display_name>Ann</wp:author_display_name></wp:author>
<item><title>Tea</title><link>https://example.org/tea/</link><pubDate>Sun, 22 Mar 2026 10:00:00 +0000</pubDate>
<dc:creator>ann</dc:creator><guid>https://example.org/?p=1</guid><content:encoded><![CDATA[<p>Tea</p>]]></content:encoded>
<excerpt:encoded>On tea.</excerpt:encoded><wp:post_date>2026-03-22 11:00:00</wp:post_date>
<wp:post_date_gmt>2026-03-22 10:00:00</wp:post_date_gmt><wp:post_modified>2026-03-23 11:00:00</wp:post_modified>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><category domain="post_tag" nicename="c">Cups</category>
<category domain="category" nicename="d">Drinks</category></item>
<item><title>Draft</title><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:status>draft</wp:status></item>
</channel></rss>"""
_GHOST = {
    "db": [
        {
            "data": {
                "posts": [
                    {
                        "id": 1,
                        "uuid": "a",
                        "title": "Tea",
                        "slug": "tea",
                        "status": "published",
                        "type": "post",
                        "published_at": "2026-03-22T10:00:00.000Z",
                        "updated_at": 1774173600000,
                        "custom_excerpt": "On tea.",
                        "html": "<p>__GHOST_URL__/</p>",
                        "feature_image": "__GHOST_URL__/a.png",
                    },
                    {"id": 2, "title": "Draft", "status": "draft", "created_at": "2026-03-22 10:00:00", "page": 0},
                ],
                "tags": [{"id": 1, "name": "Cups"}, {"id": 2, "name": "#own"}],
                "posts_tags": [{"post_id": 1, "tag_id": 1, "sort_order": 0}, {"post_id": 1, "tag_id": 2}],
                "users": [{"id": 1, "name": "Ann"}],
                "posts_authors": [{"post_id": 1, "author_id": 1, "sort_order": 0}],
                "settings": [{"key": "title", "value": "Notes"}, {"key": "locale", "value": "en"}],
            }
        }
    ]
}
_TABLES = (
    b"Title,Date,Tags,Draft\nTea,2026-03-22,cups; pots,no\nPots,3/4/2026,a|b,yes\n",
    b"Headline;Published;Author;Link;Minutes\nTea;30/4/2026;Ann, Ben;/tea/;5 min\n",
)


def seeds() -> list[bytes]:
    """Return valid exports of each kind."""
    posts = [
        Post(
            title="Tea, twice",
            published=datetime.fromisoformat("2026-03-22T10:30:00+01:00"),
            updated=date(2026, 3, 23),
            summary="=1+1\nnext",
            tags=["Green tea", "c++", "a;b"],
            authors=[Author("Ann", email="ann@example.org", url="https://example.org/")],
            enclosures=[Enclosure(url="https://example.org/1.mp3", type="audio/mpeg", length=12)],
            content_html="<p>Tea</p>",
        ),
        Post(title="A kettle", published=date(2026, 3, 1), url="https://example.org/kettle/", reading_minutes=3),
    ]
    index = PostIndex(posts)
    rows = json.dumps(index.to_records(), default=str)
    texts = [to_csv(posts), json.dumps(_GHOST), json.dumps(_GHOST["db"][0]), index.to_json(), rows]
    return [*_TABLES, *[_WORDPRESS] * 3, *(text.encode() for text in texts)]


def check(content: bytes) -> None:
    """Run every check on one input; raise `CheckFailed` for the first that fails."""
    for read in _readers(content):
        listing = read(content, strict=False)
        last = content.count(b"\n") + content.count(b"\r") + 1
        if not all(1 <= problem.line <= last for problem in listing.problems):
            raise fuzz.CheckFailed("problems are at lines of the file", listing.problems)
        if len(listing.origins) != len(listing.posts):
            raise fuzz.CheckFailed("each post has its origin", listing.origins)
        fuzz._check_posts(listing)
        errors = tuple(problem for problem in listing.problems if problem.severity == "error")
        if _refused(read, content) != errors:
            raise fuzz.CheckFailed("strict reading raises the errors that lenient reading finds", errors)
        if read is not read_json and len(read(content, strict=False, drafts=True).posts) < len(listing.posts):
            raise fuzz.CheckFailed("keeping drafts loses no post", listing.posts)
        if read_csv(to_csv(listing.posts).encode()).posts != listing.posts:
            raise fuzz.CheckFailed("a table of the posts is read back equal", to_csv(listing.posts))
        if len(content) % 4 == 0 and read(fuzz.LineByLine(content), strict=False) != listing:
            raise fuzz.CheckFailed("a slow file gives the same", listing)


def _readers(content: bytes) -> Sequence[Callable[..., Listing]]:
    """Return the readers of what the input is a broken form of."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return (read_wordpress,)
    return (read_ghost, read_json) if start in (b"{", b"[") else (read_csv,)


def _refused(read: Callable[..., Listing], content: bytes) -> tuple[Any, ...]:
    try:
        read(content)
    except ListingError as error:
        return error.problems
    return ()


def inputs(random: Random, texts: Sequence[bytes], trouble: Sequence[bytes] = TROUBLE) -> Iterator[bytes]:
    """Yield valid texts with one to four mistakes, without end."""
    parts = [_UNIT.findall(text) for text in texts]
    while True:
        units = list(random.choice(parts))
        for _ in range(random.randint(1, 4)):
            _change(random, units, parts, trouble)
        content = b"".join(units)[:LONGEST]
        if random.random() < 0.1:
            content = content[: random.randrange(len(content) + 1)]
        if random.random() < 0.05:
            content = content.decode(errors="replace").encode(random.choice(["utf-16", "utf-8-sig", "utf-32"]))
        yield content


def _change(random: Random, units: list[bytes], parts: Sequence[Sequence[bytes]], trouble: Sequence[bytes]) -> None:
    units[:] = units or [b" "]
    at, other = random.randrange(len(units)), random.randrange(len(units))
    kind = random.randrange(6)
    if kind == 0:
        del units[at : at + random.randint(1, 4)]
    elif kind == 1:
        units.insert(at, units[other])
    elif kind == 2:
        units[at], units[other] = units[other], units[at]
    elif kind == 3:
        donor = random.choice(parts)
        start = random.randrange(len(donor))
        units[at:at] = donor[start : start + random.randint(1, 12)]
    else:
        unit, place = units[at], random.randrange(len(units[at]) + 1)
        units[at] = unit[:place] + random.choice(trouble) + unit[place + random.randint(0, 2) :]


def main(arguments: Sequence[str] | None = None) -> int:
    return fuzz_feeds.run("exports", seeds, inputs, check, arguments)


if __name__ == "__main__":
    sys.exit(main())
