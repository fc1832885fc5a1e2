"""Laws of the search: it agrees with a search that reads every post."""

import html
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from postindex import Hit, Match, Post, PostIndex, Tag
from postindex.index.search import query_terms as query_terms_module
from postindex.index.search import ranking, scoring, word_index
from postindex.index.search.query import Query, parse
from postindex.index.search.query_terms import QueryTerm, query_terms
from postindex.index.search.scoring import Formula
from postindex.index.search.typos import TypoTable
from postindex.index.search.vocabulary import COMPOUND, Vocabulary
from postindex.index.search.word_index import FIELDS, FieldName, WordIndex
from postindex.text import terms

START = date(2026, 3, 22)
DEFAULT: Mapping[FieldName, float] = {"title": 1.0, "tags": 0.93, "summary": 0.69}

# Few letters, so that typos, beginnings and compounds meet; and few words, so that scores tie.
PLAIN = st.text("ab", min_size=1, max_size=9)
ODD = st.sampled_from(
    ["c++", "c#", ".net", "C#7", "é", "ab\u0301", "ß", "ﬁsh", "会議室", "会", "議", "ไทย", "Ａ1", "12"]
)
TOKENS = st.one_of(PLAIN, PLAIN, PLAIN, ODD)
TAGS = ["a", "b", "ab ab", "aabb"]


@st.composite
def blogs(draw: st.DrawFn) -> list[Post]:
    """Posts of few words, some of which stand next to each other and some of which are written as one."""
    known = draw(st.lists(TOKENS, min_size=1, max_size=8))
    one = st.sampled_from(known)
    text = st.lists(one, max_size=4).flatmap(
        lambda found: st.sampled_from([" ", " ", "-", ", ", ""]).map(lambda between: between.join(found))
    )
    return [
        Post(
            id=f"p{number}",
            title=draw(text) or "…",
            summary=draw(text),
            tags=draw(st.lists(st.sampled_from(TAGS), max_size=2)),
            published=START - timedelta(days=draw(st.integers(0, 3))),
        )
        for number in range(draw(st.integers(1, 12)))
    ]


def tokens_of(posts: Sequence[Post]) -> list[str]:
    return sorted({word for post in posts for word in (*terms(post.title), *terms(post.summary), "aabb", "ab")})


@st.composite
def typed(draw: st.DrawFn, known: Sequence[str]) -> str:
    """A word of the posts, perhaps with a letter more, less, or in another place, or only its beginning."""
    word = draw(st.sampled_from(known))
    for _ in range(draw(st.sampled_from([0, 0, 1, 2]))):
        at = draw(st.integers(0, len(word)))
        before, behind = word[:at], word[at:]
        edited = [f"{before}a{behind}", before + behind[1:], before + behind[:2][::-1] + behind[2:]]
        word = draw(st.sampled_from(edited))
    return word[: draw(st.integers(1, 9))] if draw(st.booleans()) else word


@st.composite
def queries(draw: st.DrawFn, posts: Sequence[Post]) -> str:
    known = tokens_of(posts)
    several = st.lists(typed(known), min_size=1, max_size=3).map(" ".join)
    part = st.one_of(
        typed(known),
        typed(known),
        several,
        several.map(lambda some: f'"{some}"'),
        typed(known).map(lambda word: f"-{word}"),
        st.sampled_from(TAGS).map(lambda name: f'tag:"{name}"'),
        st.sampled_from(TAGS).map(lambda name: f'-tag:"{name}"'),
    )
    common = st.lists(typed(known), min_size=1, max_size=4)
    row = st.sampled_from(posts).flatmap(lambda post: rows_of(post.title) | rows_of(post.summary))
    return " ".join(draw(st.one_of(common, row, st.lists(part, max_size=4))))


def rows_of(text: str) -> st.SearchStrategy[list[str]]:
    """Some words of a text in a row, or the text."""
    found = text.split()
    some = [found[at : at + size] for at in range(len(found)) for size in (2, 3)]
    return st.sampled_from([[text], *some])


