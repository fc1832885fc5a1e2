import html
import pickle
from datetime import date, timedelta
from typing import Any

import pytest

from postindex import Hit, InvalidValue, Post, PostIndex

START = date(2026, 3, 22)


def blog(*posts: str | tuple[str, str] | tuple[str, str, str]) -> PostIndex:
    """An index of posts given as title, tags and summary, each a day older than the one before."""
    made = []
    for number, given in enumerate(posts):
        title, tags, summary = (*((given,) if isinstance(given, str) else given), "", "")[:3]
        made.append(Post(title=title, published=START - timedelta(days=number), tags=tags.split(), summary=summary))
    return PostIndex(made)


def titles(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.post.title for hit in hits]


def found(index: PostIndex, query: str) -> list[str]:
    return titles(index.search(query))


TOOLS = blog(
    ("Running C++ at home", "C++"),
    ("Why C# is fine", "C#"),
    ("Plain C", "C"),
    ("A year of .NET", ".net"),
    ("The net result", "net"),
    ("Shipping daily", "ci/cd"),
    ("On the trail", "hiking"),
    ("What AI changes", "ai"),
    ("Kubernetes at home", "k8s", "Small clusters."),
    ("Postgres pooling", "postgres", "Connections, counted."),
    ("Café in the Straße", "ﬁka", "Crème brûlée. Ｗｉｄｅ."),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kubernetes", ["Kubernetes at home"]),
        ("KUBERNETES", ["Kubernetes at home"]),
        ("kuberntes", ["Kubernetes at home"]),
        ("kubrentes", ["Kubernetes at home"]),  # neighbours swapped
        ("kubrntes", ["Kubernetes at home"]),  # two letters missing
        ("kuebrentes", ["Kubernetes at home"]),  # two swaps
        ("kbrntes", []),  # three letters missing
        ("hmoe clusters", ["Kubernetes at home", "Running C++ at home"]),
        ("yaer", ["A year of .NET"]),
        ("yar x", []),  # three letters: as typed
        ("postgers", ["Postgres pooling"]),
        ("postgre", ["Postgres pooling"]),
        ("po", ["Postgres pooling"]),
        ("po result", ["The net result"]),  # only the last word may be unfinished
        ("result po", ["The net result", "Postgres pooling"]),
        ("conections", ["Postgres pooling"]),
        ("c++", ["Running C++ at home"]),
        ("C#", ["Why C# is fine"]),
        (".net", ["A year of .NET"]),
        (".NET year", ["A year of .NET"]),
        ("ai", ["What AI changes"]),
        ("cicd", ["Shipping daily"]),
        ("ci/cd", ["Shipping daily"]),
        ("ci cd", ["Shipping daily"]),
        ("ci-cd", ["Shipping daily"]),
        ("k8s", ["Kubernetes at home"]),
        ("cafe", ["Café in the Straße"]),
        ("CAFÉ", ["Café in the Straße"]),
        ("cafe\u0301", ["Café in the Straße"]),
        ("strasse", ["Café in the Straße"]),
        ("STRASSE", ["Café in the Straße"]),
        ("straße", ["Café in the Straße"]),
        ("fika", ["Café in the Straße"]),
        ("wide", ["Café in the Straße"]),
        ("creme brulee", ["Café in the Straße"]),
        ("xyzzy", []),
        ("", []),
        (" ", []),
        ("!?…", []),
        ("\ud800", []),
        ("\0", []),
        ("'; drop table posts; --", []),
    ],
)
def test_what_is_found(query: str, expected: list[str]) -> None:
    assert found(TOOLS, query) == expected


def test_a_finished_net_is_not_dot_net() -> None:
    assert found(TOOLS, "net result") == ["The net result"]
    assert TOOLS.search("net")[0].post.title == "The net result"


def test_a_short_word_with_a_mark_is_taken_as_typed() -> None:
    assert found(blog("The net result"), ".net") == []


