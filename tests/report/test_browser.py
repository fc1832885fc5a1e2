"""A real browser, without a network, opens the page of a report; searches, filters and moves in it by keys alone.

`make browser` installs what npm has for it, `apt-get install chromium nodejs npm` the rest. Without these the tests are
skipped, unless the environment says POSTINDEX_BROWSER=required.
"""

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from postindex import Listing, Post, report

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("axe-core", "minisearch", "playwright-core")
SECONDS = 180  # for all that is looked at; it takes about fifteen

HOSTILE = "</script><img src=x onerror=alert(1)> & <!-- ${title}"
EXTRA = [
    Post(title=HOSTILE, published=date(2025, 2, 1), summary="\u2028<script>alert(2)</script>", tags=["<b>"]),
    Post(title="Linked & known", published=date(2025, 2, 2), url="https://example.org/?a=1&b='2'", language="en-GB"),
    Post(title="Café au lait", published=date(2025, 2, 3), summary="Written in C#, drunk in May.", tags=["C#"]),
    Post(title="お茶とデータベース", published=date(2025, 2, 4), summary="緑茶を飲む。", language="ja"),
]


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


@pytest.fixture(scope="module")
def seen(example: Listing, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What look.mjs has seen."""
    require()
    folder = tmp_path_factory.mktemp("report")
    report.write([*example.posts, *EXTRA], folder / "page.html", title="Notes & more", today="2025-11-20")
    many = [
        Post(title=f"Tea {number}", published=date(2026, 3, 22) - timedelta(days=number), tags=["tea"])
        for number in range(120)
    ]
    report.write(many, folder / "long.html")
    browser = next(filter(None, map(which, BROWSERS)))
    run = subprocess.run(
        ["node", HERE / "look.mjs", browser, folder / "page.html", folder / "long.html"],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stderr
    looked: Mapping[str, Any] = json.loads(run.stdout)
    return looked


def test_nothing_is_complained_of(seen: Mapping[str, Any]) -> None:
    assert seen["complaints"] == []


def test_nothing_is_asked_for_but_the_page(seen: Mapping[str, Any]) -> None:
    allowed = ("page.html", "long.html", "page.html#posts")
    assert len(seen["requests"]) > 10
    assert {url for url in seen["requests"] if not (url.startswith("file:") and url.endswith(allowed))} <= {"data:,"}


def test_the_page_lets_no_other_script_run_and_nothing_out(seen: Mapping[str, Any]) -> None:
    assert seen["policy"]["ran"] == [False, False]
    assert seen["policy"]["refused"] >= 3


def test_a_typo_finds_the_post(seen: Mapping[str, Any]) -> None:
    answer = seen["search"]["postgers"]
    assert answer["said"] == "5 posts for “postgers”."
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


def test_marks_of_a_word_tell_languages_apart(seen: Mapping[str, Any]) -> None:
    assert "Café au lait" not in seen["search"]["c++"]["titles"]
    assert len(seen["search"]["c++"]["titles"]) == 3


def test_what_is_not_there_is_not_found(seen: Mapping[str, Any]) -> None:
    assert seen["search"]["zzzzzz"] == {"said": "No posts for “zzzzzz”.", "titles": [], "marked": []}


def test_without_words_there_are_the_newest_again(seen: Mapping[str, Any]) -> None:
    assert seen["search"]["asWritten"]["said"] == "The newest 10 of 34 posts."
    assert seen["search"]["again"] == seen["search"]["asWritten"]


def test_titles_make_no_elements(seen: Mapping[str, Any]) -> None:
    assert seen["search"]["images"] == 0


def test_a_tag_keeps_to_its_posts(seen: Mapping[str, Any]) -> None:
    camera = "3 honeybees, 1 camera and a great many leaves"
    alone, both = seen["tags"]["alone"], seen["tags"]["both"]
    assert (alone["said"], alone["titles"]) == ("2 posts tagged bees.", ["The scale under hive two", camera])
    assert (both["said"], both["titles"]) == ("1 post tagged bees for “camera”.", [camera])


def test_keys_alone_are_enough(seen: Mapping[str, Any]) -> None:
    keys = seen["keys"]
    assert keys["top"] == ["#figures", "#pictures", "#tags", "#posts"]
    assert keys["passed"] == ["query"]
    assert "Postgres forgives bad spelling, and so should a catalogue" in keys["typed"]["titles"]
    assert (keys["after"], keys["chosen"]) == ("tag", "bees")
    assert keys["cleared"] == ["", "", "query"]
    assert keys["afterwards"] == seen["search"]["asWritten"]
    assert keys["link"] == "https://example.org/?a=1&b=%272%27"
    assert keys["filtered"] == ["library", "tag", "16 posts tagged library."]


def test_many_posts_come_in_parts(seen: Mapping[str, Any]) -> None:
    assert seen["more"] == {
        "said": "120 posts tagged tea, the first 50 shown.",
        "shown": [50, 120],
        "focused": "Tea 50",
        "offered": False,
    }


def test_the_page_fits_a_phone_and_what_does_not_is_reached_by_keys(seen: Mapping[str, Any]) -> None:
    assert seen["widths"] == {width: {"over": 0, "unreachable": 0, "needless": 0} for width in ("320", "400", "1000")}


def test_axe_finds_no_barrier(seen: Mapping[str, Any]) -> None:
    assert len(seen["rules"]) == 8
    assert {name: rules["violations"] for name, rules in seen["rules"].items() if rules["violations"]} == {}
    assert all({"color-contrast", "svg-img-alt", "label"} <= set(rules["passes"]) for rules in seen["rules"].values())


def test_without_scripts_the_newest_posts_are_there_and_no_search(seen: Mapping[str, Any]) -> None:
    assert seen["without"]["shown"] == [False, 10]


def test_paper_is_white_and_has_no_form(seen: Mapping[str, Any]) -> None:
    assert seen["without"]["printed"] == {"ground": "rgb(255, 255, 255)", "form": "none"}


def test_the_library_is_the_one_that_npm_has() -> None:
    require()
    ours = Path(report.__file__).parent / "_report"
    package = HERE / "node_modules" / "minisearch"
    assert (ours / "minisearch.js").read_bytes() == (package / "dist" / "umd" / "index.js").read_bytes()
    assert (ours / "minisearch.LICENSE.txt").read_bytes() == (package / "LICENSE.txt").read_bytes()


def test_the_library_is_the_one_that_is_measured(root: Path) -> None:
    here, bench = (
        json.loads((root / "tests" / room / "package.json").read_text(encoding="utf-8")) for room in ("report", "bench")
    )
    assert here["dependencies"]["minisearch"] == bench["dependencies"]["minisearch"]
