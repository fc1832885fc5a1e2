import pickle
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from heapq import heappop
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest

from postindex import Hit, InvalidValue, Post, PostIndex, Tag
from postindex.index.search import ranking, suggestions, word_index
from postindex.index.search.scoring import Formula, TermScorer
from postindex.index.search.word_index import FieldName, Members

START = date(2026, 3, 22)


def blog(*posts: str | tuple[str, str] | tuple[str, str, str]) -> PostIndex:
    """An index of posts given as title, tags and summary, each a day older than the one before.

    Tags are separated by spaces; an underscore is a space within a tag.
    """
    made = []
    for number, given in enumerate(posts):
        title, tags, summary = (*((given,) if isinstance(given, str) else given), "", "")[:3]
        names = [name.replace("_", " ") for name in tags.split()]
        made.append(Post(title=title, published=START - timedelta(days=number), tags=names, summary=summary))
    return PostIndex(made)


def titles(found: tuple[Hit, ...]) -> list[str]:
    return [hit.post.title for hit in found]


def found(index: PostIndex, query: str, **options: Any) -> list[str]:
    return titles(index.search(query, **options))


TOOLS = blog(
    ("Running C++ at home", "C++"),
    ("Why C# is fine", "C#"),
    ("Plain C", "C"),
    ("A year of .NET", ".net"),
    ("The net result", "net"),
    ("Shipping daily", "ci/cd"),
    ("On the trail", "hiking"),
    ("What AI changes", "ai"),
    ("Kubernetes at home", "k8s k3s", "Small clusters."),
    ("Postgres pooling", "postgres", "Connections, counted."),
    ("Café in the Straße", "ﬁka", "Crème brûlée. Ｗｉｄｅ."),
    ("Where my chickens go", "go", "They leave eggs."),
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
        ("yer x", ["A year of .NET"]),  # it is the length of the word that is meant that counts
        ("tral x", ["On the trail"]),
        ("xyr x", []),
        ("fien x", ["Why C# is fine"]),
        ("fnei x", []),  # two typos in a word of four letters
        ("ggos x", []),
        ("postgers", ["Postgres pooling"]),
        ("postgre", ["Postgres pooling"]),
        ("postrgse x", ["Postgres pooling"]),  # two swaps in eight letters
        ("po", ["Postgres pooling"]),
        ("po result", ["The net result"]),  # only the last word may be unfinished
        ("result po", ["The net result", "Postgres pooling"]),
        ("conections", ["Postgres pooling"]),
        ("c++", ["Running C++ at home"]),
        ("C#", ["Why C# is fine"]),
        (".net", ["A year of .NET"]),
        (".NET year", ["A year of .NET"]),
        ("k3s", ["Kubernetes at home"]),
        ("k8s", ["Kubernetes at home"]),
        ("ai", ["What AI changes"]),  # and not: trail
        ("go x", ["Where my chickens go"]),
        ("cicd", ["Shipping daily"]),
        ("ci/cd", ["Shipping daily"]),
        ("ci cd", ["Shipping daily"]),
        ("ci-cd", ["Shipping daily"]),
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
        ("'; drop xyzzy; --", []),
    ],
)
def test_queries_find_the_expected_titles(query: str, expected: list[str]) -> None:
    assert found(TOOLS, query) == expected


HOMES = blog(
    ("The homelab shelf", "", "Racks."),
    ("A shelf", "home_lab"),
    ("My home, a lab", "", "Side by side but for a word."),
    ("Learning Next.js", "nextjs_notes"),
    ("What is nextjs", ""),
    ("Pipelines", "ci/cd"),
    ("CICD without tears", ""),
    ("The best of both", "", "Home-lab, or homelab?"),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("homelab", {"The homelab shelf", "A shelf", "The best of both"}),
        ("home lab", {"The homelab shelf", "A shelf", "My home, a lab", "The best of both"}),
        ("nextjs", {"Learning Next.js", "What is nextjs"}),
        ("next.js", {"Learning Next.js", "What is nextjs"}),
        ("Next JS", {"Learning Next.js", "What is nextjs"}),
        ("cicd", {"Pipelines", "CICD without tears"}),
        ("ci/cd", {"Pipelines", "CICD without tears"}),
        ("home la", {"The homelab shelf", "A shelf", "My home, a lab", "The best of both"}),
        ("labhome", set()),
    ],
)
def test_compounds_are_joined_and_split_both_ways(query: str, expected: set[str]) -> None:
    hits_found = HOMES.search(query, limit=99)
    assert set(titles(hits_found)) == expected
    assert all(hit.score >= 0.5 for hit in hits_found)