def test_the_word_itself_before_what_it_begins_before_a_typo() -> None:
    index = blog("Hopper", "Hoppers", "Hopped")
    assert found(index, "hopper") == ["Hopper", "Hoppers"]
    assert found(index, "hoppers") == ["Hoppers"]
    assert [hit.words for hit in index.search("hopper")] == [("hopper",), ("hoppers",)]


def test_title_before_tag_before_summary() -> None:
    index = blog(("Leaves", "", "Tea again"), ("Cups", "tea"), "Tea")
    assert found(index, "tea") == ["Tea", "Cups", "Leaves"]
    scores = [hit.score for hit in index.search("tea")]
    assert scores[0] == 1.0
    assert scores[0] > scores[1] > scores[2] > 0


def test_of_several_fields_the_best_counts() -> None:
    once, everywhere = blog("Tea"), blog(("Tea", "tea", "Tea tea tea"))
    assert once.search("tea")[0].score == everywhere.search("tea")[0].score == 1.0


def test_all_words_beat_some_however_rare() -> None:
    index = blog("Common words", "Rare", "Common rare", *(f"Common {number}" for number in range(9)))
    hits = index.search("common rare")
    assert hits[0].post.title == "Common rare"
    assert hits[1].post.title == "Rare"  # a rare word weighs more than a common one
    assert hits[0].score > 2 * hits[1].score


def test_scores_descend_between_0_and_1() -> None:
    for query in ("home", "kuberntes at home", "c", "the trail at hmoe", "s", "tea " * 200):
        scores = [hit.score for hit in TOOLS.search(query, limit=99)]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 < score <= 1.0 for score in scores)


def test_equal_scores_newest_first() -> None:
    index = blog("Tea one", "Tea two", "Tea three")
    assert found(index, "tea") == ["Tea one", "Tea two", "Tea three"]
    assert found(PostIndex(reversed(index)), "tea") == ["Tea one", "Tea two", "Tea three"]


def test_word_order_and_repetition_change_nothing_of_finished_words() -> None:
    assert TOOLS.search("trail on the") == TOOLS.search("trail trail on the the")
    by_post = {hit.post: hit.score for hit in TOOLS.search("changes what ai")}
    assert {hit.post: hit.score for hit in TOOLS.search("what ai changes")} == by_post


def test_the_last_word_may_be_unfinished_even_where_it_stands_twice() -> None:
    assert found(TOOLS, "postg pooling postg") == ["Postgres pooling"]
    [hit] = TOOLS.search("postg pooling postg")
    assert set(hit.words) == {"postgres", "pooling"}


def test_limit() -> None:
    everything = TOOLS.search("c", limit=99)
    assert len(everything) > 2
    assert TOOLS.search("c", limit=0) == ()
    assert TOOLS.search("c", limit=2) == everything[:2]
    assert TOOLS.search("c", limit=10**30) == everything
    assert len(blog(*(f"Tea {number}" for number in range(12))).search("tea")) == 10


