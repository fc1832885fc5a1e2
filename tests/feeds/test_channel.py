"""What a channel refuses, and the links, ids and moments that it gives posts."""

import copy
import inspect
import json
import pickle
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from postindex import Author, Channel, InvalidValue, MissingExtra, Post, Tag
from postindex.feeds import markup

TEA = Post(title="Tea", published=date(2026, 3, 22))
LINKS = ["icon", "logo", "image", "rss_url", "atom_url", "json_url", "hub", "category_scheme"]
TEXTS = ["description", "subtitle", "rights", "generator"]


def channel(**fields: Any) -> Channel:
    return Channel(**{"title": "Notes", "link": "https://example.org/", **fields})


def test_defaults() -> None:
    assert channel().model_dump() == {
        "title": "Notes",
        "link": "https://example.org/",
        "description": "",
        "subtitle": "",
        "language": None,
        "authors": (),
        "rights": "",
        "icon": None,
        "logo": None,
        "image": None,
        "rss_url": None,
        "atom_url": None,
        "json_url": None,
        "hub": None,
        "permalink": "/{slug}/",
        "tag_permalink": None,
        "category_scheme": None,
        "time_of_day": time(12),
        "time_zone": "UTC",
        "ids": "own",
        "id_authority": None,
        "id_start": None,
        "limit": None,
        "generator": "postindex",
        "sanitize_html": False,
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


FULL = channel(
    description="What we learn.",
    subtitle="About tea.",
    language="en",
    authors=[Author("Ann", email="ann@example.org")],
    rights="© Ann",
    tag_permalink="/tags/{slug}/",
    time_of_day=time(7, 30),
    time_zone="Europe/Berlin",
    ids="tag",
    id_authority="ann@example.org",
    id_start=date(2020, 2, 29),
    limit=20,
    generator="",
    **dict.fromkeys(LINKS, "https://example.org/x"),
)


@pytest.mark.parametrize("value", [channel(), FULL], ids=["bare", "full"])
def test_a_channel_survives_json_pickle_and_copy(value: Channel) -> None:
    assert Channel.model_validate_json(value.model_dump_json()) == value
    assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value.model_copy() == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_of_day", "noon"),
        ("time_of_day", "25:00"),
        ("time_of_day", "12:00:00+02:00"),
        ("time_of_day", "12:00Z"),
        ("time_of_day", 43200),
        ("id_start", "2026-02-30"),
        ("id_start", "2026-W12-7"),
        ("id_start", "20260322"),
        ("id_start", "2026-03-22T12:00"),
        ("id_start", 0),
    ],
)
def test_times_and_dates_have_one_form_in_json(field: str, value: object) -> None:
    data = {"title": "Notes", "link": "https://example.org/", field: value}
    with pytest.raises(InvalidValue, match=rf"^Channel\.{field}: "):
        Channel.model_validate_json(json.dumps(data))


