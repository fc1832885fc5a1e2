"""The benchmark: generated blogs, questions, quality measures, and engines on a few posts."""

import io
import json
from collections import Counter
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

import feedparser
import pytest
from rapidfuzz.distance import DamerauLevenshtein
from rich.console import Console

from postindex import Post, PostIndex, cadence, feeds


@pytest.fixture(autouse=True)
def bench(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the bench's modules be imported by name, as its own scripts import each other."""
    monkeypatch.syspath_prepend(root / "tests" / "bench")


@pytest.fixture
def prose() -> Any:
    return import_module("prose")


@pytest.fixture
def questions() -> Any:
    return import_module("questions")


@pytest.fixture
def quality() -> Any:
    return import_module("quality")


def posts_of(*titles: str) -> PostIndex:
    first = date(2026, 3, 22)
    return PostIndex([Post(title=title, published=first - timedelta(days=day)) for day, title in enumerate(titles)])


# -- generated blogs ---------------------------------------------------------------------------------------------------


def test_a_generated_post_has_the_size_of_a_real_one(prose: Any) -> None:
    posts = prose.prose_posts(300)
    assert len({post.id for post in posts}) == 300
    assert [post.day for post in posts] == sorted((post.day for post in posts), reverse=True)
    assert {len(post.title.split()) for post in posts} == set(range(4, 13))
    assert {len(post.summary.split()) for post in posts} == set(range(15, 36))
    assert {len(post.tags) for post in posts} == {2, 3, 4, 5}


def test_generated_blogs_depend_on_size_and_seed_alone(prose: Any) -> None:
    assert prose.prose_posts(50) == prose.prose_posts(50) != prose.prose_posts(50, seed=2)


def test_some_words_are_common_most_are_rare_and_ever_more_are_new(prose: Any, questions: Any) -> None:
    counts = [
        Counter(word for post in prose.prose_posts(size) for word in questions.words_of(f"{post.title} {post.summary}"))
        for size in (400, 4000)
    ]
    few, many = map(len, counts)
    assert few * 10**0.4 < many < few * 10**0.75  # Heaps' law: in English the exponent is about a half
    for count in counts:
        assert 0.4 < sum(times == 1 for times in count.values()) / len(count) < 0.6
        assert count.most_common(1)[0][0] == "the"
        assert 0.04 < count["the"] / count.total() < 0.07


def test_words_of_one_topic_occur_together(prose: Any, questions: Any) -> None:
    texts = [set(questions.words_of(f"{post.title} {post.summary}")) for post in prose.prose_posts(2000)]
    bread = [text for text in texts if "bread" in text]
    assert sum("tea" in text for text in bread) / len(bread) > 3 * sum("tea" in text for text in texts) / len(texts)


@pytest.mark.parametrize(
    ("word", "ending", "expected"),
    [
        ("query", "s", "queries"),
        ("day", "s", "days"),
        ("branch", "s", "branches"),
        ("fix", "s", "fixes"),
        ("measure", "ing", "measuring"),
        ("freeze", "er", "freezer"),
        ("agree", "ing", "agreeing"),
        ("test", "ed", "tested"),
        ("tea", "", "tea"),
    ],
)
def test_endings_are_spelt_as_in_english(prose: Any, word: str, ending: str, expected: str) -> None:
    assert prose.inflected(word, ending) == expected


# -- questions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typos", [1, 2])
def test_a_typo_is_one_edit_and_two_are_in_different_words(questions: Any, typos: int) -> None:
    words, seen = ["of", "kettle", "c3po", "ledgers"], set()
    for seed in range(300):
        typed = questions.mistyped(words, typos, Random(seed))
        distances = [DamerauLevenshtein.distance(one, other) for one, other in zip(words, typed, strict=True)]
        assert sorted(distances) == [0] * (4 - typos) + [1] * typos
        assert (typed[0], typed[2]) == ("of", "c3po")  # too short, and no word of letters
        seen.add(len(typed[1]) - len(words[1]))
    assert seen == {-1, 0, 1}


def test_two_typos_are_in_one_word_where_only_one_is_long_enough(questions: Any) -> None:
    distances = {
        DamerauLevenshtein.distance("kettle", questions.mistyped(["my", "kettle"], 2, Random(seed))[1])
        for seed in range(99)
    }
    assert distances == {1, 2}


def test_questions_of_rare_words_have_one_answer_each(prose: Any, questions: Any) -> None:
    posts = PostIndex(prose.prose_posts(300))
    for typos in (1, 2):
        sample_questions = questions.rare_word_questions(posts, typos)
        assert 200 < len(sample_questions) == len({question.id for question in sample_questions})
        assert {question.kind for question in sample_questions} == {"2 words", "3 words"}
        for question in sample_questions:
            words = questions.words_of(posts.get(question.id).title)
            nearest = [
                min(DamerauLevenshtein.distance(typed, word) for word in words) for typed in question.query.split()
            ]
            assert 0 < sum(nearest) <= typos
        assert (
            questions.rare_word_questions(posts, typos)
            == sample_questions
            != questions.rare_word_questions(posts, typos, seed=2)
        )


def test_a_question_with_two_answers_is_left_out(questions: Any) -> None:
    twins = posts_of("Kettle ledger", "Ledger and kettle", *(f"Post number {'x' * size}" for size in range(1, 20)))
    assert questions.rare_word_questions(twins, 1) == []
    about = {
        question.id
        for question in questions.mixed_questions(twins)
        if {"kettle", "ledger"} <= set(question.query.split())
    }
    assert about == {"2026-03-21-ledger-and-kettle"}  # with "and", it is one post


def test_mixed_questions_have_equal_numbers_of_each_kind(prose: Any, questions: Any) -> None:
    posts = PostIndex(prose.prose_posts(200))
    sample_questions = questions.mixed_questions(posts, 140)
    assert Counter(Counter(question.kind for question in sample_questions).values()) == {20: 7}
    assert len({question.query for question in sample_questions}) == 140
    assert questions.mixed_questions(posts, 140) == sample_questions != questions.mixed_questions(posts, 140, seed=2)
    assert all(posts.get(question.id) for question in sample_questions)


def test_questions_without_typos_have_their_words_in_the_post(prose: Any, questions: Any) -> None:
    posts = PostIndex(prose.prose_posts(200))
    for query, id, kind in questions.mixed_questions(posts, 140):
        post = posts.get(id)
        carried = questions.words_of(" ".join([post.title, post.summary, *(tag.name for tag in post.tags)]))
        if "typo" not in kind:
            *whole, last = questions.words_of(query)
            assert set(whole) <= set(carried)
            assert any(word.startswith(last) if "unfinished" in kind else word == last for word in carried)


def test_questions_without_an_answer_are_left_out(questions: Any) -> None:
    assert questions.mixed_questions([]) == questions.rare_word_questions([], 1) == []
    assert {question.kind for question in questions.mixed_questions(posts_of("Kettles whistle", "Radios hum"))} == {
        "neighbours in the title, one typo",
        "words of the title, one typo",
        "words of the title, two typos",
        "the last word unfinished",
        "neighbours in the title",
    }


# -- marks -------------------------------------------------------------------------------------------------------------


def test_marks_count_places_from_one(quality: Any, questions: Any) -> None:
    sample_questions = [
        questions.Question(query, "wanted", "") for query in ("first", "second", "tenth", "never", "eleventh")
    ]
    others = [str(number) for number in range(10)]
    answers = {
        "first": ["wanted"],
        "second": ["0", "wanted"],
        "tenth": [*others[:9], "wanted"],
        "never": [],
        "eleventh": [*others, "wanted"],
    }
    marks = quality.measure(answers.__getitem__, sample_questions)
    assert (marks.recall1, marks.recall10) == (0.2, 0.6)
    assert marks.mrr == pytest.approx((1 + 1 / 2 + 1 / 10) / 5)
    assert 0 <= marks.p50 <= marks.p95


def test_a_percentile_is_a_time_that_was_taken(quality: Any) -> None:
    times = [float(time) for time in range(1, 101)]
    Random(1).shuffle(times)
    assert [quality.percentile(times, share) for share in (1, 50, 95, 100)] == [1, 50, 95, 100]
    assert quality.percentile([3.0], 95) == 3.0


# -- engines -----------------------------------------------------------------------------------------------------------

TITLES = ("Postgres at home", "A slower kettle", "Ledgers by candle", "What the radio heard", "Compost in winter")
NAMES = ("postindex", "FTS5 trigram", "tantivy", "rapidfuzz", "Whoosh", "lunr.py")


@pytest.mark.parametrize("name", NAMES)
def test_every_engine_finds_a_word_with_a_typo_and_takes_any_query(name: str) -> None:
    peers, searching = import_module("peers"), import_module("searching")
    assert [engine.name for engine in searching.ENGINES if not engine.node] == list(NAMES)
    [engine] = [engine for engine in searching.ENGINES if engine.name == name]
    if not engine.is_installed:
        pytest.skip(f"{name} is not installed")
    posts = posts_of(*TITLES)
    search = peers.ENGINES[name](posts)
    for query, title in [("postgers home", 0), ("slower ketle", 1), ("compost win", 4)]:
        assert search(query)[0] == posts[title].id
    for query in ("a", '"', "' OR 1", "*", "é", "c++ (x"):
        assert len(search(query)) <= 10


def test_a_slow_engine_answers_at_least_twenty_questions() -> None:
    engine = import_module("workers").Engine("slow", budget=1000, largest=100)
    assert [engine.number_of(300, posts) for posts in (1, 10, 100)] == [300, 100, 20]
    assert engine.number_of(7, 100) == 7
    assert (engine.fits(100), engine.fits(101)) == (True, False)


def test_the_part_on_search_prints_every_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    searching = import_module("searching")
    ours, *_ = searching.ENGINES
    others = [engine for engine in searching.ENGINES if engine.name == "FTS5 trigram"]
    absent = import_module("workers").Engine("nothing", "no_such_package")
    monkeypatch.setattr(searching, "ENGINES", (ours, *others, absent))
    monkeypatch.setattr(searching, "_REAL", {})
    monkeypatch.setattr(searching, "LARGE", 40)
    said = io.StringIO()
    searching.run([40], Console(file=said, width=120))
    lines = [line.strip() for line in said.getvalue().splitlines() if line.strip()]
    assert lines[:2] == [
        "Left out, as not installed: nothing.",
        "A generated blog of 40 posts: 300 questions of every kind",
    ]
    assert [line.split()[0] for line in lines[3:5]] == ["postindex", "FTS5"]
    assert lines[-1].startswith("A generated blog of 40 posts, beside FTS5 trigram: p95 ")


# -- feeds -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def feeding(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = import_module("feeding")
    for name, value in {"_POSTS": 30, "_TAGS": 4, "_ENTRIES": 3, "_ROUNDS": 1, "_FEWER": 1}.items():
        monkeypatch.setattr(module, name, value)
    return module


def test_tags_follow_zipfs_law_down_to_the_least(feeding: Any) -> None:
    blog = feeding.blog_of(200, 12, 6)
    assert [len(blog.tagged(tag)) for tag in blog.tags] == [40, 20, 13, 10, 8, 6, 6, 6, 6, 6, 6, 6]
    assert blog == feeding.blog_of(200, 12, 6)


def content_of(document: bytes) -> Any:
    parsed = feedparser.parse(document)
    assert not parsed.bozo
    entries = [
        (entry.id, entry.link, entry.title, entry.summary, entry.published_parsed, entry.author_detail.name)
        for entry in parsed.entries
    ]
    tags = [[tag.label or tag.term for tag in entry.get("tags", [])] for entry in parsed.entries]
    return parsed.feed.title, parsed.feed.link, entries, tags


@pytest.mark.parametrize("name", ["plain feedgen", "Django"])
@pytest.mark.parametrize("format", ["atom", "rss"])
def test_a_peer_writes_the_same_content(feeding: Any, format: str, name: str) -> None:
    if name not in feeding.peers_of(format):
        pytest.skip(f"{name} is not installed")
    blog = feeding.blog_of(30, 4, 3)
    [content, *_] = feeding.contents_of_site(blog, format, 3)
    said = content_of(feeding.PEERS[format][name](content))
    assert said == content_of(getattr(feeds, format)(blog, feeding.channel_of(3)))
    assert len(said[2]) == 3
    assert any(said[3])


def test_dictionaries_hold_the_same_content(feeding: Any) -> None:
    blog = feeding.blog_of(30, 4, 3)
    [content, *_] = feeding.contents_of_site(blog, "json", 3)
    assert json.loads(feeding.plain_json(content)) == json.loads(feeds.json(blog, feeding.channel_of(3)))


def test_a_peer_has_as_many_files_as_ours_and_the_same_entries(feeding: Any, tmp_path: Path) -> None:
    blog = feeding.blog_of(30, 4, 3)
    ours = feeds.write_all(blog, feeding.channel_of(3), tmp_path, formats=["json"])
    feeding.write(feeding.contents_of_site(blog, "json", 3), feeding.plain_json, tmp_path / "theirs")
    assert len(ours.feeds) == 5
    for feed in ours.feeds:
        beside = tmp_path / "theirs" / feed.path.relative_to(tmp_path)
        assert json.loads(beside.read_bytes())["items"] == json.loads(feed.path.read_bytes())["items"]


def test_documents_alone_leave_no_files(feeding: Any, tmp_path: Path) -> None:
    write_all = partial(feeds.write_all, feeding.blog_of(30, 4, 3), feeding.channel_of(3))
    feeding._without_files(write_all, tmp_path)
    assert not [*tmp_path.iterdir()]


def test_the_fastest_of_several_rounds_counts(feeding: Any) -> None:
    taken = {"one": [3.0, 1.0, 2.0], "other": [5.0, 6.0, 4.0]}
    sample_questions: list[str] = []

    def measure(name: str) -> float:
        sample_questions.append(name)
        return taken[name].pop(0)

    assert feeding.fastest_of_rounds({name: partial(measure, name) for name in taken}, 3) == {"one": 1.0, "other": 4.0}
    assert sample_questions == ["one", "other"] * 3


def test_the_part_on_feeds_prints_every_format(feeding: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding, "find_spec", {}.get)  # no Django
    monkeypatch.setattr(feeding, "_LONGEST", 40)
    said = io.StringIO()
    feeding.run([9, 12], Console(file=said, width=120))
    lines = [line.strip() for line in said.getvalue().splitlines() if line.strip()]
    assert lines[0] == "Left out, as not installed: Django."
    assert lines[1].split() == ["one", "document,", "entries", "3", "9", "12"]
    rows = [line[: line.index("  ")] for line in lines if "÷" in line]
    formats = {"Atom": ("plain feedgen", "string template"), "RSS": ("plain feedgen", "string template")}
    expected = [f"{format}: ours ÷ {peer}" for format, peers in formats.items() for peer in peers]
    assert rows == [*expected, "JSON Feed: ours ÷ json.dumps"] * 2
    said_of = {line.partition(":")[0]: line for line in lines}
    assert "Growth, 9 to 12 entries" in said_of
    assert ["4", "tag", "feeds", "of", "3", "documents", "and", "files"] in [line.split() for line in lines]
    assert ", for 16 files of " in said_of["Peak memory of write_all, all formats"]
    assert said_of["Peak memory of one document of 40 entries, beside the posts"].endswith(".")


# -- pace --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = import_module("pace")
    monkeypatch.setattr(module, "ROUNDS", 1)
    monkeypatch.setattr(module, "_WORST", 400)
    return module


def test_the_floor_counts_what_the_cadence_counts(pace: Any) -> None:
    posts = posts_of(*TITLES, "One more")
    measured = cadence.measure(posts, by="day")
    pace.compute_figures(measured)
    assert pace.floor(tuple(posts)) == Counter(measured.counts)


def test_the_slowest_gaps_are_split_five_at_a_time(pace: Any) -> None:
    for size in (400, 800, 1600):
        gaps = pace.worst_gaps(size)
        days = [date.min + timedelta(days=days) for days in accumulate(gaps, initial=0)]
        first, *others = (rhythm.gaps for rhythm in pace.find_rhythms(days))
        assert len(gaps) == size
        assert {*others} == {5}
        assert first > size / 2
        assert len(others) > size / 60


def test_the_part_on_pace_prints_every_row(pace: Any) -> None:
    said = io.StringIO()
    pace.run([9, 12], Console(file=said, width=120))
    lines = [line.strip() for line in said.getvalue().splitlines() if line.strip()]
    assert lines[0].split() == ["posts", "9", "12"]
    assert len(lines) == 1 + len(pace._ROWS) + 2
    assert all(len(line.rsplit(maxsplit=2)[1:]) == 2 for line in lines[1:-1])
    assert lines[-1].startswith("Rhythms of the worst 400 gaps known: ")


# -- frames ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def framing(monkeypatch: pytest.MonkeyPatch) -> Any:
    module = import_module("framing")
    monkeypatch.setattr(module, "_ROUNDS", 1)
    return module


def test_posts_with_every_field_are_the_same_posts(framing: Any, prose: Any) -> None:
    posts = PostIndex(prose.prose_posts(20))
    full = framing.with_every_field(posts)
    assert [(post.day, post.title, post.tags) for post in full] == [(post.day, post.title, post.tags) for post in posts]
    left = {name for post in full for name, value in post if value in (None, "", ())}
    assert left <= {"reading_minutes", "related_ids", "enclosures", "categories", "image"}


def test_the_part_on_frames_prints_every_row(framing: Any) -> None:
    said = io.StringIO()
    framing.run([9, 12], Console(file=said, width=120))
    lines = [line.strip() for line in said.getvalue().splitlines() if line.strip()]
    assert lines[0].split() == ["frames,", "posts", "9", "12"]
    assert len(lines) == 1 + 2 * 5
    assert all(float(figure) > 0 for line in lines[1:] for figure in line.rsplit(maxsplit=2)[1:])


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The part, with two pages: one that is read, and one with a single post."""
    module = import_module("pages")
    monkeypatch.setattr(module, "PAGES", tmp_path)
    items = [f"<li>2026-03-2{day} <a href=/{day}>Tea number {day}</a>" for day in (3, 2, 1)]
    for name, shown in {"list": items, "single": items[:1]}.items():
        (tmp_path / f"{name}.html").write_text("".join(shown), encoding="utf-8")
        truth = [{"title": f"Tea number {day}", "date": f"2026-03-2{day}"} for day in (3, 2, 1)[: len(shown)]]
        (tmp_path / f"{name}.truth.json").write_text(json.dumps({"posts": truth}), encoding="utf-8")
    return module


def test_pages_are_counted(pages: Any) -> None:
    ending, read = pages.renderers()["HTML"]
    assert pages.measure(pages.PAGES, ending, read) == Counter(
        {"pages": 2, "posts": 4, "right": 4, "taken": 1, "whole": 1, "read": 3}
    )


def test_the_part_on_pages_prints_a_row_for_html(pages: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    output = io.StringIO()
    pages.run([9], Console(file=output, width=120))
    lines = [line.split() for line in output.getvalue().splitlines() if line.strip()]
    assert lines[1] == ["HTML", "2", "1", "1", "0", "100.0%"]
    monkeypatch.setattr(pages, "PAGES", tmp_path / "none")
    output = io.StringIO()
    pages.run([9], Console(file=output, width=120))
    assert output.getvalue().startswith("Left out, as the pages of real blogs are not beside the checkout")