WEIGHTS = st.none() | st.fixed_dictionaries(
    {}, optional={field: st.sampled_from([0, 0.2, 1, 2.5]) for field in FIELDS}
).filter(lambda given: any({**DEFAULT, **given}.values()))


@st.composite
def filtered(draw: st.DrawFn, index: PostIndex) -> PostIndex:
    match draw(st.integers(0, 4)):
        case 0:
            return index.tagged(draw(st.sampled_from(TAGS)))
        case 1:
            return index[draw(st.integers(0, 3)) :: draw(st.integers(1, 3))]
    return index


class Size(NamedTuple):
    """The numbers that decide which way a search goes; none may decide what it finds."""

    window: int
    many: int
    scan: int
    common: int
    few: int


SIZES = st.builds(
    Size,
    st.sampled_from([1, 2, ranking.WINDOW]),
    st.sampled_from([1, word_index.MANY_POSTS]),
    st.sampled_from([0, scoring._SETS_PER_POST, 10**9]),
    st.sampled_from([0, 100]),
    st.sampled_from([0, 16]),
)


@contextmanager
def sized(size: Size) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranking, "WINDOW", size.window)
        patch.setattr(word_index, "MANY_POSTS", size.many)
        patch.setattr(query_terms_module, "MANY_POSTS", size.many)
        patch.setattr(scoring, "_SETS_PER_POST", size.scan)
        patch.setattr(scoring, "_SMALL_SET", size.few)
        patch.setattr(word_index, "_COMMON", size.common)
        yield


def texts(post: Post) -> dict[FieldName, list[str]]:
    return {"title": [post.title], "tags": [tag.name for tag in post.tags], "summary": [post.summary]}


def stands(row: Sequence[str], text: str) -> bool:
    """Whether words stand in a text, next to each other; a single one anywhere."""
    found = terms(text, singles=len(row) == 1)
    return any(found[at : at + len(row)] == list(row) for at in range(len(found)))


class Model:
    """A search that reads every post."""

    def __init__(self, index: PostIndex, text: str, weights: Mapping[FieldName, float] | None, size: Size) -> None:
        given = {**DEFAULT, **(weights or {})}
        self.fields = {field: given[field] / max(given.values()) for field in FIELDS if given[field]}
        self.text, self.size, self.index = text, size, index
        self.query: Query = parse(text)
        self.words = index._postings.engine(WordIndex)
        self.terms = query_terms(self.words, self.query)
        self.formula = Formula(self.terms)

    def has(self, post: Post, row: Sequence[str]) -> bool:
        return any(stands(row, text) for field in self.fields for text in texts(post)[field])

    def allows(self, post: Post) -> bool:
        """What is asked for in so many words must be there, and what is left out must not."""
        tags = set(post.tags)
        return (
            all(self.has(post, phrase) for phrase in self.query.phrases)
            and not any(self.has(post, row) for row in self.query.without)
            and tags >= {Tag(name) for name in self.query.tags}
            and not tags & {Tag(name) for name in self.query.without_tags}
        )

    def points(self, term: QueryTerm, post: Post) -> int:
        """The best similarity times what the field is worth."""
        return max(
            (
                term.points(each.similarity * worth)
                for each in term.expansions
                for field, worth in self.fields.items()
                for text in texts(post)[field]
                if any(stands(row, text) for row in (*((word,) for word in each.words), *each.rows))
            ),
            default=0,
        )

    def answer(self, within: PostIndex, limit: int) -> list[tuple[str, float]]:
        allowed = [post for post in within if self.allows(post)]
        if not self.terms:
            return [(post.id, 1.0) for post in allowed][:limit] if self.query.tags else []
        found = {}
        for at, post in enumerate(allowed):
            points = [self.points(term, post) for term in self.terms]
            if any(points):
                found[at] = sum(points), sum(map(bool, points))
        firsts = sorted(found, key=lambda at: (-self.formula.score(*found[at], 1.0), at))
        placed = {*firsts[: self.size.window], *[at for at in found if self.in_a_row(allowed[at])][: self.size.window]}
        places = {at: self.formula.place(allowed[at].title) if at in placed else 0.0 for at in firsts}
        places |= {at: 1.0 for at in firsts if terms(allowed[at].title) == terms(self.text)}
        ranked = sorted((-self.formula.score(*found[at], places[at]), at) for at in firsts)
        if ranked and (place := places[best := ranked[0][1]]):
            twins = [at for at in sorted(found) if self.is_twin(allowed[at], allowed[best])]
            group = sorted((-self.formula.score(*found[at], place), at) for at in twins)
            ranked = [*group, *((negated, at) for negated, at in ranked if at not in twins)]
        return [(allowed[at].id, -negated) for negated, at in ranked[:limit]]

    def is_twin(self, post: Post, best: Post) -> bool:
        """Whether a post has the title of the best one, and its terms."""
        return terms(post.title) == terms(best.title) and all(
            self.points(term, post) for term in self.terms if self.points(term, best)
        )

    def in_a_row(self, post: Post) -> bool:
        row = self.query.words
        rare = min((len(self.words.positions(word, "title")) for word in row), default=0) <= self.size.many
        return len(row) > 1 and rare and stands(row, post.title)