REFUSED: list[tuple[str, object, str]] = [
    *(("title", value, "at least one visible character") for value in ("", " \t", None, 1)),
    ("title", "a\x00b", "U+0000 at index 1"),
    *((field, value, "give plain text, possibly empty") for field in TEXTS for value in (None, 1, b"tea")),
    *((field, "te\x1ba", "U+001B at index 2, which XML cannot carry; remove it") for field in TEXTS),
    *(
        (field, value, "has an invalid host or port")
        for field in LINKS
        for value in ("https://example.org:80a/", "https://example.org:99999/", "https://[::g]/")
    ),
    ("authors", "Ann", "put it in a list"),
    ("authors", Author("Ann"), "put it in a list"),
    ("authors", None, "list of names"),
    *(("language", value, "language tag such as 'en'") for value in ("e", "en_GB", "", 1)),
    *(
        (field, value, "is not an absolute http or https link")
        for field in LINKS
        for value in (*("", "/icon.png", "example.org", "ftp://example.org/", "javascript:alert(1)", "https://", 1),)
    ),
    *(("permalink", value, "is not a pattern; give text such as '/{slug}/'") for value in ("", None, 1, b"/{slug}/")),
    *(("tag_permalink", value, "is not a pattern; give text such as '/{slug}/'") for value in ("", 1, b"/{slug}/")),
    *(
        ("time_of_day", value, "give datetime.time(12), or text '12:00'")
        for value in (None, "12", "noon", "25:00", 12, timedelta(hours=12))
    ),
    ("time_of_day", datetime(2026, 3, 22, 12, tzinfo=UTC), "give datetime.time(12), or text '12:00'"),
    ("time_of_day", time(12, tzinfo=UTC), "has a time zone; give the zone as time_zone"),
    ("time_of_day", time(12, 0, 0, 1), "has a fraction of a second; give whole seconds"),
    *(
        ("time_zone", value, "is not a time zone; give a name such as 'Europe/Berlin'")
        for value in (
            *("Nowhere", "", "UTC ", "europe/berlin", "CEST", "+02:00", "Europe", "Europe/", "/Europe/Berlin"),
            *("../x", "Europe/../UTC", "..", "zone.tab", "tzdata.zi", "leapseconds", "__init__", "__init__.py", "\0"),
            *("Europe/Berlin\n", None, 1, UTC, timedelta(hours=1)),
        )
    ),
    *(("ids", value, "give 'own', 'permalink' or 'tag'") for value in ("", "OWN", "uuid", None, 1)),
    *(
        ("id_authority", value, "is not a domain such as 'example.org' or an e-mail address at one, or None")
        for value in (
            *("", "a b", "exa_mple.org", "example.org/", "https://example.org", "example..org", "-a.org", "a-.org"),
            *("@example.org", "a@b@example.org", "ann@", "bücher.example", "example.org,2026", "example.org\n", 1),
        )
    ),
    *(
        ("id_start", value, "is not a date, or None; give datetime.date(2026, 3, 22), or text '2026-03-22'")
        for value in ("03/04/2026", "2026", "2026-02-30", 0, True, datetime(2026, 3, 22, tzinfo=UTC))
    ),
    *(
        ("limit", value, "is not a whole number of posts from 1 to 2**63 - 1, or None")
        for value in (True, 0, -1, "20", 2.0, 1.5, 2**63)
    ),
    *(("sanitize_html", value, "is not True or False") for value in (None, 1, 0, "yes", "True")),
    ("nonsense", 1, "is not a field; the fields are title, link"),
]


@pytest.mark.parametrize(("field", "value", "reason"), REFUSED)
def test_refused_values_have_a_place_and_a_plain_message(field: str, value: object, reason: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(**{field: value})
    assert caught.value.place == f"Channel.{field}"
    assert caught.value.value == value
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    "link",
    [
        None,
        1,
        "",
        "example.org",
        "/blog",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https:///blog",
        "https://:8080/",
        "https://[::1]/",  # RFC 4151 takes names, not addresses in brackets
        "https://[::1",
        "https://user@[::1]:8080/",
        "https://example..org/",
        "https://-example.org/",
        "https://example-.org/",
        "https://exa_mple.org/",
        f"https://{'a' * 64}.org/",  # no label of a DNS name is that long
        "https://example.org/a b",
        "https://example.org/100%",
        'https://example.org/"',
        "https://example.org/\n",
        "https://example.org/\ufffe",
    ],
)
def test_site_links_without_a_named_host_are_refused(link: object) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(link=link)
    assert caught.value.place == "Channel.link"


@pytest.mark.parametrize("link", ["ftp://example.org/", "https://example.org/a b", None])
def test_refused_links_have_a_plain_message(link: object) -> None:
    with pytest.raises(InvalidValue, match="is not an absolute http or https link"):
        channel(link=link)


@pytest.mark.parametrize("author", [3, "", None])
def test_refused_authors_are_reported_as_authors(author: object) -> None:
    with pytest.raises(InvalidValue, match=r"^Channel\.authors: Author"):
        channel(authors=["Ann", author])


@pytest.mark.parametrize("missing", ["title", "link"])
def test_title_and_link_are_required(missing: str) -> None:
    fields: dict[str, Any] = {"title": "Notes", "link": "https://example.org/"}
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
        "/%Y/{slug}/",  # the year stands in {published:%Y}
        "/100%/{slug}/",
        "/%{slug}/",
        "/%2{slug}/",
    ],
)
def test_a_bad_permalink_is_refused(permalink: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(permalink=permalink)
    assert caught.value.place == "Channel.permalink"


@pytest.mark.parametrize(
    "permalink",
    ["/tags/", "/{id}/", "/{name}/", "/{published}/{slug}/", "/{slug:.3}/", "/{slug!r}/", "/{slug", "/a b/{slug}/"],
)
def test_a_bad_tag_permalink_is_refused(permalink: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(tag_permalink=permalink)
    assert caught.value.place == "Channel.tag_permalink"


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (
            "permalink",
            "needs {slug} or {id}, and may have {published:%Y/%m/%d} or a part of it; other fields are not allowed",
        ),
        ("tag_permalink", "needs {slug}; other fields are not allowed"),
    ],
)
def test_refused_patterns_list_the_valid_fields(field: str, reason: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        channel(**{field: "/{title}/"})
    assert caught.value.reason == reason


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
        ("/%C3%A9/{slug}", "%C3%A9/tea"),
        ("/{published:day-%d}/{slug}", "day-22/tea"),
    ],
)
def test_permalink_patterns(permalink: str, path: str) -> None:
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


