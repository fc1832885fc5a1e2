import copy
import html
import pickle
import re
from collections.abc import Mapping
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from typing import Any

import pytest

from postindex import Hit, InvalidValue, Match, Post, PostIndex, Tag
from postindex.index.search.word_index import FieldName

DAY = date(2026, 3, 22)


def post(title: str, tags: tuple[str, ...] = (), summary: str = "", days_before: int = 0) -> Post:
    return Post(title=title, published=DAY - timedelta(days=days_before), tags=tags, summary=summary)


def only(query: str, title: str, tags: tuple[str, ...] = (), summary: str = "") -> Hit:
    """The only hit, in an index of one post."""
    (hit,) = PostIndex([post(title, tags, summary)]).search(query)
    return hit


# -- matches -----------------------------------------------------------------------------------------------------------


def test_a_match_has_its_place_kind_and_similarity() -> None:
    hit = only("grafana lokki tem", "Loki & Tempo", ("Grafana Loki",), "On loki.")
    typo = {"token": "lokki", "word": "loki", "kind": "typo", "similarity": 0.85}
    tag = Tag("Grafana Loki")
    exact = {"token": "grafana", "word": "grafana", "kind": "exact", "similarity": 1.0}
    tempo = next(match for match in hit.matches if match.kind == "prefix")
    assert (tempo.field, tempo.tag, tempo.start, tempo.end, tempo.token, tempo.word) == (
        ("title", None, 7, 12, "tem", "tempo")
    )
    assert 0.6 < tempo.similarity < 1.0
    assert list(hit.matches) == [
        Match(field="title", tag=None, start=0, end=4, **typo),  # type: ignore[arg-type]
        tempo,
        Match(field="tags", tag=tag, start=0, end=7, **exact),  # type: ignore[arg-type]
        Match(field="tags", tag=tag, start=8, end=12, **typo),  # type: ignore[arg-type]
        Match(field="summary", tag=None, start=3, end=7, **typo),  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(
    ("title", "query", "marked"),
    [
        ("Die Straße dort", "strasse", "Straße"),
        ("Ein ﬁsch & mehr", "fisch", "ﬁsch"),
        ("Le cafe\u0301 noir", "café", "cafe\u0301"),
        ("Ｗｉｄｅ letters", "wide", "Ｗｉｄｅ"),
        ("ßßß Straße ﬁn", "fin", "ﬁn"),
        ("İstanbul now", "istanbul", "İstanbul"),
        ("Why C++?", "c++", "C++"),
        ("Learn .NET!", ".net", ".NET"),
        ("Use Next.js now", "nextjs", "Next.js"),
        ("The home-lab shelf", "homelab", "home-lab"),
        ("On In\u00adfor\u00admation, now", "information", "In\u00adfor\u00admation"),
        ("Pro\u200bduc\u200btion\ufeff notes", "production", "Pro\u200bduc\u200btion"),
        ("Ma sœur dort", "soeur", "sœur"),
        ("Au cœur", "coe", "cœur"),
        ("Apple™ Silicon", "apple", "Apple"),
        ("La 10ª edición", "10", "10"),
        ("ספר שָׁלוֹם שלי", "שלום", "שָׁלוֹם"),
        ("يا مـــرحبا بك", "مرحبا", "مـــرحبا"),
        ("Read RFC I/O", "io", "I/O"),
        ("The U.S.A. abroad", "usa", "U.S.A"),
        ("Use ES 6 now", "es6", "ES 6"),
        ("The homelab shelf", "home lab", "homelab"),
        ("In ｈｏｍｅ ʟ Straßen bau", "strassenbau", "Straßen bau"),
        ("東京の会議室", "会議室", "会議室"),
        ("หนังสือ ไทย", "ไทย", "ไทย"),
    ],
)
def test_spans_are_those_of_the_original_text(title: str, query: str, marked: str) -> None:
    hit = only(query, title)
    assert title[min(m.start for m in hit.matches) : max(m.end for m in hit.matches)] == marked
    assert all(m.field == "title" and m.token in query.replace("é", "e") for m in hit.matches)


def test_a_phrase_is_one_match() -> None:
    hit = only('"Green tea"', "Tea: green tea", (), "Green -- tea")
    assert [(m.field, m.start, m.end, m.token, m.word, m.kind) for m in hit.matches] == [
        ("title", 5, 14, '"green tea"', "green tea", "exact"),
        ("summary", 0, 12, '"green tea"', "green tea", "exact"),
    ]


def test_a_compound_is_matched_with_both_of_its_words() -> None:
    (match,) = only("homelab", "My Home Lab").matches
    assert (match.word, match.kind, match.token, match.start, match.end) == ("home lab", "compound", "homelab", 3, 11)
    found = only("home lab", "My Homelab").matches
    assert [(m.word, m.kind, m.token) for m in found] == [
        ("homelab", "compound", "home"),
        ("homelab", "compound", "lab"),
    ]


def test_each_tag_has_its_own_matches() -> None:
    hit = only("tea", "Cups", ("tea", "Green tea", "pots"))
    assert [(m.tag, m.start, m.end) for m in hit.matches] == [(Tag("tea"), 0, 3), (Tag("Green tea"), 6, 9)]


def test_words_come_in_the_order_of_the_query_each_once() -> None:
    assert only("pots tea", "Tea, tea & pots").words == ("pots", "tea")
    assert only("te", "Tea in a teapot").words == ("tea", "teapot")
    assert only("tag:tea", "Cups", ("tea",)).words == ()


def test_unsearched_fields_have_no_matches() -> None:
    (hit,) = PostIndex([post("Tea", ("tea",), "Tea")]).search("tea", weights={"title": 0, "summary": 0})
    assert [match.field for match in hit.matches] == ["tags"]
    assert hit.highlighted("title") == "Tea"


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
        ("A home & lab", "homelab", "A <mark>home &amp; lab</mark>"),
        ("A homelab", "home lab", "A <mark>homelab</mark>"),
        ("Green tea, tea", '"green tea"', "<mark>Green tea</mark>, tea"),
        ("Green tea, tea", 'tea "green tea"', "<mark>Green tea</mark>, <mark>tea</mark>"),
        ("½a cup of tea", "1 2a tea", None),
        ("℀ and tea", "a c tea", None),
        ("会議室", "会議室", None),
    ],
)
def test_highlighted_escapes_the_text_and_marks_words(title: str, query: str, expected: str | None) -> None:
    marked = only(query, title).highlighted("title")
    assert expected is None or marked == expected
    assert html.unescape(re.sub("</?mark>", "", marked)) == title


