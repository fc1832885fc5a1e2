"""What every format says of a post: which posts, in which order, and under which ids."""

import random
import warnings
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations
from typing import Any

import pytest

from postindex import Author, Channel, Enclosure, InvalidValue, Post, PostIndex, PostLeftOut, feeds
from postindex.feeds.addresses import is_absolute_iri
from postindex.feeds.entries import Entry, build_entries_and_warn, latest_update

TEA = Post(title="Tea", published=date(2026, 3, 22))
URI = "tag:example.org,2026-03-22:"
SHARED = "https://example.org/tea"


def channel(**fields: Any) -> Channel:
    return Channel(**{"title": "Notes", "link": "https://example.org/", **fields})


def post(title: str, day: int = 22, **parts: Any) -> Post:
    return Post(title=title, published=date(2026, 3, day), **parts)


def ids(posts: Iterable[Post], **fields: Any) -> dict[str, str]:
    return {entry.title: entry.id for entry in build_entries_and_warn(posts, channel(**fields))}


def test_an_entry_has_the_post_s_values() -> None:
    moment = datetime(2026, 3, 22, 8, 15, 30, 250_000, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    whole = Post(
        title="Tea",
        published=moment,
        updated=date(2026, 4, 1),
        summary="On leaves.",
        content_html='<a href="pot">Tea</a>',
        tags=["tea"],
        authors=["Ann"],
        language="de",
        enclosures=[Enclosure(url="https://example.org/1.mp3", type="audio/mpeg")],
        image="https://example.org/1.png",
    )
    [entry] = build_entries_and_warn([whole], channel(authors=["Ben"]))
    assert entry == Entry(
        post=whole,
        id=f"{URI}2026-03-22-tea",
        guid=f"{URI}2026-03-22-tea",
        link="https://example.org/tea/",
        title="Tea",
        summary="On leaves.",
        html='<a href="https://example.org/tea/pot">Tea</a>',
        published=moment.replace(microsecond=0),
        updated=datetime(2026, 4, 1, 12, tzinfo=UTC),
        tags=whole.tags,
        authors=(Author("Ann"),),
        language="de",
        enclosures=whole.enclosures,
        image="https://example.org/1.png",
    )


def test_missing_values_come_from_the_channel() -> None:
    [entry] = build_entries_and_warn([TEA], channel(authors=["Ben"]))
    assert entry.published == entry.updated == datetime(2026, 3, 22, 12, tzinfo=UTC)
    assert entry.authors == (Author("Ben"),)
    assert (entry.summary, entry.html, entry.tags, entry.language, entry.enclosures) == ("", "", (), None, ())


@pytest.mark.parametrize("summary", [" ", "\n\t", "\u3000", "\x85"])
def test_blank_summaries_are_left_out(summary: str) -> None:
    assert build_entries_and_warn([post("Tea", summary=summary)], channel())[0].summary == ""


@pytest.mark.parametrize("updated", [date(2020, 1, 1), datetime(2026, 3, 22, 8, tzinfo=UTC)])
def test_updated_is_never_before_published(updated: date) -> None:
    [entry] = build_entries_and_warn([post("Tea", updated=updated)], channel())
    assert entry.updated == entry.published == datetime(2026, 3, 22, 12, tzinfo=UTC)


def test_posts_are_written_newest_first() -> None:
    posts = [post(f"Post {day}", day) for day in range(1, 20)]
    random.Random(7).shuffle(posts)
    entries = build_entries_and_warn(iter(posts), channel())
    assert [entry.title for entry in entries] == [f"Post {day}" for day in range(19, 0, -1)]
    assert entries == build_entries_and_warn(PostIndex(posts), channel())


@pytest.mark.parametrize(("limit", "days"), [(None, [3, 2, 1]), (1, [3]), (3, [3, 2, 1]), (9, [3, 2, 1])])
def test_the_limit_keeps_the_newest_posts(limit: int | None, days: list[int]) -> None:
    posts = [post("Tea", 1), post("Tea", 3), post("Tea", 2)]
    assert [entry.post.day.day for entry in build_entries_and_warn(posts, channel(limit=limit))] == days
    assert len(build_entries_and_warn(posts, channel(limit=limit), unlimited=True)) == 3


@pytest.mark.parametrize("posts", [None, 1, "posts", b"posts", TEA])
def test_posts_must_be_iterable(posts: Any) -> None:
    with pytest.raises(
        InvalidValue, match=r"^posts: .* is not an iterable of posts; give a list of Post values, or listing"
    ):
        build_entries_and_warn(posts, channel())


@pytest.mark.parametrize("item", [None, 1, "Tea", {"title": "Tea"}])
def test_items_that_are_not_posts_are_named(item: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^posts: item 1: .* is not a Post; build one"):
        build_entries_and_warn([TEA, item], channel())


@pytest.mark.parametrize("value", [None, "channel", {"title": "Notes"}, Channel])
def test_invalid_channels_are_refused(value: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^channel: .* is not a Channel; give a feeds.Channel$"):
        build_entries_and_warn([TEA], value)


def test_posts_with_the_same_id_are_numbered() -> None:
    derived = [post("Tea", summary=summary) for summary in "ab"]
    given = [post("Cup", 20, id="x"), post("Pot", 21, id="x"), post("Lid", 22, id="x")]
    for posts in permutations([*derived, *given]):
        entries = build_entries_and_warn(posts, channel())
        assert {entry.id: entry.title + entry.summary for entry in entries} == {
            f"{URI}2026-03-22-tea": "Teaa",
            f"{URI}2026-03-22-tea-2": "Teab",
            "tag:example.org,2026-03-20:x": "Cup",
            "tag:example.org,2026-03-21:x-2": "Pot",
            f"{URI}x-3": "Lid",
        }


def test_the_same_post_twice_is_one_entry() -> None:
    assert len(build_entries_and_warn([TEA, TEA, post("Tea", id="x"), post("Tea", id="x")], channel())) == 2


def test_the_newest_of_posts_that_share_a_link_keeps_it_as_id() -> None:
    posts = [post("New", 23, url=SHARED), post("Old", 22, url=SHARED), post("Older", 21, url=SHARED)]
    for order in permutations(posts):
        assert ids(order) == {
            "New": SHARED,
            "Old": f"{URI}2026-03-22-old",
            "Older": "tag:example.org,2026-03-21:2026-03-21-older",
        }


def test_ids_are_distinct_even_with_equal_links() -> None:
    posts = [post("Tea", day) for day in (23, 22, 21)]
    assert [entry.id for entry in build_entries_and_warn(posts, channel(ids="permalink"))] == [
        "https://example.org/tea/",
        f"{URI}2026-03-22-tea",
        "tag:example.org,2026-03-21:2026-03-21-tea",
    ]


def test_the_site_s_link_is_never_the_id_of_a_post() -> None:
    home = post("Home", url="https://example.org/")
    assert ids([home]) == ids([home], link="https://example.org") == {"Home": f"{URI}2026-03-22-home"}


def test_tag_uris_already_in_use_are_numbered() -> None:
    posts = [
        post("One", 23, id=f"{URI}2026-03-22-old"),
        post("Two", 23, id=f"{URI}2026-03-22-old-2"),
        post("New", 23, url=SHARED),
        post("Old", 22, url=SHARED),
    ]
    assert ids(posts)["Old"] == f"{URI}2026-03-22-old-3"


def test_ids_do_not_depend_on_the_limit() -> None:
    posts = [post(f"Tea {day}", day, url=SHARED) for day in range(1, 6)]
    whole = ids(posts)
    for limit in range(1, 6):
        assert whole.items() >= ids(posts, limit=limit).items()


def cups_only(post: Post) -> str:
    return {"Cup": "/cup", "Lid": "/lid"}[post.title]


def test_posts_without_a_link_are_left_out_with_a_warning() -> None:
    posts = [TEA, post("Cup"), post("Pot"), post("Lid")]
    with pytest.warns(PostLeftOut) as warned:
        entries = build_entries_and_warn(posts, channel(permalink=cups_only))
    assert [entry.title for entry in entries] == ["Cup", "Lid"]
    left_out = [warning.message for warning in warned]
    assert [message.id for message in left_out if isinstance(message, PostLeftOut)] == [posts[2].id, TEA.id]
    assert str(left_out[1]) == (
        "the feed leaves out '2026-03-22-tea': Channel.permalink: '2026-03-22-tea' gets no link from the function: "
        "KeyError: 'Tea'"
    )


@pytest.mark.parametrize("write", [feeds.rss, feeds.atom, feeds.json])
def test_warnings_point_to_the_caller(write: Any) -> None:
    with pytest.warns(PostLeftOut, match="'2026-03-22-tea'"):
        document = write([TEA, post("Cup")], channel(permalink=cups_only))
    assert b"Cup" in document
    assert b"Tea" not in document


def test_posts_left_out_do_not_count_toward_the_limit() -> None:
    posts = [post("Tea", 23), post("Cup", 22), post("Lid", 21)]
    with pytest.warns(PostLeftOut):
        entries = build_entries_and_warn(posts, channel(permalink=cups_only, limit=1))
    assert [entry.title for entry in entries] == ["Cup"]


def test_without_any_valid_post_the_first_error_is_raised() -> None:
    with pytest.raises(InvalidValue, match=r"^Channel\.permalink: '2026-03-23-tea' gets no link"):
        build_entries_and_warn([TEA, post("Tea", 23)], channel(permalink=cups_only))


def test_valid_posts_raise_no_warnings() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert build_entries_and_warn([], channel(permalink=cups_only)) == []
        assert len(build_entries_and_warn([post("Cup")], channel(permalink=cups_only))) == 1


def test_bidi_controls_in_texts_are_closed() -> None:
    turned = post("\u202egnp.tea", summary="\u2067a", content_html="<p>\u202aa</p>", language="he")
    [entry] = build_entries_and_warn([turned], channel())
    assert (entry.title, entry.summary, entry.html) == (
        "\u202egnp.tea\u202c",
        "\u2067a\u2069",
        "<p>\u202aa</p>",
    )  # the end of a paragraph ends it


STOLEN = '<p onclick="steal()">Tea <a href="javascript:steal()">more</a> <a href="pot">pots</a><script>steal()</script>'


def test_html_is_sanitised_on_request() -> None:
    tea = post("Tea", content_html=STOLEN)
    [entry] = build_entries_and_warn([tea], channel(sanitize_html=True))
    more, pots = '<a rel="noopener noreferrer">more</a>', "https://example.org/tea/pot"
    assert entry.html == f'<p>Tea {more} <a href="{pots}" rel="noopener noreferrer">pots</a></p>'
    [entry] = build_entries_and_warn([tea], channel())
    assert entry.html == STOLEN.replace('"pot"', f'"{pots}"')


@pytest.mark.parametrize("sanitize", [True, False])
def test_posts_whose_html_is_removed_stay_in_the_feed(sanitize: bool) -> None:
    [entry] = build_entries_and_warn(
        [post("Tea", content_html="<script>steal()</script>")], channel(sanitize_html=sanitize)
    )
    assert entry.html == ("" if sanitize else "<script>steal()</script>")


def test_the_latest_update_is_compared_across_offsets() -> None:
    east, west = (timezone(timedelta(hours=hours)) for hours in (14, -12))
    moments = [datetime(2026, 3, 23, 1, tzinfo=east), datetime(2026, 3, 22, 23, tzinfo=west)]
    posts = [Post(title=f"Tea {number}", published=moment) for number, moment in enumerate(moments)]
    assert latest_update(build_entries_and_warn(posts, channel())) == moments[1]
    assert latest_update([]) is None


def test_the_latest_update_may_be_at_either_end_of_the_calendar() -> None:
    far = timezone(timedelta(hours=14))
    first = Post(title="First", published=datetime(1, 1, 1, tzinfo=far))
    last = Post(title="Last", published=datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(-timedelta(hours=14))))
    assert latest_update(build_entries_and_warn([first, last, TEA], channel())) == last.published
    assert latest_update(build_entries_and_warn([first], channel())) == first.published


# -- given ids --------------------------------------------------------------------------------------------------------

GIVEN = [
    "5f1b2c3d4e5f60718293a4b5",
    "12 at https://example.org",
    "7bd204c6-1655-4c27-aeee-53f933c5395f",
    "https://old.example/?p=12",
    "https://example.org/",  # the id of the feed in Atom
    "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6",
    "tea",
    "0",
    "お茶 <&>",
    "a\nb",
]


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("parts", [{}, {"url": "https://example.org/old/"}, {"title": "Pots"}], ids=repr)
def test_given_ids_are_guids_unchanged_and_iris_in_atom(parts: dict[str, Any], given: str) -> None:
    given_post = TEA.model_copy(update={"id": given, **parts})
    [entry] = build_entries_and_warn([given_post], channel())
    assert entry.guid == given
    assert is_absolute_iri(entry.id)
    assert entry.id != "https://example.org/"
    changed = given_post.model_copy(update={"title": "Other", "url": "https://example.org/new/", "summary": "More."})
    assert build_entries_and_warn([changed, post("Other", 1)], channel())[0].id == entry.id


def test_a_given_id_belongs_to_its_post_whatever_links_the_others_have() -> None:
    link = "https://example.org/tea"
    older, newer = post("Older", 1, id=link), post("Newer", 23, url=link)
    for limit in (None, 2, 1):
        entries = build_entries_and_warn([older, newer], channel(limit=limit))
        assert [(entry.id, entry.guid) for entry in entries] == [
            (f"tag:example.org,2026-03-23:{newer.id}",) * 2,
            (link, link),
        ][:limit]


@pytest.mark.parametrize("ids", ["permalink", "tag"])
def test_with_other_rules_given_ids_are_not_guids(ids: str) -> None:
    entries = build_entries_and_warn(
        [post("Tea", id="tea"), post("Lid", id="https://example.org/tea/")], channel(ids=ids)
    )
    assert all(entry.guid == entry.id for entry in entries)
    assert len({entry.guid for entry in entries}) == 2


def test_numbered_ids_are_not_given_ids() -> None:
    twins = [post("Tea", summary=text) for text in ("One.", "Two.")]
    entries = build_entries_and_warn(twins, channel())
    assert [entry.guid for entry in entries] == [entry.id for entry in entries]
    assert {entry.guid for entry in entries} == {f"{URI}2026-03-22-tea", f"{URI}2026-03-22-tea-2"}


# -- HTML that cannot be sanitised ------------------------------------------------------------------------------------


@pytest.mark.parametrize("html", ["<div>" * 20_000, "x" * 1_000_001], ids=["deep", "long"])
def test_posts_whose_html_cannot_be_sanitised_are_left_out_alone(html: str) -> None:
    bad, good = post("Tea", content_html=html), post("Cup", content_html="<p>Tea</p>")
    with pytest.warns(PostLeftOut, match=r"'2026-03-22-tea': Post\.content_html: ") as warned:
        entries = build_entries_and_warn([bad, good], channel(sanitize_html=True))
    assert [entry.title for entry in entries] == ["Cup"]
    assert len(warned) == 1
    with pytest.warns(PostLeftOut):
        assert build_entries_and_warn([bad], channel(sanitize_html=True)) == []
    assert len(build_entries_and_warn([bad, good], channel())) == 2
