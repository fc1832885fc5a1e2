import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from typing import Any

import pytest

from postindex import InvalidValue, Post, PostIndex, Suggestion, Tag

DAY = date(2026, 3, 22)


def blog(*posts: tuple[str, list[str]] | str) -> PostIndex:
    """Posts given as titles, or as titles and tags, each a day older than the one before."""
    parts = [(given, []) if isinstance(given, str) else given for given in posts]
    return PostIndex(
        Post(title=title, published=DAY - timedelta(days=at), tags=tags) for at, (title, tags) in enumerate(parts)
    )


SHELF = blog(
    ("Postgres at home", ["postgres", "home lab"]),
    ("Pooling with Postgres", ["postgres", "post-mortems"]),
    ("A post on posts", ["posts", "writing"]),
    ("C++ in the home", ["c++"]),
    ("Café in the Straße", ["home lab", ".net"]),
    ("Postgres at home", ["notes"]),
    ("Ruby会議 at home", ["東京会議"]),
    ("Later, a Ruby会議 at work", ["notes"]),
)


def suggested(typed: str, limit: int = 8, index: PostIndex = SHELF) -> list[str]:
    return [f"{each.kind} {each}" for each in index.suggest(typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("postg", ["tag postgres", "title Postgres at home", "title Pooling with Postgres"]),
        ("POSTG", ["tag postgres", "title Postgres at home", "title Pooling with Postgres"]),
        ("poo", ["title Pooling with Postgres"]),
        ("pooling po", ["title Pooling with Postgres"]),
        ("home", ["tag home lab", "title Postgres at home", "title C++ in the home", "title Ruby会議 at home"]),
        ("lab", ["tag home lab"]),
        ("lab home", ["tag home lab"]),
        ("home l", ["tag home lab"]),
        ("home-la", ["tag home lab"]),
        ("homela", ["tag home lab"]),
        ("homelab", ["tag home lab"]),
        ("post mortems", ["tag post-mortems"]),
        ("postmor", ["tag post-mortems"]),
        ("post gres", ["tag postgres", "title Postgres at home", "title Pooling with Postgres"]),
        ("c+", ["tag c++", "title C++ in the home", "title Café in the Straße"]),
        ("c++", ["tag c++", "title C++ in the home"]),
        (".n", ["tag .net"]),
        ("net", []),
        ("cafe", ["title Café in the Straße"]),
        ("strass", ["title Café in the Straße"]),
        ("会", ["tag 東京会議", "title Ruby会議 at home", "title Later, a Ruby会議 at work"]),
        ("京会", ["tag 東京会議"]),
        ("東京会", ["tag 東京会議"]),
        ("ruby会議 at", ["title Ruby会議 at home", "title Later, a Ruby会議 at work"]),
        ("pstgres", ["tag postgres", "title Postgres at home", "title Pooling with Postgres"]),  # one typo
        ("pstgrs", []),  # two
        ("home xyzzy", []),
        ("", []),
        (" -!? ", []),
    ],
)
def test_tags_and_titles_with_the_typed_words_are_suggested(typed: str, expected: list[str]) -> None:
    assert suggested(typed) == expected


def test_suggestions_that_begin_with_the_text_come_first() -> None:
    index = blog(
        ("A pot of tea", ["black tea"]),
        ("Tea again", ["teapots", "tea"]),
        ("Tea", ["teacups", "tea"]),
        ("More tea", ["teapots", "tea"]),
    )
    assert suggested("te", 20, index) == [
        *("tag tea", "tag teapots", "tag teacups", "tag black tea"),
        *("title Tea again", "title Tea", "title A pot of tea", "title More tea"),
    ]


def test_tags_with_equal_counts_are_suggested_by_slug() -> None:
    assert suggested("te", 20, blog(("Cups", ["tea b", "tea a", "TEA C"]))) == ["tag tea a", "tag tea b", "tag TEA C"]


def test_tags_get_half_of_the_limit_if_there_are_enough_titles() -> None:
    index = blog(*((f"Tea {number}", [f"tea {number}"]) for number in range(9)))
    assert [each.split()[0] for each in suggested("tea", 5, index)] == ["tag"] * 3 + ["title"] * 2
    assert [each.split()[0] for each in suggested("tea", 4, index)] == ["tag"] * 2 + ["title"] * 2
    assert [each.split()[0] for each in suggested("tea", 1, index)] == ["tag"]
    assert suggested("tea", 0, index) == []
    few = blog(("Tea", [f"tea {number}" for number in range(9)]))
    assert [each.split()[0] for each in suggested("tea", 5, few)] == ["tag"] * 4 + ["title"]
    assert len(suggested("tea", 10**30, index)) == 18


def test_eight_suggestions_by_default() -> None:
    assert len(blog(*(f"Tea {number}" for number in range(20))).suggest("tea")) == 8


def test_a_title_is_suggested_once_with_its_newest_post() -> None:
    titles = [each for each in SHELF.suggest("postgres at") if each.text == "Postgres at home"]
    assert [each.post for each in titles] == [SHELF[0]]


def test_a_filtered_index_suggests_what_it_has() -> None:
    assert suggested("postg", index=SHELF[1:]) == [
        "tag postgres",
        "title Postgres at home",
        "title Pooling with Postgres",
    ]
    assert suggested("postg", index=SHELF[2:]) == ["title Postgres at home"]
    assert suggested("postg", index=SHELF.tagged("nothing")) == []
    assert suggested("tea", index=PostIndex()) == []


