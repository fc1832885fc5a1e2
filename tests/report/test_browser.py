"""A real browser, without a network, opens the page of a report; searches, filters and moves in it by keys alone.

`make browser` installs what npm has for it, `apt-get install chromium nodejs npm` the rest. Without these the tests are
skipped, unless the environment says POSTINDEX_BROWSER=required.
"""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from random import Random
from shutil import which
from string import ascii_lowercase
from typing import Any

import pytest

from postindex import Listing, Post, PostIndex, read_listing, report
from postindex.text import terms

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("axe-core", "playwright-core")
SECONDS = 300  # for all that is looked at; it takes about thirty

HOSTILE = "</script><img src=x onerror=alert(1)> & <!-- ${title}"

QUESTIONS = [  # in the grammar of docs/how-to/search.md
    "brigde photgraphs",
    "retrospective bread",
    "weather of station zzzz",
    "zzzz sausages",
    "ci/cd",
    "eink door",
    "wea ther report",
    "bookshelf",
    '"weather report"',
    "“weather report”",
    '"report weather"',
    '"weather report" zzzz',
    '"weather',
    "tag:ci/cd",
    "tag:C++",
    "tag:c",
    'tag:"self hosting" loki',
    "tag:weather -tag:python sign",
    "loans -desk",
    'postgres -"bad spelling"',
    "-tag:notes",
    '"データ"',
    "???",
]
REAL = [  # of the listing that the project began from
    "api desgin",
    "architecure dbt",
    "cicd",
    "nextjs",
    "home lab",
    "architecture of ledger",
    "tag:postgres",
    "-ledger",
    '"real job"',
]
PAGE = 50  # posts shown at first
COMPLETE = 0.5  # the score of a post with all words
EXTRA = [
    Post(title=HOSTILE, published=date(2025, 2, 1), summary="\u2028<script>alert(2)</script>", tags=["<b>"]),
    Post(title="Linked & known", published=date(2025, 2, 2), url="https://example.org/?a=1&b='2'", language="en-GB"),
    Post(title="Café au lait", published=date(2025, 2, 3), summary="Written in C#, drunk in May.", tags=["C#"]),
    Post(title="お茶とデータベース", published=date(2025, 2, 4), summary="緑茶を飲む。", language="ja"),
]


FIRST = 5  # posts that people look at
FOUND = 0.95  # of the posts that are asked for with typos; over many seeds it is 0.997
LONG = 4  # letters of a word in which typos are forgiven


def missing() -> str:
    missing = [] if any(map(which, BROWSERS)) else ["chromium"]
    missing += [] if which("node") else ["node"]
    missing += [f"{name} from npm" for name in PACKAGES if not (HERE / "node_modules" / name).is_dir()]
    missing += [] if find_spec("matplotlib") else ["matplotlib"]
    return ", ".join(missing)