def test_ids_in_links_are_percent_encoded() -> None:
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


def test_urls_are_links_and_ids_unchanged() -> None:
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


@pytest.mark.parametrize(
    ("returned", "link"),
    [
        ("/tea/", "https://example.org/blog/tea/"),
        ("tea", "https://example.org/blog/tea"),
        ("?p=1#top", "https://example.org/blog/?p=1#top"),
        ("2026:03/tea", "https://example.org/blog/2026:03/tea"),  # no scheme begins with a digit
        ("//other.example/tea", "https://example.org/blog/other.example/tea"),  # never away from the site
        ("é/お茶", "https://example.org/blog/é/お茶"),
        ("https://tea.example/pots", "https://tea.example/pots"),
        ("HTTP://tea.example", "HTTP://tea.example"),
    ],
)
def test_permalink_functions_return_a_path_or_a_link(returned: str, link: str) -> None:
    called_with: list[Post] = []

    def permalink(post: Post) -> str:
        called_with.append(post)
        return returned

    assert channel(link="https://example.org/blog/?lang=en", permalink=permalink).link_of(TEA) == link
    assert called_with == [TEA]


@pytest.mark.parametrize(
    "returned",
    [
        None,
        "",
        1,
        b"/tea/",
        TEA,
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,tea",
        "mailto:ann@example.org",
        "ftp://example.org/tea",
        "tea:pot",
        "http:tea",
        "https://",
        "/a b/",
        "/tea\n",
        '/"tea"/',
        "/<tea>/",
        "/100%/",
        "/te\x07a/",
        "/\ud800/",
        "/\ufffe/",
    ],
    ids=ascii,
)
def test_invalid_results_of_permalink_functions_are_refused(returned: Any) -> None:
    with pytest.raises(InvalidValue, match="return a path, or an absolute http or https link") as caught:
        channel(permalink=lambda _: returned).link_of(TEA)
    assert caught.value.place == "Channel.permalink"
    assert TEA.id in caught.value.reason


def test_failing_permalink_functions_are_reported_with_the_post() -> None:
    folders: dict[str, str] = {}
    with pytest.raises(InvalidValue) as caught:
        channel(permalink=lambda post: folders[post.slug]).link_of(TEA)
    assert (caught.value.place, caught.value.value) == ("Channel.permalink", TEA.id)
    assert caught.value.reason == "gets no link from the function: KeyError: 'tea'"
    assert isinstance(caught.value.__cause__, KeyError)


def test_permalink_functions_are_not_called_for_posts_with_a_url() -> None:
    linked = channel(permalink=lambda _: pytest.fail("called"))
    assert linked.link_of(TEA.model_copy(update={"url": "https://tea.example/"})) == "https://tea.example/"


@pytest.mark.parametrize(
    ("pattern", "link"),
    [
        (None, "https://example.org/blog"),
        ("/tags/{slug}/", "https://example.org/blog/tags/c-plus-plus/"),
        ("t-{slug}.html#top", "https://example.org/blog/t-c-plus-plus.html#top"),
    ],
)
def test_the_page_of_a_tag(pattern: str | None, link: str) -> None:
    tagged = channel(link="https://example.org/blog", tag_permalink=pattern)
    assert tagged.tag_link_of("C++") == tagged.tag_link_of(Tag("#c++")) == link


def test_the_page_of_a_tag_is_percent_encoded() -> None:
    tagged = channel(tag_permalink="/tags/{slug}")
    assert tagged.tag_link_of("お茶") == "https://example.org/tags/%E3%81%8A%E8%8C%B6"
    with pytest.raises(InvalidValue, match=r"^Tag\.name"):
        tagged.tag_link_of("!!!")