def test_a_suggestion_has_its_tag_or_its_post() -> None:
    tag, title, *_ = SHELF.suggest("postg")
    assert (tag.text, tag.kind, tag.tag, tag.post) == ("postgres", "tag", Tag("postgres"), None)
    assert (title.text, title.kind, title.tag, title.post) == ("Postgres at home", "title", None, SHELF[0])


def test_suggestions_are_values() -> None:
    for one in SHELF.suggest("home"):
        assert one in SHELF.suggest("home")
        assert {one: 1}[pickle.loads(pickle.dumps(one))] == 1
        assert copy.deepcopy(one) == one
        assert str(one) == one.text
        assert one.text in repr(one)
        with pytest.raises(FrozenInstanceError):
            one.text = ""  # type: ignore[misc]
    assert Suggestion("tea", "tag", tag=Tag("tea")) != Suggestion("tea", "title")


@pytest.mark.parametrize("typed", [None, 1, b"tea", ["tea"], "x" * 1001])
def test_invalid_queries_are_refused(typed: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^query: "):
        SHELF.suggest(typed)
    with pytest.raises(InvalidValue, match=r"^query: "):
        SHELF.did_you_mean(typed)


@pytest.mark.parametrize("limit", [-1, True, None, 1.0, "1"])
def test_invalid_limits_are_refused(limit: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: "):
        SHELF.suggest("tea", limit=limit)


# -- did you mean ------------------------------------------------------------------------------------------------------

PODS = blog(
    ("Kubernetes at home", ["home lab", "loki"]),
    ("It's a tunnel of observability", ["tunnels"]),
    ("Tunnel, again", ["c++"]),
    ("The form", []),
    ("Lake", []),
    ("Cake, and more cake", []),
)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("kuberntes", "kubernetes"),
        ("kuberntes at home", "kubernetes at home"),
        ("KUBERNTES, at hoem!", "kubernetes, at home!"),
        ("kuberntes kuberntes", "kubernetes kubernetes"),
        ("obsrvabilty", "observability"),
        ("tunenl", "tunnel"),
        ("tunnell", "tunnel"),  # as near as tunnels, and in more posts
        ("bake", "cake"),  # as many posts have lake: the first by the alphabet
        ("kubernetess", "kubernetes"),  # `s` is a word, of It's, but no post writes kubernetes s
        ("kubernetes", None),
        ("from again", "form again"),
        ("from x", None),  # a word is left that no post has
        ("xyzzy kuberntes", None),
        ("kuberntes xyzzy", None),
        ("homelab", None),  # which is written as two
        ("kuberntes homelab", "kubernetes homelab"),
        ("kub", None),  # the beginning of a word, as the last
        ("kub x", None),
        ("tee", None),  # no typo in three letters
        ("xyzzy", None),
        ("", None),
        ("c+++", None),
        ('"kuberntes" tag:kuberntes -kuberntes', None),
        ('kuberntes "kuberntes x" tag:kuberntes -kuberntes', 'kubernetes "kuberntes x" tag:kuberntes -kuberntes'),
        ("“kuberntes”  hoem", "“kuberntes”  home"),
    ],
)
def test_unknown_words_are_replaced_by_similar_known_ones(query: str, meant: str | None) -> None:
    assert PODS.did_you_mean(query) == meant


def test_a_typo_finds_the_intended_word() -> None:
    for query in ("kuberntes at hoem", "obsrvabilty tunenl", "frm"):
        meant = PODS.did_you_mean(query)
        assert meant is None or PODS.did_you_mean(meant) is None


def test_a_filtered_index_knows_the_words_of_the_whole() -> None:
    assert PODS[1:].did_you_mean("kuberntes") == "kubernetes"
    assert PODS.tagged("nothing").did_you_mean("kuberntes") == "kubernetes"
    assert PostIndex().did_you_mean("kuberntes") is None


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("io", "I/O in Rust"),
        ("i/o", "IO in Rust"),
        ("us vis", "U.S. visas"),
        ("u.s.a.", "USA for beginners"),
        ("es6", "ES 6 modules"),
        ("es 6 mod", "ES6 modules"),
        ("2.0", "Tool v2.0"),
        ("v16", "Postgres 16"),
        ("coeur", "Un cœur simple"),
        ("infor", "In\u00adfor\u00admation"),
    ],
)
def test_titles_and_tags_in_other_spellings_are_suggested(typed: str, title: str) -> None:
    assert suggested(typed, index=blog((title, []))) == [f"title {title}"]
    assert suggested(typed, index=blog(("Tea", [title]))) == [f"tag {title}"]


@pytest.mark.parametrize(
    ("title", "query", "expected"),
    [
        ("ES6 modules", "es 6 modlues", "es 6 modules"),  # the words of a compound are known
        ("U.S. visas", "usa visas", None),
        ("I/O in Rust", "io in rsut", "io in rust"),
        ("RFC 4287 notes", "rfc 4288", None),
        ("RFC 4287 notes", "ntoes 4288", None),
        ("x264 tips", "x265 tipps", None),
        ("Postgres v16", "psotgres 16", "postgres 16"),
        ("git commit --amend", "git comit --amend", "git commit --amend"),
        ("Ma sœur", "soeru", "soeur"),
    ],
)
def test_a_corrected_query_keeps_other_spellings_and_numbers(title: str, query: str, expected: str | None) -> None:
    assert blog((title, [])).did_you_mean(query) == expected