@given(st.data(), blogs(), WEIGHTS, SIZES, st.integers(0, 14))
def test_the_ranking_agrees_with_reading_every_post(
    data: st.DataObject, blog: list[Post], weights: Mapping[FieldName, float] | None, size: Size, limit: int
) -> None:
    """Exact: the same posts, scores and order, on the whole index and on a part of it, whichever way is taken."""
    text = data.draw(queries(blog))
    with sized(size):
        index = PostIndex(blog)
        part = data.draw(filtered(index))
        found = part.search(text, limit=limit, weights=weights)
        assert [(hit.post.id, hit.score) for hit in found] == Model(index, text, weights, size).answer(part, limit)


@given(st.randoms(use_true_random=False), st.integers(10, 60), st.sampled_from([1, 3, ranking.WINDOW]))
def test_search_agrees_with_reading_every_post_beyond_the_window(
    chance: random.Random, count: int, window: int
) -> None:
    """Many titles alike, and most of them beyond the window."""
    known = chance.sample(["tea", "teas", "green", "gren", "greentea", "pot", "pots", "teapot", "at"], k=4)
    blog = [
        Post(
            id=f"p{number}",
            title=" ".join(chance.choices(known, k=chance.randint(1, 4))),
            summary=" ".join(chance.choices(known, k=2)),
            published=START - timedelta(days=number // 2),
        )
        for number in range(count)
    ]
    text = " ".join(chance.choices([*known, *known, "geen", "te", '"green tea"', "-at", "po"], k=chance.randint(1, 3)))
    size = Size(window, word_index.MANY_POSTS, 0, 0, 0)
    with sized(size):
        index = PostIndex(blog)
        for limit in (1, 10, 40, 99):
            found = index.search(text, limit=limit)
            assert [(hit.post.id, hit.score) for hit in found] == Model(index, text, None, size).answer(index, limit)


@given(st.data(), blogs(), SIZES)
def test_a_limit_cuts_and_changes_nothing_else(data: st.DataObject, blog: list[Post], size: Size) -> None:
    """The first k of n are what a limit of k finds, and scores descend between 0 and 1, equal ones newest first.

    Posts with the title of the best one come next to it.
    """
    text = data.draw(queries(blog))
    with sized(size):
        index = PostIndex(blog)
        everything = index.search(text, limit=99)
        for limit in range(len(everything) + 1):
            assert index.search(text, limit=limit) == everything[:limit]
    order = [(-hit.score, index.index(hit.post)) for hit in everything]
    titles = [terms(hit.post.title) for hit in everything]
    twins = next((number for number, title in enumerate(titles) if title != titles[0]), len(titles))
    assert order[:twins] == sorted(order[:twins])
    assert order[twins:] == sorted(order[twins:])
    assert all(0.0 <= hit.score <= 1.0 for hit in everything)


@given(st.data(), blogs())
def test_all_words_beat_some(data: st.DataObject, blog: list[Post]) -> None:
    """A score of a half and more is that of a post with all of the words."""
    text = " ".join(data.draw(st.lists(typed(tokens_of(blog)), min_size=1, max_size=4)))
    index = PostIndex(blog)
    model = Model(index, text, None, Size(ranking.WINDOW, word_index.MANY_POSTS, 0, 0, 0))
    for hit in index.search(text, limit=99):
        has_all = all(model.points(term, hit.post) for term in model.terms)
        assert (hit.score >= 0.5) is has_all


@given(st.data(), blogs(), st.randoms(use_true_random=False))
def test_the_order_of_posts_does_not_matter(data: st.DataObject, blog: list[Post], chance: random.Random) -> None:
    """The same posts give the same answers."""
    text = data.draw(queries(blog))
    index = PostIndex(blog)
    other = PostIndex(chance.sample(blog, len(blog)))
    assert index.search(text, limit=99) == other.search(text, limit=99)
    assert index.suggest(text) == other.suggest(text)
    assert index.did_you_mean(text) == other.did_you_mean(text)


@given(st.data(), blogs(), st.randoms(use_true_random=False))
def test_the_order_of_finished_words_does_not_change_the_hits(
    data: st.DataObject, blog: list[Post], chance: random.Random
) -> None:
    """But for neighbours that are written as one word, which only neighbours may mean."""
    asked_for = parse(" ".join(data.draw(st.lists(typed(tokens_of(blog)), min_size=2, max_size=5)))).words
    assume(asked_for)
    *finished, last = asked_for
    index = PostIndex(blog)
    vocabulary = index._postings.engine(WordIndex).vocabulary
    assume(not any(vocabulary.beginning_with(one + other) for one in finished for other in (*finished, last)))
    shuffled = chance.sample(finished, len(finished))
    some, others = (index.search(" ".join([*order, last]), limit=99) for order in (finished, shuffled))
    assert {(hit.post.id, hit.score >= 0.5) for hit in some} == {(hit.post.id, hit.score >= 0.5) for hit in others}


@given(st.data(), blogs())
def test_filters_change_neither_words_nor_expansions(data: st.DataObject, blog: list[Post]) -> None:
    """A part of an index finds its part of what the whole finds, by the same words."""
    text = data.draw(queries(blog))
    index = PostIndex(blog)
    part = data.draw(filtered(index))
    assert list(part.search(text, limit=99)) == [hit for hit in index.search(text, limit=99) if hit.post in part]
    assert part.did_you_mean(text) == index.did_you_mean(text)


def text_of(hit: Hit, match: Match) -> str:
    text = match.tag.name if match.tag else getattr(hit.post, match.field)
    assert isinstance(text, str)
    return text


@given(st.data(), blogs(), WEIGHTS)
def test_spans_fold_to_their_words(
    data: st.DataObject, blog: list[Post], weights: Mapping[FieldName, float] | None
) -> None:
    """What a match cuts out of the original text has the words that it says, and nothing of them lies outside."""
    query = data.draw(queries(blog))
    for hit in PostIndex(blog).search(query, limit=99, weights=weights):
        assert hit.matches or not any((parse(query).words, parse(query).phrases))
        for match in hit.matches:
            cut = text_of(hit, match)[match.start : match.end]
            row = match.word.split()
            assert cut
            assert stands(row, cut)
            assert match.kind == "exact" or match.similarity < 1.0
            assert (match.kind == "exact") is (match.similarity == 1.0)
            assert match.word in hit.words
        orders = [(FIELDS.index(match.field), match.tag is not None and hit.post.tags.index(match.tag), match.start)
                  for match in hit.matches]  # fmt: skip
        assert orders == sorted(orders)


@given(st.data(), blogs(), st.sampled_from(["<mark>", "[", ""]))
def test_highlighting_keeps_the_text(data: st.DataObject, blog: list[Post], before: str) -> None:
    """Without the marks, and unescaped, it is the text."""
    for hit in PostIndex(blog).search(data.draw(queries(blog)), limit=99):
        after = "" if not before else "</mark>" if before == "<mark>" else "]"
        for field, found in texts(hit.post).items():
            marked = hit.highlighted(field, before=before, after=after)
            for mark in filter(None, (before, after)):
                marked = marked.replace(mark, "")
            assert html.unescape(marked) == ", ".join(found)


@given(st.data(), blogs(), WEIGHTS, SIZES)
def test_an_explanation_ends_with_the_score(
    data: st.DataObject, blog: list[Post], weights: Mapping[FieldName, float] | None, size: Size
) -> None:
    """Whatever was asked for, beyond the window too."""
    text = data.draw(queries(blog))
    with sized(size):
        for hit in PostIndex(blog).search(text, limit=99, weights=weights):
            assert hit.explain().endswith(f" {hit.score:.2f}.")


@given(st.text(max_size=40) | st.text("\"-: tag'ab会\u0301", max_size=20), blogs())
def test_every_text_is_a_valid_query(text: str, blog: list[Post]) -> None:
    """Whatever is typed is a query."""
    index = PostIndex(blog)
    for hit in index.search(text, limit=99):
        assert hit.explain()
        assert [hit.highlighted(field) for field in FIELDS]
        assert repr(hit)
    assert all(each.text for each in index.suggest(text))
    meant = index.did_you_mean(text)
    assert meant is None or meant != text


@given(st.data(), blogs())
def test_suggestions_contain_the_typed_words(data: st.DataObject, blog: list[Post]) -> None:
    """All of them, the last one perhaps unfinished, or a tag that they begin written as one; no text twice."""
    text = data.draw(queries(blog))
    words_asked = terms(text, singles=False) or [""]
    *finished, begun = words_asked
    index = data.draw(filtered(PostIndex(blog)))
    everything = index.suggest(text, limit=99)
    for each in everything:
        found = terms(each.text)
        has_all = set(finished) <= set(found) and any(word.startswith(begun) for word in found)
        as_one = "".join(terms(each.text, singles=False)).startswith("".join(words_asked))
        assert has_all or (each.tag and as_one)
        assert (each.tag in index.tags) if each.tag else (each.post in index)
    said = [(each.kind, each.text) for each in everything]
    assert len(said) == len(set(said))
    tags, titles = ([each for each in everything if each.kind == kind] for kind in ("tag", "title"))
    for limit in range(len(everything) + 1):
        some = index.suggest(text, limit=limit)
        assert len(some) == limit
        kept = sum(each.kind == "tag" for each in some)
        assert list(some) == [*tags[:kept], *titles[: limit - kept]]


EDITS: st.SearchStrategy[Literal[1, 2]] = st.sampled_from([1, 2])
SHORTEST = {1: 3, 2: 5}


@given(st.sets(st.text("ab", max_size=11), max_size=40), st.text("ab", max_size=12), EDITS)
def test_near_words_agree_with_a_comparison_of_every_word(known: set[str], near: str, edits: Literal[1, 2]) -> None:
    """No word within the edits is missed, and none is further; only words too short to be cut are left out."""
    compared = ((word, OSA.distance(near, word)) for word in known if len(word) >= SHORTEST[edits])
    expected = sorted(((word, found) for word, found in compared if found <= edits), key=lambda each: each[::-1])
    assert TypoTable(known, edits).near(near) == expected


@given(st.text("abc", min_size=3, max_size=14), st.randoms(use_true_random=False), EDITS)
def test_words_within_the_edits_are_found(word: str, chance: random.Random, edits: Literal[1, 2]) -> None:
    """One at a time: a letter more, less or wrong, or two neighbours swapped."""
    assume(len(word) >= SHORTEST[edits])
    near = word
    for _ in range(edits):
        at = chance.randrange(len(near))
        new = chance.choice("abcx")
        swapped = near[:at] + near[at : at + 2][::-1] + near[at + 2 :]
        near = chance.choice(
            [near[:at] + near[at + 1 :], near[:at] + new + near[at:], f"{near[:at]}{new}{near[at + 1 :]}", swapped]
        )
    found = dict(TypoTable([word], edits).near(near))
    assert found == ({word: distance} if (distance := OSA.distance(near, word)) <= edits else {})


TYPED = st.text("ab", max_size=11) | st.text("av1", max_size=6) | st.text("01", max_size=6)


@given(st.sets(st.text("ab", min_size=1, max_size=10) | TYPED | ODD, max_size=30), TYPED, st.booleans())
def test_expansions_agree_with_a_comparison_of_every_word(tokens: set[str], typed: str, unfinished: bool) -> None:
    """The word itself, completions, one typo from 4 letters and two from 8, versions, and words typed as one."""
    known = {word for token in tokens for word in terms(token)}
    expansions = Vocabulary(known).expand(typed, unfinished=unfinished)
    by_word = {word: expansion for expansion in expansions for word in expansion.words}

    def has_numbers_of_typed(word: str) -> bool:
        return re.findall(r"\d+", word) == re.findall(r"\d+", typed)

    def kind_of(word: str) -> str | None:
        if word == typed:
            return "exact"
        if unfinished and word.startswith(typed):
            return "prefix"
        if {word, typed} == {word.removeprefix("v"), f"v{word.removeprefix('v')}"} and word.removeprefix("v").isdigit():
            return "compound"
        letters, edits = len(word.strip(".+#")), OSA.distance(typed, word)
        allowed = (letters >= 4) + (letters >= 8 and typed not in known)
        return "typo" if edits <= allowed and len(typed) >= 3 and has_numbers_of_typed(word) else None

    expected = {word: kind for word in known if (kind := kind_of(word))}
    with_mistyped_prefix = {word for word in by_word if word not in expected}
    assert {word: e.kind for word, e in by_word.items() if word not in with_mistyped_prefix} == expected
    if with_mistyped_prefix:
        assert unfinished
        assert len(typed) > 4
        assert not any(word.startswith(typed) for word in known)
    for word in with_mistyped_prefix:
        assert by_word[word].kind == "typo"
        prefixes = [word[:end] for end in range(4, len(word))]
        assert any(OSA.distance(typed, prefix) <= 1 and has_numbers_of_typed(prefix) for prefix in prefixes)
    rows = {row: expansion for expansion in expansions for row in expansion.rows}
    assert rows.keys() == {row for row in splits(typed, known) if len(row) > 1 and known.issuperset(row)}
    assert all(e.kind == "compound" and e.similarity == COMPOUND for e in rows.values())
    assert [e.similarity for e in expansions] == sorted((e.similarity for e in expansions), reverse=True)
    assert all((e.similarity == 1.0) is (e.kind == "exact") for e in expansions)


def splits(typed: str, known: set[str]) -> Iterator[tuple[str, ...]]:
    if typed.isdigit():
        yield typed[:-3], typed[-3:]
        return
    if len(typed) >= (4 if typed in known else 3):
        yield from ((typed[:end], typed[end:]) for end in range(1, len(typed)))
    yield tuple("".join(run) for _, run in groupby(typed, str.isdigit))
    if len(typed) <= 8 and any(map(str.isalpha, typed)):
        yield tuple(typed)