URL, URN = "https://tea.example/pots", "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6"
MADE, URI = "https://example.org/tea/", "tag:example.org,2026-03-22:"


@pytest.mark.parametrize(
    ("ids", "parts", "id"),
    [
        ("own", {}, f"{URI}2026-03-22-tea"),
        ("own", {"url": URL}, URL),
        ("own", {"id": URN}, URN),
        ("own", {"id": URN, "url": URL}, URN),
        ("own", {"id": "a:b c"}, f"{URI}a%3Ab%20c"),
        ("own", {"id": "a:b c", "url": URL}, f"{URI}a%3Ab%20c"),
        ("permalink", {}, MADE),
        ("permalink", {"id": URN}, MADE),
        ("permalink", {"id": URN, "url": URL}, URL),
        ("tag", {}, f"{URI}2026-03-22-tea"),
        ("tag", {"url": URL}, f"{URI}2026-03-22-tea"),
        ("tag", {"id": URN, "url": URL}, f"{URI}urn%3Auuid%3A60a76c80-d399-11d9-b93c-0003939e0af6"),
    ],
)
def test_ids_by_each_rule(ids: str, parts: dict[str, Any], id: str) -> None:
    assert channel(ids=ids).id_of(TEA.model_copy(update=parts)) == id


@pytest.mark.parametrize(
    ("fields", "id"),
    [
        ({"id_authority": "tea.example"}, "tag:tea.example,2026-03-22:2026-03-22-tea"),
        ({"id_authority": "Ann.B_c-d@tea.example"}, "tag:Ann.B_c-d@tea.example,2026-03-22:2026-03-22-tea"),
        ({"id_start": date(2020, 2, 29)}, "tag:example.org,2020-02-29:2026-03-22-tea"),
        ({"id_start": date(1, 1, 1)}, "tag:example.org,0001-01-01:2026-03-22-tea"),
        ({"link": "https://example.org/a/b/?c"}, "tag:example.org,2026-03-22:a/b/2026-03-22-tea"),
        ({"link": "https://example.org/é/%7e"}, "tag:example.org,2026-03-22:%C3%A9/%7e/2026-03-22-tea"),
    ],
)
def test_authority_and_start_of_tag_uris(fields: dict[str, Any], id: str) -> None:
    assert channel(**fields).tag_uri_of(TEA) == channel(**fields).id_of(TEA) == id


def test_ids_stay_when_a_site_with_an_authority_moves() -> None:
    rule = {"id_authority": "example.org", "id_start": date(2020, 1, 1)}
    assert channel(**rule).id_of(TEA) == channel(link="https://other.example/", **rule).id_of(TEA)


def test_days_become_noon_and_moments_lose_fractions_of_seconds() -> None:
    moment = datetime(2026, 3, 22, 23, 30, 15, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    for given in (moment, moment.replace(microsecond=999_999)):
        kept = channel(time_zone="Asia/Tokyo", time_of_day=time(7)).moment_of(given)
        assert kept.isoformat() == moment.isoformat()
    assert channel().moment_of(date(2026, 3, 22)) == datetime(2026, 3, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "clock", "day", "moment"),
    [
        ("UTC", time(0), date(1, 1, 1), "0001-01-01T00:00:00+00:00"),
        ("UTC", time(23, 59, 59), date(9999, 12, 31), "9999-12-31T23:59:59+00:00"),
        ("Europe/Berlin", time(7, 30), date(2026, 1, 1), "2026-01-01T07:30:00+01:00"),
        ("Europe/Berlin", time(7, 30), date(2026, 7, 1), "2026-07-01T07:30:00+02:00"),
        ("Europe/Berlin", time(2, 30), date(2026, 10, 25), "2026-10-25T02:30:00+02:00"),  # the first of two
        ("Asia/Kolkata", time(12), date(2026, 7, 1), "2026-07-01T12:00:00+05:30"),
        # Before there were zones, each town had the time of its sun, to the second.
        ("America/New_York", time(12), date(1850, 3, 22), "1850-03-22T12:00:00-04:56"),
        ("Europe/Amsterdam", time(12), date(1850, 3, 22), "1850-03-22T12:00:00+00:17"),
        ("Africa/Monrovia", time(12), date(1960, 1, 1), "1960-01-01T12:00:00-00:44"),
        # East of the date line, Manila was over 15 hours behind, and Juneau over 15 ahead.
        ("Asia/Manila", time(12), date(1800, 1, 1), "1800-01-01T12:00:00-14:00"),
        ("America/Juneau", time(12), date(1800, 1, 1), "1800-01-01T12:00:00+14:00"),
        ("Asia/Manila", time(0), date(1, 1, 1), "0001-01-01T00:00:00-14:00"),
        ("America/Juneau", time(0), date(1, 1, 1), "0001-01-01T00:00:00+14:00"),
        ("Etc/GMT+12", time(23, 59, 59), date(9999, 12, 31), "9999-12-31T23:59:59-12:00"),
        ("Pacific/Kiritimati", time(0), date(9999, 12, 31), "9999-12-31T00:00:00+14:00"),
    ],
)
def test_the_moment_at_which_a_day_is_dated(zone: str, clock: time, day: date, moment: str) -> None:
    assert channel(time_zone=zone, time_of_day=clock).moment_of(day).isoformat() == moment