# -- what a query may say ----------------------------------------------------------------------------------------------

TEAS = blog(
    ("Green tea at home", "tea home_lab"),
    ("Tea, black and green", "tea notes"),
    ("Black coffee", "coffee notes", "No green tea."),
    ("Of cups", "cups", "Tea is green; cups are not."),
    ("Postgres", "postgres"),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"green tea"', ["Green tea at home", "Black coffee"]),
        ('"GREEN -- Tea"', ["Green tea at home", "Black coffee"]),
        ('"tea green"', []),
        ('"green te"', []),  # a phrase is finished
        ('"gren tea"', []),  # and forgives no typo
        ('"green"', ["Green tea at home", "Tea, black and green", "Black coffee", "Of cups"]),
        ('coffee "green tea"', ["Black coffee", "Green tea at home"]),
        ('"green tea" "black coffee"', ["Black coffee"]),
        ("“green tea” coffee", ["Black coffee", "Green tea at home"]),
        ('"black coffee', ["Black coffee", "Tea, black and green"]),
        ("tea -coffee", ["Green tea at home", "Tea, black and green", "Of cups"]),
        ("tea -black", ["Green tea at home", "Of cups"]),
        ("tea -blak", ["Green tea at home", "Tea, black and green", "Black coffee", "Of cups"]),  # as written
        ('tea -"green tea"', ["Tea, black and green", "Of cups"]),
        ("tea -“green tea”", ["Tea, black and green", "Of cups"]),
        ("green tag:notes", ["Tea, black and green", "Black coffee"]),
        ("green tag:NOTES -coffee", ["Tea, black and green"]),
        ("green tag:notes tag:tea", ["Tea, black and green"]),
        ("green -tag:notes", ["Green tea at home", "Of cups"]),
        ('green tag:"home lab"', ["Green tea at home"]),
        ('green -tag:"home lab"', ["Tea, black and green", "Black coffee", "Of cups"]),
        ("green tag:home", []),  # a tag is asked for by its whole name
        ("green tag:!!!", []),  # what names no tag is on no post
        ("green -tag:!!! -coffee", ["Tea, black and green", "Green tea at home", "Of cups"]),
        ("tag:notes", ["Tea, black and green", "Black coffee"]),
        ('tag:notes -"green tea"', ["Tea, black and green"]),
        ("tag:notes tag:postgres", []),
        ("tag:xyzzy", []),
        ("-tea", []),
        ("-tea -tag:notes", []),
        ('-"green tea"', []),
    ],
)
def test_phrases_exclusions_and_tags(query: str, expected: list[str]) -> None:
    assert sorted(found(TEAS, query)) == sorted(expected)


def test_tags_alone_find_all_their_posts_newest_first() -> None:
    assert [(hit.post.title, hit.score) for hit in TEAS.search("tag:notes")] == [
        ("Tea, black and green", 1.0),
        ("Black coffee", 1.0),
    ]
    assert found(TEAS, "tag:notes", limit=1) == ["Tea, black and green"]
    assert found(TEAS[2:], "tag:notes") == ["Black coffee"]


def test_one_character_of_chinese_or_japanese_is_a_word() -> None:
    index = blog("東京の会議室", "Ruby会議", "議会", "京都")
    for query in ("会", "京", "議"):
        assert set(found(index, query)) == {title for title in titles(index.search("会 京 議")) if query in title}
    for query in ("会議", "議室", "の会", "東京の会議", "東京 会議"):
        assert "東京の会議室" in found(index, query)
    assert found(index, "ruby会議")[0] == "Ruby会議"
    assert found(index, "都京") == []
    assert set(found(index, "会 -京")) == {"議会", "Ruby会議"}
    assert set(found(index, '"京"')) == {"東京の会議室", "京都"}
    assert found(index, '"東京の会議"') == ["東京の会議室"]


# -- the order ---------------------------------------------------------------------------------------------------------


def test_exact_words_come_before_prefixes_before_typos() -> None:
    index = blog("Hopped", "Hoppers", "Hopper")
    assert found(index, "hopper") == ["Hopper", "Hoppers", "Hopped"]
    assert found(index, "hopper x")[0] == "Hopper"
    containers = blog("Containers", "Container")
    assert found(containers, "container") == ["Container", "Containers"]


