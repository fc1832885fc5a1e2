"""What a channel refuses, and the links, ids and moments that it gives posts."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from postindex import Author, Channel, InvalidValue, Post
from postindex.feeds.channel import moment_of

TEA = Post(title="Tea", published=date(2026, 3, 22))


def channel(**fields: Any) -> Channel:
    return Channel(**{"title": "Notes", "link": "https://example.org/", **fields})


def test_defaults() -> None:
    assert channel().model_dump() == {
        "title": "Notes",
        "link": "https://example.org/",
        "description": "",
        "authors": (),
        "language": None,
        "permalink": "/{slug}/",
    }


def test_authors_are_names_or_authors_each_once() -> None:
    ann = Author("Ann", url="https://example.org/ann")
    assert channel(authors=["Ben", ann, "Ben"]).authors == (Author("Ben"), ann)


def test_a_channel_is_a_frozen_hashable_value() -> None:
    assert len({channel(), channel(), channel(title="Other")}) == 2
    with pytest.raises(AttributeError, match="frozen"):
        channel().title = "Other"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del channel().title


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", " \t"),
        ("title", "a\x00b"),
        ("title", None),
        ("description", "a\x1bb"),
        ("description", None),
        ("authors", "Ann"),
        ("language", "e"),
        ("language", "en_GB"),
        ("language", ""),
        ("permalink", ""),
        ("permalink", None),
        ("nonsense", 1),
        ("link", None),
        ("link", ""),
        ("link", "example.org"),
        ("link", "/blog"),
        ("link", "ftp://example.org/"),
        ("link", "javascript:alert(1)"),
        ("link", "https://"),
        ("link", "https:///blog"),
        ("link", "https://:8080/"),
        ("link", "https://[::1]/"),  # RFC 4151 takes names, not addresses in brackets
        ("link", "https://[::1"),
        ("link", "https://user@[::1]:8080/"),
        ("link", "https://example..org/"),
        ("link", f"https://{'a' * 64}.org/"),  # no label of a DNS name is that long
        ("link", "https://example.org/a b"),
        ("link", 'https://example.org/"'),
        ("link", "https://example.org/\n"),
        ("link", "https://example.org/\ufffe"),
    ],
)
def test_a_refused_value_is_named_by_field(field: str, value: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(**{field: value})
    assert caught.value.place.startswith(f"Channel.{field}")


@pytest.mark.parametrize("link", ["ftp://example.org/", "https://example.org/a b", None])
def test_a_refused_link_is_told_in_plain_words(link: object) -> None:
    with pytest.raises(InvalidValue, match="is not an absolute http or https link"):
        channel(link=link)


@pytest.mark.parametrize("author", [3, "", None])
def test_a_refused_author_is_told_as_one(author: object) -> None:
    with pytest.raises(InvalidValue, match=r"^Channel\.authors: Author"):
        channel(authors=["Ann", author])


@pytest.mark.parametrize("missing", ["title", "link"])
def test_what_has_no_default_must_be_given(missing: str) -> None:
    fields = {"title": "Notes", "link": "https://example.org/"}
    del fields[missing]
    with pytest.raises(InvalidValue, match=f"has no '{missing}'"):
        Channel(**fields)


@pytest.mark.parametrize(
    "permalink",
    [
        "/",
        "/about/",
        "/{published}/",  # a day may have two posts
        "/{published:%Y/%m/%d}/",
        "/{title}/",
        "/{slug}/{title}/",
        "/{}/",
        "/{0}/{slug}/",
        "/{slug",
        "/slug}",
        "/{slug}}",
        "/{{slug}}/",
        "/{slug.__class__}/",
        "/{slug}/{slug.__class__.__mro__}/",
        "/{published.day}/{slug}/",
        "/{slug[0]}/",
        "/{ slug }/",
        "/{slug:.3}/",
        "/{slug:>9}/{slug}/",
        "/{slug!r}/",
        "/{slug!a}/",
        "/{published!s:%Y}/{slug}/",
        "/{published:%B}/{slug}/",
        "/{published:%B}/{published:%Y}/{slug}/",
        "/{published:%Y%%}/{slug}/",
        "/{published:%-d}/{slug}/",
        "/{published:{slug}}/{slug}/",
        "/a b/{slug}/",
        "/{slug}/\n",
        "/<{slug}>/",
        "/{{a}}/{slug}/",
        "/\u2028{slug}/",
        "/\ufffe{slug}/",
    ],
)
def test_a_bad_permalink_is_refused(permalink: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(permalink=permalink)
    assert caught.value.place == "Channel.permalink"


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("/{slug}/", "tea/"),
        ("{slug}", "tea"),
        ("/{id}.html", "2026-03-22-tea.html"),
        ("/{published}/{slug}", "2026-03-22/tea"),
        ("/{published:%Y/%m/%d}/{slug}/", "2026/03/22/tea/"),
        ("/{published:%Y}/{published:%m}/{slug}/", "2026/03/tea/"),
        ("/{slug}/{slug}/", "tea/tea/"),
        ("/?p={id}#top", "?p=2026-03-22-tea#top"),
        ("//other.example/{slug}", "other.example/tea"),  # never away from the site
    ],
)
def test_a_permalink_makes_a_link(permalink: str, path: str) -> None:
    assert channel(permalink=permalink).link_of(TEA) == f"https://example.org/{path}"


@pytest.mark.parametrize(
    ("site", "link"),
    [
        ("https://example.org", "https://example.org/tea/"),
        ("https://example.org/", "https://example.org/tea/"),
        ("https://example.org/blog", "https://example.org/blog/tea/"),
        ("https://example.org/blog/", "https://example.org/blog/tea/"),
        ("https://example.org/blog?lang=en#top", "https://example.org/blog/tea/"),
        ("http://example.org:8080/", "http://example.org:8080/tea/"),
        ("https://bücher.example/", "https://bücher.example/tea/"),
    ],
)
def test_links_start_at_the_site(site: str, link: str) -> None:
    assert channel(link=site).link_of(TEA) == link


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("お茶", "%E3%81%8A%E8%8C%B6/"),
        ("Less is more / more or less?", "less-is-more-more-or-less/"),
        ("!!!", f"{Post(title='!!!', published=TEA.published).slug}/"),
    ],
)
def test_a_link_is_percent_encoded(title: str, path: str) -> None:
    assert channel().link_of(Post(title=title, published=TEA.published)) == f"https://example.org/{path}"


def test_a_given_id_cannot_leave_its_place_in_a_link() -> None:
    post = TEA.model_copy(update={"id": "../a b?c#d/é"})
    assert channel(permalink="/{id}").link_of(post) == "https://example.org/..%2Fa%20b%3Fc%23d%2F%C3%A9"
    assert channel().id_of(post) == "tag:example.org,2026-03-22:..%2Fa%20b%3Fc%23d%2F%C3%A9"


@pytest.mark.parametrize(("year", "path"), [(1, "0001/01/02/tea"), (9999, "9999/01/02/tea")])
def test_years_have_four_digits(year: int, path: str) -> None:
    post = Post(title="Tea", published=date(year, 1, 2))
    assert channel(permalink="/{published:%Y/%m/%d}/{slug}").link_of(post) == f"https://example.org/{path}"


def test_the_day_of_a_link_is_the_post_s_own() -> None:
    late = Post(title="Tea", published=datetime(2026, 3, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5))))
    patterned = channel(permalink="/{published}/{slug}")
    assert patterned.link_of(late) == "https://example.org/2026-03-22/tea"
    assert patterned.id_of(late) == "tag:example.org,2026-03-22:2026-03-22-tea"


def test_a_post_s_own_url_is_its_link_and_its_id_unchanged() -> None:
    url = "HTTPS://Other.example/Tea/../?b=2&a=1#x"
    post = TEA.model_copy(update={"url": url})
    assert (channel().link_of(post), channel().id_of(post)) == (url, url)


@pytest.mark.parametrize(
    ("site", "authority"),
    [
        ("https://example.org/blog", "example.org"),
        ("https://EXAMPLE.org", "example.org"),
        ("http://localhost:8000/", "localhost"),
        ("https://user:word@example.org:8443/", "example.org"),
        ("https://bücher.example/", "xn--bcher-kva.example"),
        ("https://日本。jp/", "xn--wgv71a.jp"),
    ],
)
def test_an_id_is_a_tag_uri(site: str, authority: str) -> None:
    path = "blog/" if "/blog" in site else ""
    assert channel(link=site).id_of(TEA) == f"tag:{authority},2026-03-22:{path}2026-03-22-tea"


@pytest.mark.parametrize("title", ["Tea", "お茶", "Don't, ever: (50 %)", "!!!"])
def test_an_id_follows_the_grammar_of_rfc_4151(title: str) -> None:
    name = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
    grammar = rf"tag:{name}(?:\.{name})*,[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}:(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-F]{{2}})*"
    id = channel(link="https://bücher.example/").id_of(Post(title=title, published=date(1, 1, 1)))
    assert re.fullmatch(grammar, id, re.ASCII)


def test_a_day_is_noon_and_a_moment_is_itself() -> None:
    moment = datetime(2026, 3, 22, 23, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert moment_of(moment) is moment
    assert moment_of(date(2026, 3, 22)) == datetime(2026, 3, 22, 12, tzinfo=UTC)