def require() -> None:
    if lacking := missing():
        how = "`make browser` installs packages, `apt-get install chromium nodejs npm` programs"
        reason = f"a look at the report needs {lacking}; {how}"
        if os.environ.get("POSTINDEX_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)


def with_typos(posts: Iterable[Post]) -> dict[str, str]:
    """Return for each post its title by a query: its two rarest words, as they stand there, each with a typo."""
    posts = [*posts]
    texts = [[post.title, post.summary, *(tag.name for tag in post.tags)] for post in posts]
    counts = Counter(word for each in texts for word in {word for text in each for word in terms(text)})
    random = Random(1)
    asked = {}
    for post in posts:
        words = [word for word in dict.fromkeys(terms(post.title)) if len(word) >= LONG]
        rarest = sorted(words, key=lambda word: (counts[word], word))[:2]
        asked[" ".join(mistyped(word, random) for word in words if word in rarest)] = post.title
    return asked


def mistyped(word: str, random: Random) -> str:
    """Return a word with a letter too many, one too few, another one, or two that changed places."""
    at, letter = random.randrange(len(word) - 1), random.choice(ascii_lowercase)
    return word[:at] + random.choice(
        [letter + word[at:], word[at + 1 :], letter + word[at + 1 :], word[at + 1] + word[at] + word[at + 2 :]]
    )


@pytest.fixture(scope="module")
def seen(example: Listing, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What look.mjs has seen."""
    require()
    folder = tmp_path_factory.mktemp("report")
    report.write([*example.posts, *EXTRA], folder / "page.html", title="Notes & more", today="2025-11-20")
    many = [
        Post(title=f"Tea {number}", published=date(2026, 3, 22) - timedelta(days=number), tags=["tea"])
        for number in range(120)
    ]
    slow = [
        Post(title=f"Pots {number}", published=many[-1].day - timedelta(days=28 * number)) for number in range(1, 13)
    ]
    report.write([*many, *slow], folder / "long.html")
    queries = {str(folder / "page.html"): [*QUESTIONS]}
    if (listing := root.parent / "shared" / "listings" / "blog.txt").is_file():
        posts = read_listing(listing).index
        report.write(posts, folder / "real.html")
        queries[str(folder / "real.html")] = [*REAL, *with_typos(posts)]
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    browser = next(filter(None, map(which, BROWSERS)))
    run = subprocess.run(
        ["node", HERE / "look.mjs", browser, *(folder / name for name in ("page.html", "long.html", "queries.json"))],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stderr
    looked: dict[str, Any] = json.loads(run.stdout)
    looked["queries"] = {Path(path).name: answers for path, answers in looked["queries"].items()}
    return looked


def test_the_console_has_no_messages(seen: Mapping[str, Any]) -> None:
    assert seen["complaints"] == []


def test_only_the_page_is_requested(seen: Mapping[str, Any]) -> None:
    allowed = ("page.html", "long.html", "real.html")
    pages = [url for url in seen["requests"] if url.startswith("file:") and url.partition("#")[0].endswith(allowed)]
    assert len(pages) > 10
    assert {*seen["requests"]} - {*pages} <= {"data:,"}


def test_the_policy_blocks_other_scripts_and_requests(seen: Mapping[str, Any]) -> None:
    assert seen["policy"]["ran"] == [False, False]
    assert seen["policy"]["refused"] >= 3


def test_a_typo_finds_the_post(seen: Mapping[str, Any]) -> None:
    answer = seen["search"]["postgers"]
    assert answer["status"] == "5 posts for “postgers”."
    assert answer["titles"][0] == "Postgres forgives bad spelling, and so should a catalogue"
    assert set(answer["marked"]) == {"Postgres", "postgres"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("loan desk", "Moving 212,000 loans without closing the desk"),  # the beginning of a word is enough at the end
        ("c#", "Café au lait"),
        ("cafe", "Café au lait"),
        ("データ", "お茶とデータベース"),
        ("デ", "お茶とデータベース"),
        ("</script>", HOSTILE),
    ],
)
def test_words_are_found(seen: Mapping[str, Any], query: str, title: str) -> None:
    assert title in seen["search"][query]["titles"]


@pytest.mark.parametrize("query", QUESTIONS)
def test_the_search_is_that_of_the_library(seen: Mapping[str, Any], query: str, example: Listing) -> None:
    is_the_answer_of(PostIndex([*example.posts, *EXTRA]), query, seen["queries"]["page.html"][query])


@pytest.mark.parametrize("query", REAL)
def test_the_search_is_that_of_the_library_on_real_posts(seen: Mapping[str, Any], query: str, real: PostIndex) -> None:
    is_the_answer_of(real, query, seen["queries"]["real.html"][query])


def is_the_answer_of(index: PostIndex, query: str, answer: Mapping[str, Any]) -> None:
    hits = index.search(query, limit=len(index))
    assert answer["titles"] == [hit.post.title for hit in hits[:PAGE]]
    complete = sum(hit.score >= COMPLETE for hit in hits)
    if complete or not hits:
        assert answer["status"].startswith(f"{len(hits) or 'No'} post")
        assert (f", {complete} with all words" in answer["status"]) == (0 < complete < len(hits))
    else:
        assert re.fullmatch(f"No post matches all words; {len(hits)} match(es)? some.*", answer["status"])


def test_typos_in_two_words_of_a_title_are_tolerated(seen: Mapping[str, Any], real: PostIndex) -> None:
    asked = with_typos(real)
    assert len(asked) == len(real)
    found = [title in seen["queries"]["real.html"][query]["titles"][:FIRST] for query, title in asked.items()]
    assert sum(found) >= FOUND * len(found)


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("ci/cd", {"ci", "cd"}),
        ("eink door", {"e-ink", "door", "donor", "link"}),  # of other posts, too
        ('"weather report"', {"weather report"}),
        ('"データ"', {"データ"}),
        ("tag:ci/cd", set()),
        ("brigde photgraphs", {"bridge", "photographs", "photography"}),
    ],
)
def test_matches_are_marked(seen: Mapping[str, Any], query: str, marks: set[str]) -> None:
    assert set(seen["queries"]["page.html"][query]["marked"]) == marks


def test_c_and_c_plus_plus_are_different_words(seen: Mapping[str, Any]) -> None:
    assert "Café au lait" not in seen["search"]["c++"]["titles"]
    assert len(seen["search"]["c++"]["titles"]) == 3


def test_unknown_words_find_nothing(seen: Mapping[str, Any]) -> None:
    assert seen["search"]["zzzzzz"] == {"status": "No posts for “zzzzzz”.", "titles": [], "marked": []}


def test_an_empty_query_shows_the_newest_posts(seen: Mapping[str, Any]) -> None:
    assert seen["search"]["initial"]["status"] == "The newest 10 of 34 posts."
    assert seen["search"]["again"] == seen["search"]["initial"]


def test_titles_do_not_create_elements(seen: Mapping[str, Any]) -> None:
    assert seen["search"]["images"] == 0


def test_a_tag_filters_the_posts(seen: Mapping[str, Any]) -> None:
    camera = "3 honeybees, 1 camera and a great many leaves"
    alone, both = seen["tags"]["alone"], seen["tags"]["both"]
    assert (alone["status"], alone["titles"]) == ("2 posts tagged bees.", ["The scale under hive two", camera])
    assert (both["status"], both["titles"]) == ("1 post tagged bees for “camera”.", [camera])


def test_the_keyboard_is_enough(seen: Mapping[str, Any]) -> None:
    keys = seen["keys"]
    assert keys["top"] == ["#figures", "#charts", "#tags", "#posts"]
    assert keys["passed"] == ["query"]
    assert "Postgres forgives bad spelling, and so should a catalogue" in keys["typed"]["titles"]
    assert (keys["after"], keys["chosen"]) == ("tag", "bees")
    assert keys["cleared"] == ["", "", "query"]
    assert keys["afterwards"] == seen["search"]["initial"]
    assert keys["link"] == "https://example.org/?a=1&b=%272%27"
    assert keys["reloaded"] == ["linked", ["Linked & known"]]
    assert keys["filtered"] == ["library", "tag", "16 posts tagged library."]


def test_the_address_contains_the_search(seen: Mapping[str, Any]) -> None:
    steps = seen["address"]
    library = {"hash": "#tag=library", "query": "", "tag": "library", "status": "16 posts tagged library."}
    bees = {"hash": "#tag=bees", "query": "", "tag": "bees", "status": "2 posts tagged bees."}
    newest = {"hash": "", "query": "", "tag": "", "status": "The newest 10 of 34 posts."}
    assert (steps["initial"], steps["clicked"], steps["clickedAnother"]) == (newest, library, bees)
    assert steps["typed"]["hash"] == "#q=camera+%26+hive&tag=bees"
    assert steps["reloaded"] == steps["typed"]
    assert (steps["back"], steps["backAgain"], steps["forward"], steps["cleared"]) == (bees, library, bees, newest)
    assert [steps[name]["hash"] for name in ("chosen", "entered", "typedInOneGo")] == ["#q=bell", "#q=stat", ""]
    assert steps["shared"] == ["loan desk", "", "7 posts for “loan desk”, 1 with all words."]


def test_each_search_is_one_history_entry(seen: Mapping[str, Any]) -> None:
    newest = ["", "", "The newest 10 of 34 posts."]
    said = "4 posts for “bees”."
    assert seen["entries"] == {
        "left": ["#q=bees", said],
        "bees": ["#q=bees", "bees", said],
        "went": "#q=bees",
        "start": newest,
        "deleted": newest,
    }


def test_links_to_sections_do_not_change_the_search(seen: Mapping[str, Any]) -> None:
    places = seen["places"]
    asked = {name: value for name, value in places["asked"].items() if name != "hash"}
    assert places["asked"]["hash"] == "#q=postgers"
    assert places["atTags"] == places["atTagsAgain"] == {"hash": "#tags", **asked}
    assert places["chosen"]["hash"] == "#q=postgers&tag=bees"
    assert places["askedAgain"] == places["asked"]
    assert places["again"] == places["initial"]
    assert places["led"] == seen["search"]["initial"]


def test_the_search_works_in_a_srcdoc_frame(seen: Mapping[str, Any]) -> None:
    assert seen["framed"]["typed"]["status"] == "7 posts for “loan desk”, 1 with all words."
    assert seen["framed"]["chosen"] == seen["tags"]["alone"]
    assert seen["framed"]["clicked"] == "16 posts tagged library."


def test_an_incomplete_query_keeps_the_list_until_enter(seen: Mapping[str, Any]) -> None:
    begun = seen["begun"]
    assert begun["before"].endswith("“loan”.")
    assert len(begun["answers"]) == 8
    assert set(begun["answers"].values()) == {begun["before"]}
    assert begun["entered"] == 'No posts for “-"”.'


def test_the_table_of_rhythms_fits_a_phone(seen: Mapping[str, Any]) -> None:
    assert seen["rhythms"] == 0


def test_many_posts_are_shown_in_parts(seen: Mapping[str, Any]) -> None:
    assert seen["more"] == {
        "status": "120 posts tagged tea, the first 50 shown.",
        "shown": [50, 120],
        "focused": "Tea 50",
        "offered": False,
    }


def test_the_page_fits_a_phone_and_wide_elements_are_focusable(seen: Mapping[str, Any]) -> None:
    assert seen["widths"] == {width: {"over": 0, "unreachable": 0, "needless": 0} for width in ("320", "400", "1000")}


def test_a_phone_shows_the_newest_part_of_a_chart(seen: Mapping[str, Any]) -> None:
    assert seen["newest"] == ["end", "end", "start", "start", "end"]  # the last day is in November


def test_no_line_breaks_within_a_day(seen: Mapping[str, Any]) -> None:
    assert seen["lines"]["days"] > 50
    assert seen["lines"]["broken"] == 0


def test_axe_finds_no_violation(seen: Mapping[str, Any]) -> None:
    assert len(seen["rules"]) == 8
    assert {name: rules["violations"] for name, rules in seen["rules"].items() if rules["violations"]} == {}
    assert all({"color-contrast", "svg-img-alt", "label"} <= set(rules["passes"]) for rules in seen["rules"].values())


def test_without_scripts_the_newest_posts_are_shown(seen: Mapping[str, Any]) -> None:
    assert seen["without"]["shown"] == [False, 10]


def test_print_is_white_and_without_the_form(seen: Mapping[str, Any]) -> None:
    assert seen["without"]["printed"] == {"ground": "rgb(255, 255, 255)", "form": "none"}