@pytest.mark.parametrize("limit", [-1, True, None, 1.0, "1", float("nan"), b"", [], -(10**30)])
def test_a_limit_that_is_none_is_refused(limit: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: "):
        TOOLS.search("tea", limit=limit)


@pytest.mark.parametrize("query", [None, 1, b"tea", [], ["tea"], {}, float("nan"), TOOLS[0]])
def test_a_query_that_is_no_text_is_refused(query: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^query: .* is not text"):
        TOOLS.search(query)


def test_a_query_may_be_long_but_not_endless() -> None:
    assert TOOLS.search("x" * 1000) == ()
    assert found(TOOLS, f"trail {'x ' * 497}") == ["On the trail"]
    with pytest.raises(InvalidValue, match="1,000 characters; shorten it"):
        TOOLS.search("x" * 1001)


def test_nothing_is_found_in_nothing() -> None:
    assert PostIndex().search("tea") == ()
    assert TOOLS.tagged("nothing").search("kubernetes") == ()


def test_search_of_a_filtered_index_scores_as_the_whole() -> None:
    whole = {hit.post.id: hit for hit in TOOLS.search("home")}
    narrowed = TOOLS[1:].search("home")
    assert [hit.post.id for hit in narrowed] == ["2026-03-14-kubernetes-at-home"]
    assert narrowed[0] == whole[narrowed[0].post.id]
    assert titles(TOOLS.tagged("c++").search("home")) == ["Running C++ at home"]


def test_hits_are_values() -> None:
    [hit] = TOOLS.search("kuberntes")
    assert hit.words == ("kubernetes",)
    assert repr(hit) == "<Hit 0.85 'Kubernetes at home' by kubernetes>"
    assert pickle.loads(pickle.dumps(hit)) == hit
    assert hash(hit) == hash(TOOLS.search("kuberntes")[0])
    with pytest.raises(AttributeError):
        hit.score = 1.0  # type: ignore[misc]


# -- highlighted -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "query", "expected"),
    [
        ("Tea & <b>cups</b>", "cups", "Tea &amp; &lt;b&gt;<mark>cups</mark>&lt;/b&gt;"),
        ("\"Tea\" 'n' cups", "tea cups", "&quot;<mark>Tea</mark>&quot; &#x27;n&#x27; <mark>cups</mark>"),
        ("Tea, TEA, té à", "tea", "<mark>Tea</mark>, <mark>TEA</mark>, té à"),
        ("Die Straße dort", "strasse", "Die <mark>Straße</mark> dort"),
        ("Ein ﬁsch & mehr", "fisch", "Ein <mark>ﬁsch</mark> &amp; mehr"),
        ("Le cafe\u0301 noir", "café", "Le <mark>cafe\u0301</mark> noir"),
        ("Why C++?", "c++", "Why <mark>C++</mark>?"),
        ("Learn .NET!", ".net", "Learn <mark>.NET</mark>!"),
        ("Tunnels everywhere", "tunne", "<mark>Tunnels</mark> everywhere"),
        ("หนังสือ ไทย", "ไทย", "หนังสือ <mark>ไทย</mark>"),
        ("½a cup of tea", "1 2a tea", None),
        ("℀ and tea", "a c tea", None),
    ],
)
def test_highlighted_escapes_and_marks_what_stands_in_the_text(title: str, query: str, expected: str | None) -> None:
    [hit] = blog(title).search(query)
    marked = hit.highlighted("title")
    if expected is not None:
        assert marked == expected
    assert html.unescape(marked.replace("<mark>", "").replace("</mark>", "")) == title


def test_highlighted_takes_other_marks_and_the_summary() -> None:
    [hit] = blog(("Tea", "", "On tea & cups.")).search("tea")
    assert hit.highlighted("summary", before="**", after="**") == "On **tea** &amp; cups."
    assert hit.highlighted("title", before="", after="") == "Tea"
    assert blog(("Tea", "cups")).search("cups")[0].highlighted("title") == "Tea"
    assert blog("Tea").search("tea")[0].highlighted("summary") == ""


@pytest.mark.parametrize("field", ["tags", "nothing", "published", None, 1])
def test_a_field_that_cannot_be_highlighted_is_refused(field: Any) -> None:
    [hit] = blog("Tea").search("tea")
    with pytest.raises(InvalidValue, match="field"):
        hit.highlighted(field)


# -- the real listing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kuberntes", "Kubernetes 1.33 and the features"),
        ("postgre", "Postgres connection pooling"),
        ("grafna loki", "Grafana, Loki, and Tempo: building an observability stack"),
        ("cloudflare tunel", "Building Cloudflare Tunnel access"),
    ],
)
def test_real_queries_find_the_obvious_post_first(real: PostIndex, query: str, first: str) -> None:
    assert real.search(query)[0].post.title.startswith(first)


def test_real_nonsense_finds_nothing(real: PostIndex) -> None:
    assert real.search("xyzzy") == ()


def test_real_titles_find_their_own_post_first(real: PostIndex) -> None:
    assert [real.search(post.title, limit=1)[0].post for post in real] == list(real)