def test_every_character_of_what_overlaps_is_marked_once() -> None:
    marked = only("会議室", "東京会議室").highlighted("title", before="[", after="]")
    assert marked.replace("][", "") == "東京[会議室]"


def test_tags_and_summary_are_highlighted_too() -> None:
    hit = only("tea", "Cups", ("Green tea", "pots & tea", "Tea"), "On tea & cups.")
    assert hit.highlighted("tags", before="*", after="*") == "Green *tea*, pots &amp; *tea*, *Tea*"
    assert hit.highlighted("summary", before="**", after="**") == "On **tea** &amp; cups."
    assert hit.highlighted("title") == "Cups"
    assert only("tea", "Tea").highlighted("summary") == only("tea", "Tea").highlighted("tags") == ""


def test_before_and_after_are_not_escaped() -> None:
    assert only("tea", "Tea").highlighted("title", before="", after="") == "Tea"
    assert only("tea", "Tea").highlighted("title", before='<b class="x">', after="</b>&") == '<b class="x">Tea</b>&'


@pytest.mark.parametrize("field", ["nothing", "published", "tag", None, 1])
def test_unknown_fields_are_not_highlighted(field: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^field: .*'title', 'tags' or 'summary'"):
        only("tea", "Tea").highlighted(field)


# -- explain -----------------------------------------------------------------------------------------------------------

SHELF = PostIndex(
    [
        post("Running a homelab", ("Grafana", "home lab"), "Loki at home, in the lab."),
        post("Kubernetes at home", ("k8s", "notes"), "Small clusters.", 1),
        post("Grafana, Loki and Tempo", ("observability", "notes"), "Three tools.", 2),
        post("Tea in the lab", ("tea", "notes"), "Kubernetes is not for everyone.", 3),
        post("Café in the Straße", ("notes",), "Crème brûlée at the home lab", 4),
        *(post(f"Grafana dashboard {number}", ("notes",), "Panels.", 5 + number) for number in range(40)),
    ]
)


def told(hit: Hit) -> float:
    """The last number of an explanation."""
    return float(re.findall(r"= (\d\.\d\d)\.$", hit.explain())[-1])


@pytest.mark.parametrize(
    "query",
    [
        *("kubernetes", "kuberntes", "kub", "kbuer", "homelab", "home lab", "grafana loki tempo", "loki tempo xyzzy"),
        *(
            '"home lab"',
            'tea "in the lab"',
            "the in lab tea",
            "grafna dashbord 3",
            "notes -tea",
            "notes tag:tea",
            "cafe n",
        ),
    ],
)
@pytest.mark.parametrize("weights", [None, {"summary": 2}, {"title": 0}, {"tags": 0, "summary": 0.1}, {"title": 0.5}])
def test_the_numbers_of_an_explanation_are_the_score(query: str, weights: Mapping[FieldName, float] | None) -> None:
    for index in (SHELF, SHELF[1:4]):
        for hit in index.search(query, limit=99, weights=weights):
            *lines, share, place, total = hit.explain().splitlines()
            assert told(hit) == pytest.approx(hit.score, abs=0.0051)
            assert f"{hit.score:.2f}" == f"{told(hit):.2f}"
            worth = [float(line.rpartition("= ")[2]) for line in lines]
            found, whole, part = map(float, re.findall(r"\d+\.\d\d", share))
            assert sum(worth) == pytest.approx(found, abs=0.01 * len(lines))
            assert found / whole == pytest.approx(part, abs=0.03)
            times, kept = map(float, re.findall(r"\d+\.\d\d", place))
            assert part * times == pytest.approx(kept, abs=0.011)
            matched, asked = map(int, re.findall(r"It has (\d+) of (\d+) word", total)[0])
            assert (matched, asked) == (sum(value > 0 for value in worth), len(lines))
            assert hit.score >= 0.5 if matched == asked else hit.score < 0.5


def test_an_explanation_names_term_match_and_field() -> None:
    text = SHELF.search('kuberntes hom notes "at home" xyzzy lab', limit=1)[0].explain()
    assert "'kuberntes' is a typo of 'kubernetes' in the title: " in text
    assert "'notes' is 'notes' in a tag: " in text
    assert "\"at home\" is 'at home' in the title: " in text
    assert "'xyzzy' is not there: " in text
    assert "'homela' begins 'homelab' in the title: " in SHELF.search("homela")[0].explain()
    assert "'loki' is 'loki' in the summary: " in SHELF.search("loki running")[0].explain()
    assert "'homelab' is written as 'home lab' in a tag: " in SHELF.search("homelab", weights={"title": 0})[0].explain()


def test_a_query_of_tags_has_a_short_explanation() -> None:
    (hit,) = SHELF.search("tag:tea")
    assert hit.score == 1.0
    assert hit.explain() == "The query has no words to score; the post has its tags: 1.00."
    assert hit.matches == ()
    assert hit.highlighted("title") == "Tea in the lab"


def test_a_single_word_is_not_in_a_row() -> None:
    assert "It has 1 of 1 word: 0.50 + " in only("tea", "Tea").explain()


# -- hits are values ---------------------------------------------------------------------------------------------------


def test_hits_are_compared_by_value() -> None:
    one, other = SHELF.search("kuberntes")[0], SHELF.search("kuberntes")[0]
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1
    assert one != SHELF.search("kubernetes")[0]
    assert one != one.post
    assert one != SHELF.search("kuberntes", limit=2)[1]
    assert SHELF.search("kubernetes")[0] == SHELF[:3].search("kubernetes")[0]


def test_hits_are_frozen() -> None:
    (hit,) = SHELF.search("kuberntes at", limit=1)
    with pytest.raises(FrozenInstanceError):
        hit.score = 1.0  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        hit.matches[0].start = 1  # type: ignore[misc]


def test_hits_show_post_score_and_words() -> None:
    (hit,) = SHELF.search("kuberntes at", limit=1)
    assert repr(hit) == f"<Hit {hit.score:.2f} 'Kubernetes at home' by kubernetes, at>"


@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.parametrize("query", ["kuberntes hom", '"at home" notes', "tag:notes", "g"])
def test_hits_survive_pickle_and_copies(query: str, asked_before: bool) -> None:
    for hit in SHELF.search(query, limit=99):
        expected = hit.matches if asked_before else None
        for again in (pickle.loads(pickle.dumps(hit)), copy.copy(hit), copy.deepcopy(hit)):
            assert again == hit
            assert hash(again) == hash(hit)
            assert again.matches == (expected or hit.matches)
            assert again.explain() == hit.explain()
            assert again.highlighted("tags") == hit.highlighted("tags")
            assert repr(again) == repr(hit)


MANY = PostIndex(post(f"Word {number} w{number}x{number * 7}", (), "", number) for number in range(2000))


@pytest.mark.parametrize("query", ["word", '"word 7"', "w", "word w", "wrod w"])
def test_a_pickled_hit_holds_neither_the_index_nor_all_expansions(query: str) -> None:
    (hit,) = MANY.search(query, limit=1)
    pickled = pickle.dumps(hit)
    assert len(pickled) < 2_000
    assert pickle.loads(pickled) == hit
    assert pickle.loads(pickled).explain() == hit.explain()


def test_work_on_tags_and_expansions_grows_with_their_sum() -> None:
    """Matches of T tags with a prefix of M words take T + M steps, not T × M."""
    calls = []

    class Counting(dict[str, Any]):
        def __contains__(self, word: object) -> bool:
            calls.append(word)
            return super().__contains__(word)

    count = 500
    (hit,) = PostIndex([post("Tea", tuple(f"t{number}" for number in range(count)))]).search("t")
    (term,) = hit._terms
    term.__dict__["by_word"] = Counting(term.by_word)
    assert len(hit.matches) == count + 1
    assert len(calls) == count + 1
    assert hit.highlighted("tags").count("<mark>") == count
    assert len(calls) == 2 * count + 1