def test_an_exact_word_beats_a_typo() -> None:
    assert found(blog("The form", "From tea to cups"), "from x") == ["From tea to cups", "The form"]
    assert found(blog("Tunnels", "A tunnel is long"), "tunnel x") == ["A tunnel is long", "Tunnels"]


def test_title_before_tag_before_summary() -> None:
    index = blog(("Leaves", "", "Tea again"), ("Cups", "tea"), "Tea")
    assert found(index, "tea") == ["Tea", "Cups", "Leaves"]
    scores = [hit.score for hit in index.search("tea")]
    assert scores[0] == 1.0
    assert scores[0] > scores[1] > scores[2] > 0


def test_weights_change_the_order() -> None:
    index = blog("Tea", ("Cups", "tea"), ("Leaves", "", "Tea again"))
    assert found(index, "tea", weights={"summary": 3}) == ["Leaves", "Tea", "Cups"]
    assert found(index, "tea", weights={"tags": 2}) == ["Cups", "Tea", "Leaves"]
    assert found(index, "tea", weights={"tags": 2, "summary": 1.5}) == ["Cups", "Leaves", "Tea"]
    assert found(index, "tea", weights={}) == found(index, "tea")
    assert index.search("tea", weights={"title": 10, "tags": 9.3, "summary": 6.9}) == index.search("tea")


@pytest.mark.parametrize("query", ["tea", "tae x", "te", '"tea"', "tea xyzzy"])
def test_a_field_of_weight_0_is_not_searched(query: str) -> None:
    index = blog("Tea", ("Cups", "tea"), ("Leaves", "", "Tea again"), "Tea time")
    assert set(found(index, query, weights={"title": 0, "tags": 1})) <= {"Cups", "Leaves"}
    assert set(found(index, query, weights={"tags": 0, "summary": 0})) <= {"Tea", "Tea time"}
    assert found(index, '-"tea" cups', weights={"tags": 0}) == ["Cups"]