def test_html_cannot_be_sanitised_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    assert channel(sanitize_html=True).sanitize_html
    monkeypatch.setattr(markup, "find_spec", {}.get)
    assert not channel(sanitize_html=False).sanitize_html
    routes: list[Callable[[], Channel]] = [
        lambda: channel(sanitize_html=True),
        lambda: channel().model_copy(update={"sanitize_html": True}),
        lambda: Channel.model_validate_json('{"title": "a", "link": "https://example.org/", "sanitize_html": true}'),
    ]
    for route in routes:
        with pytest.raises(MissingExtra, match=r"pip install 'postindex\[html\]'") as caught:
            route()
        assert (caught.value.wanted, caught.value.extra) == ("sanitize_html", "html")


@pytest.mark.parametrize(
    ("returned", "link"),
    [
        ("/t/c++/", "https://example.org/blog/t/c++/"),
        ("t?tag=c", "https://example.org/blog/t?tag=c"),
        ("//other.example/c", "https://example.org/blog/other.example/c"),  # never away from the site
        ("https://tea.example/c", "https://tea.example/c"),
    ],
)
def test_tag_permalink_functions_return_a_path_or_a_link(returned: str, link: str) -> None:
    called_with: list[Tag] = []

    def tag_permalink(tag: Tag) -> str:
        called_with.append(tag)
        return returned

    tagged = channel(link="https://example.org/blog/", tag_permalink=tag_permalink)
    assert tagged.tag_link_of("/C++") == link
    assert called_with == [Tag("C++")]


@pytest.mark.parametrize(
    "returned", [None, "", 1, b"/t/", "javascript:alert(1)", "ftp://example.org/", "/a b/", "/\ud800/"]
)
def test_invalid_results_of_tag_permalink_functions_are_refused(returned: Any) -> None:
    with pytest.raises(InvalidValue, match="'tea'; return a path, or an absolute http or https link") as caught:
        channel(tag_permalink=lambda _: returned).tag_link_of("tea")
    assert caught.value.place == "Channel.tag_permalink"


def test_failing_tag_permalink_functions_are_reported_with_the_tag() -> None:
    with pytest.raises(InvalidValue, match=r"^Channel\.tag_permalink: 'tea' gets no link from the function: KeyError"):
        channel(tag_permalink=lambda tag: {}[tag]).tag_link_of("tea")


# -- all at once -------------------------------------------------------------------------------------------------------


def test_every_fault_of_a_channel_is_told() -> None:
    with pytest.raises(InvalidValue) as caught:
        Channel(
            title="",
            link="tea",
            authors=["Ada", 3],  # type: ignore[list-item]
            icon="https://[x",
            permalink="{a}",
            tag_permalink="/tags/",
            time_of_day="noon",
            time_zone="Tea",
            id_start="2026",
            limit=0,
        )
    assert [error.place.removeprefix("Channel.") for error in caught.value.errors] == [
        *("title", "link", "authors: Author", "icon", "permalink", "tag_permalink", "time_of_day", "time_zone"),
        *("id_start", "limit"),
    ]


def test_iso_text_is_a_date_and_a_time_of_day() -> None:
    channel = Channel(title="Notes", link="https://example.org/", id_start="2026-01-01", time_of_day="08:30")
    assert (channel.id_start, channel.time_of_day) == (date(2026, 1, 1), time(8, 30))


def test_a_channels_signature_is_plain() -> None:
    signature = inspect.signature(Channel)
    assert set(signature.parameters) == set(Channel.model_fields)
    assert len(str(signature)) < 900
    assert "pattern" not in str(signature)