@pytest.mark.parametrize(
    "weights",
    [
        *(1, "title", {"body": 1}, {"title": -1}, {"title": True}, {"title": "1"}, {"tags": 10**400}),
        *({"title": float("nan")}, {"tags": float("inf")}, {"title": 0, "tags": 0, "summary": 0}),
    ],
    ids=lambda weights: type(weights).__name__,
)
def test_invalid_weights_are_refused(weights: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^weights"):
        TEAS.search("tea", weights=weights)


def test_the_best_field_counts() -> None:
    once, everywhere = blog("Tea"), blog(("Tea", "tea", "Tea tea tea"))
    assert once.search("tea")[0].score == everywhere.search("tea")[0].score == 1.0


def test_all_words_beat_some_however_rare() -> None:
    index = blog("Common words", "Rare", "Common rare", *(f"Common {number}" for number in range(9)))
    all_of, rare, *others = index.search("common rare")
    assert all_of.post.title == "Common rare"
    assert rare.post.title == "Rare"  # a rare word weighs more than a common one
    assert all_of.score >= 0.5 > rare.score > others[0].score
    for hit in TOOLS.search("kuberntes at hmoe", limit=99):
        assert (hit.score >= 0.5) is (len(hit.words) == 3)


def test_all_words_in_summaries_with_typos_beat_some_in_the_title() -> None:
    index = blog("Tempo loki", ("Cups", "", "Grafna, tepmo and lokii, each a typo."))
    assert found(index, "grafana tempo loki") == ["Cups", "Tempo loki"]


@pytest.mark.parametrize(
    "title", ["Tea", "Green tea", "To be or not to be", "C#", "会議", '"Tea" at noon', "A b a c a d"]
)
def test_an_exact_title_wins_over_everything_else(title: str) -> None:
    others = [f"{title}, {number}" for number in range(60)]
    around = [(f"{number} {title}", title.replace(" ", "_"), f"{title}. {title}.") for number in range(60)]
    hit = blog(*others, *around, "Noon tea at", title).search(title)[0]
    assert (hit.post.title, hit.score) == (title, 1.0)


def test_words_that_are_neighbours_lift_a_title() -> None:
    index = blog("Lab notes at my home", "Notes of a home lab")
    assert found(index, "home lab") == ["Notes of a home lab", "Lab notes at my home"]


def test_equal_scores_newest_first() -> None:
    index = blog("Tea one", "Tea two", "Tea three")
    assert found(index, "tea") == ["Tea one", "Tea two", "Tea three"]
    assert found(PostIndex(reversed(index)), "tea") == ["Tea one", "Tea two", "Tea three"]


def test_scores_descend_between_0_and_1() -> None:
    for query in ("home", "kuberntes at home", "c", "the trail at hmoe", "s", "tea " * 200):
        scores = [hit.score for hit in TOOLS.search(query, limit=99)]
        assert scores == sorted(scores, reverse=True)
        assert all(0.0 < score <= 1.0 for score in scores)


def test_repetition_changes_nothing() -> None:
    assert TOOLS.search("trail on the") == TOOLS.search("trail trail on the the")


def test_the_last_word_may_be_unfinished_even_where_it_stands_twice() -> None:
    [hit] = TOOLS.search("postg pooling postg")
    assert set(hit.words) == {"postgres", "pooling"}


def test_limit() -> None:
    everything = TOOLS.search("c", limit=99)
    assert len(everything) > 2
    assert TOOLS.search("c", limit=0) == ()
    for limit in range(len(everything) + 1):
        assert TOOLS.search("c", limit=limit) == everything[:limit]
    assert TOOLS.search("c", limit=10**30) == everything
    assert len(blog(*(f"Tea {number}" for number in range(12))).search("tea")) == 10


def test_a_limit_may_be_any_integer_type() -> None:
    class Two:
        def __index__(self) -> int:
            return 2

    limit: Any = Two()
    assert TOOLS.search("c", limit=limit) == TOOLS.search("c", limit=2)
    assert TOOLS.suggest("c", limit=limit) == TOOLS.suggest("c", limit=2)


@pytest.mark.parametrize("limit", [-1, True, None, 1.0, "1", float("nan"), b"", [], -(10**30)])
def test_invalid_limits_are_refused(limit: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^limit: "):
        TOOLS.search("tea", limit=limit)


@pytest.mark.parametrize("query", [None, 1, b"tea", [], ["tea"], {}, float("nan"), TOOLS[0]])
def test_a_query_that_is_not_text_is_refused(query: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^query: .* is not text"):
        TOOLS.search(query)


def test_a_query_has_at_most_1000_characters() -> None:
    assert TOOLS.search("x" * 1000) == ()
    assert found(TOOLS, f"trail {'x ' * 497}") == ["On the trail"]
    with pytest.raises(InvalidValue, match="1,000 characters; shorten it"):
        TOOLS.search("x" * 1001)


def test_an_empty_index_has_no_hits() -> None:
    for query in ("tea", "tag:tea", '"tea"', "-tea"):
        assert PostIndex().search(query) == ()
    assert TOOLS.tagged("nothing").search("kubernetes") == ()


def test_search_of_a_filtered_index_scores_as_the_whole() -> None:
    whole = {hit.post.id: hit for hit in TOOLS.search("home")}
    narrowed = TOOLS[1:].search("home")
    assert [hit.post.id for hit in narrowed] == ["2026-03-14-kubernetes-at-home"]
    assert narrowed[0] == whole[narrowed[0].post.id]
    assert found(TOOLS.tagged("c++"), "home") == ["Running C++ at home"]


# -- built once --------------------------------------------------------------------------------------------------------


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is built over posts, each time that it is."""
    names: list[str] = []

    def counting(module: Any, name: str) -> None:
        plain: Callable[..., None] = getattr(module, name).__init__

        def noting(self: object, *given: Any, **options: Any) -> None:
            names.append(name)
            plain(self, *given, **options)

        monkeypatch.setattr(getattr(module, name), "__init__", noting)

    for module, name in ((word_index, "WordIndex"), (word_index, "Vocabulary"), (suggestions, "_SortedTitles")):
        counting(module, name)
    return names


def test_tables_are_built_once_for_all_threads(built: list[str]) -> None:
    index = blog(*(f"Tea number {number}" for number in range(200)))
    together = Barrier(8)

    def ask(number: int) -> tuple[tuple[Hit, ...], tuple[object, ...], str | None]:
        together.wait()
        part = index if number % 2 else index[:150]
        return part.search("tae nubmer 7"), part.suggest("te"), part.did_you_mean("tae nubmer")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(ask, range(8)))
    assert sorted(built) == ["Vocabulary", "WordIndex", "_SortedTitles"]
    assert answers[0] == answers[2] == answers[4] == answers[6]
    assert answers[1] == answers[3] == answers[5] == answers[7]


def test_filtered_indexes_share_the_engines(built: list[str]) -> None:
    index = blog(("Tea", "tea"), ("Cups", "tea notes"), "Pots")
    for part in (index.tagged("tea"), index, index.between("2026", None), index[1:], index.tagged("tea")[1:]):
        part.search("cpus te")
        part.suggest("te")
        part.did_you_mean("cpus")
    assert sorted(built) == ["Vocabulary", "WordIndex", "_SortedTitles"]


def test_an_index_that_has_answered_survives_pickle(built: list[str]) -> None:
    index = blog(("Tea", "tea"), ("Cups", "tea notes"), "Pots")
    before = len(pickle.dumps(index))
    hit = index.search("cpus te")
    again = pickle.loads(pickle.dumps(index))
    assert len(pickle.dumps(index)) == before
    assert again == index
    assert again.search("cpus te") == hit
    assert built.count("WordIndex") == 2


# -- growth and worst cases: counted, not timed ------------------------------------------------------------------------


class Work:
    """What a search did."""

    def __init__(self) -> None:
        self.parts = self.members = self.reads = self.places = 0

    @property
    def total(self) -> int:
        return self.parts + self.members + self.reads + self.places


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    done = Work()
    divided, has_row, place, texts = TermScorer.divided, word_index.has_row, Formula.place, word_index.texts

    def counted_divided(self: TermScorer, members: Members) -> Iterator[tuple[int, Members]]:
        done.members += len(members)
        return divided(self, members)

    def counted_pop(heap: list[Any]) -> Any:
        done.parts += 1
        return heappop(heap)

    def counted_has_row(post: Post, field: FieldName, row: tuple[str, ...]) -> bool:
        done.reads += 1
        return has_row(post, field, row)

    def counted_texts(post: Post, field: FieldName) -> Iterator[str]:
        done.reads += 1
        return texts(post, field)

    def counted_place(self: Formula, title: str) -> float:
        done.places += 1
        return place(self, title)

    monkeypatch.setattr(TermScorer, "divided", counted_divided)
    monkeypatch.setattr("postindex.index.search.ranking.heappop", counted_pop)
    monkeypatch.setattr(word_index, "has_row", counted_has_row)
    monkeypatch.setattr("postindex.index.search.scoring.texts", counted_texts)
    monkeypatch.setattr(Formula, "place", counted_place)
    return done


def written(count: int) -> PostIndex:
    """Posts of 300 words of which some are as common, and most as rare, as in prose."""
    chance = random.Random(count)
    known = [f"{one}{two}{three}" for one in ("gra", "ku", "tem", "lo", "po") for two in ("fa", "ber", "st", "ki", "ne")
             for three in ("na", "tes", "gres", "po", "ls", "x", "ra", "l", "ing", "m", "se", "ty")]  # fmt: skip
    rare = [1 / place for place in range(1, len(known) + 1)]
    return blog(*(" ".join(chance.choices(known, rare, k=6)) for _ in range(count)))


QUERIES = ["grafana", "grafana kuberls", "grafna kubertes lostx", "gra", '"grafana kuberls"', "grafana -tempox te", "g"]


@pytest.mark.parametrize("query", QUERIES)
def test_work_grows_no_faster_than_the_posts(query: str, work: Work) -> None:
    some, more = written(1000), written(2000)
    some.search(query)
    first = work.total
    more.search(query)
    assert work.total - first <= 3 * first + 100
    assert work.places <= 4 * ranking.WINDOW


def test_a_query_of_common_words_alone_is_bounded(work: Work) -> None:
    index = written(1000)
    common = ["grafana", "grafates", "grafagres", "grafapo", "grafals", "grafax", "grafara", "graberna"]
    query = " ".join(common * 20)[:1000]
    assert index.search(query)
    assert work.total <= 20 * len(index)


def test_sixty_words_of_one_letter_are_bounded(work: Work) -> None:
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)] + [chr(code) for code in range(0x3B1, 0x3B1 + 34)]
    chance = random.Random(60)
    index = blog(*(" ".join(chance.sample(letters, 12)) for _ in range(300)))
    assert len(index.search(" ".join(letters))) == 10
    assert work.total <= 60 * 60 * len(index)


@pytest.mark.parametrize("word", ["x" * 1000, "grafana" * 142, "ab" * 500, "会" * 1000, "9" * 1000, "+" * 1000])
def test_a_word_of_a_thousand_letters_is_bounded(word: str, work: Work) -> None:
    index = blog(*(f"{'ab' * number} ab a b x grafana 会" for number in range(1, 200)))
    index.search(word)
    index.suggest(word)
    index.did_you_mean(word)
    assert work.total <= 20 * len(index)


def test_one_title_five_thousand_times_is_bounded(work: Work) -> None:
    index = PostIndex(Post(id=str(number), title="Teas for two", published=START) for number in range(5000))
    for query in ("teas", "teas for two", "for teas tw", "taes x", '"teas for"', "two xyzzy", "t"):
        assert len(index.search(query)) == 10
    assert work.total <= 7 * 3 * len(index)


# -- the real listing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("kuberntes", "Kubernetes 1.33 and the features"),
        ("postgre", "PostgreSQL 17"),
        ("postgers poolling", "Postgres connection pooling"),
        ("grafna loki building", "Grafana, Loki, and Tempo: building an observability stack"),
        ("cloudflare tunel", "Building Cloudflare Tunnel access"),
    ],
)
def test_real_queries_find_the_obvious_post_first(real: PostIndex, query: str, first: str) -> None:
    assert real.search(query)[0].post.title.startswith(first)


def test_nonsense_finds_nothing_in_real_posts(real: PostIndex) -> None:
    assert real.search("xyzzy") == ()


def test_real_titles_find_their_own_post_first(real: PostIndex) -> None:
    for post in real:
        (hit,) = real.search(post.title, limit=1)
        assert (hit.post, hit.score) == (post, 1.0)


def test_real_titles_are_found_as_they_are_typed(real: PostIndex) -> None:
    """Once a title is typed half, its post is among the first five."""
    for post in real:
        for typed in range(len(post.title) // 2, len(post.title)):
            assert post in [hit.post for hit in real.search(post.title[:typed], limit=5)]


def test_scores_do_not_rise_with_a_typo(real: PostIndex) -> None:
    for exact, mistyped in pairwise(["kubernetes", "kuberntes", "kubrntes"]):
        assert real.search(exact, limit=1)[0].score > real.search(mistyped, limit=1)[0].score


# -- what a search box must bear ---------------------------------------------------------------------------------------


def test_of_many_terms_the_ten_rarest_count() -> None:
    common = [f"common{letter}" for letter in "abcdefghijkl"]
    index = blog(" ".join(common), " ".join([*common, "rare"]), *(" ".join(common) for _ in range(5)))
    [hit] = index.search(" ".join([*common, "rare"]), limit=1)
    assert hit.post.title.endswith("rare")
    assert len({match.token for match in hit.matches}) == 10
    assert "rare" in {match.token for match in hit.matches}
    assert "It has 10 of 10 words" in hit.explain()


def test_a_hit_by_tag_has_no_words() -> None:
    [hit] = blog(("Tea", "green")).search("tag:green")
    assert repr(hit) == "<Hit 1.00 'Tea'>"


@pytest.mark.parametrize("query", ['"kuberntes at home', 'at "kuberntes', "“kuberntes"])
def test_an_unpaired_quotation_mark_stays_in_the_corrected_query(query: str) -> None:
    assert blog("Kubernetes at home").did_you_mean(query) == query.replace("kuberntes", "kubernetes")


def test_an_unsearched_title_does_not_change_a_score() -> None:
    index = blog(("Tea pots", "", "On tea pots."), ("Other", "", "On tea pots."))
    assert len({hit.score for hit in index.search("tea pots", weights={"title": 0})}) == 1


def test_a_title_with_a_tag_before_it_is_not_the_query() -> None:
    index = blog("tag tea pots", ("Tea pots", "tea"))
    assert found(index, "tag:tea pots") == ["Tea pots"]


# -- sort and facets ---------------------------------------------------------------------------------------------------


def test_the_newest_of_all_matches_and_the_tags_of_them() -> None:
    days = [date(2026, 3, day) for day in range(1, 29)]
    index = PostIndex(
        Post(title="Tea" if day.day % 2 else "Tea pot", published=day, tags=["b", "a"][: day.day % 3]) for day in days
    )
    newest = index.search("tea", sort="newest", limit=3)
    assert [hit.post.day.day for hit in newest] == [28, 27, 26]
    scores = {hit.post.id: hit.score for hit in index.search("tea", limit=99)}
    assert all(hit.score == scores[hit.post.id] for hit in newest)
    assert list(index.facets("tea").items()) == [(Tag("b"), 19), (Tag("a"), 9)]
    assert index.facets("xyzzy") == PostIndex([]).facets("tea") == {}
    with pytest.raises(InvalidValue, match="is not an order"):
        index.search("tea", sort="oldest")  # type: ignore[arg-type]
