"""The search box in Chromium: by keyboard, by touch, in both themes, offline, under a strict policy."""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from postindex import Post, PostIndex, websearch

HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("axe-core", "playwright-core")
VECTORS = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
HOSTILE = "<img src=x onerror=alert(1)> & friends"
POSTS = [
    Post(title="Kubernetes at home", published=date(2026, 3, 22), tags=["k8s", "home lab"], summary="Pods.", id="pods"),
    Post(
        title="A long way home, in many words that no narrow box can hold in one line",
        published=date(2026, 3, 21),
        summary="On foot. " * 20 + "At home at last. " + "And to bed. " * 20,
        id="long-home",
    ),
    Post(title=HOSTILE, published=date(2026, 3, 20), tags=["<b>"], id="hostile"),
    Post(title="שָׁלוֹם עוֹלָם", published=date(2026, 3, 19), language="he", id="shalom"),
    Post(title="Home brew", published=date(2026, 3, 18), tags=["tea"], summary="Green tea.", id="brew-home"),
]


def link(post: Post) -> str:
    return "javascript:alert(2)" if post.title == HOSTILE else f"/{post.id}/"


def missing() -> str:
    missing = [] if any(map(which, BROWSERS)) else ["chromium"]
    missing += [] if which("node") else ["node"]
    missing += [f"{name} from npm" for name in PACKAGES if not (HERE / "node_modules" / name).is_dir()]
    return ", ".join(missing)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What look.mjs has seen."""
    if lacking := missing():
        reason = f"a look at the box needs {lacking}; `make browser` installs packages"
        if os.environ.get("POSTINDEX_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    site = tmp_path_factory.mktemp("site")
    websearch.write(POSTS, site / "search", link=link)
    websearch.write(PostIndex.from_records(VECTORS["posts"]), site / "vectors")
    shutil.copy(site / "vectors" / "search.json", site / "vectors-search.json")
    shutil.copy(HERE / "vectors.json", site / "vectors.json")
    shutil.copy(HERE / "site.css", site / "site.css")
    for path in ("", "pods", "long-home", "brew-home"):
        (site / path).mkdir(exist_ok=True)
        shutil.copy(HERE / "box.html", site / path / "index.html")
    pictures = Path(os.environ.get("POSTINDEX_PICTURES", tmp_path_factory.mktemp("pictures")))
    browser = next(filter(None, map(which, BROWSERS)))
    command = ["node", str(HERE / "look.mjs"), browser, str(site), str(pictures)]
    run = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=300)
    assert run.returncode == 0, run.stderr
    looked: dict[str, Any] = json.loads(run.stdout)
    return looked


def test_the_console_has_no_messages(seen: Mapping[str, Any]) -> None:
    assert seen["complaints"] == []


def test_only_the_sites_own_files_are_requested(seen: Mapping[str, Any]) -> None:
    assert all(path.startswith("/") for path in seen["requests"])
    assert seen["requests"].count("/search/search.json") >= 1


def test_the_shortcut_focuses_the_box_but_not_from_a_text_field(seen: Mapping[str, Any]) -> None:
    assert seen["shortcut"]["focused"]
    assert seen["shortcut"]["value"] == ""
    assert seen["comment"] == "/"


def test_a_typo_finds_and_marks(seen: Mapping[str, Any]) -> None:
    assert seen["typo"]["titles"][0] == "Kubernetes at home"
    assert seen["typo"]["marked"][0] == "Kubernetes"
    assert (seen["typo"]["expanded"], seen["typo"]["status"]) == ("true", "1 result; use the arrow keys.")


def test_arrow_keys_select_and_escape_closes_and_clears(seen: Mapping[str, Any]) -> None:
    assert seen["down"]["active"] == "Kubernetes at home"
    assert seen["up"]["active"] == "Kubernetes at home"  # of one
    assert (seen["escaped"]["open"], seen["escaped"]["value"]) == (False, "kuberntes")
    assert seen["cleared"]["value"] == ""


def test_enter_and_a_tap_open_the_post(seen: Mapping[str, Any]) -> None:
    assert seen["entered"] == "/pods/"
    assert seen["tapped"].endswith("home/")


def test_titles_create_no_elements(seen: Mapping[str, Any]) -> None:
    assert seen["hostile"]["titles"] == [HOSTILE]
    assert seen["hostile"]["images"] == 0


def test_empty_and_failed_searches_say_so(seen: Mapping[str, Any]) -> None:
    assert seen["nothing"]["message"] == "Nothing found for “xyzzyxyzzy”."
    assert (seen["nothing"]["open"], seen["nothing"]["expanded"]) == (True, "false")
    assert seen["failed"]["message"] == "The search cannot be loaded. Try again later."


def test_right_to_left_text_is_found(seen: Mapping[str, Any]) -> None:
    assert seen["rtl"]["titles"] == ["שָׁלוֹם עוֹלָם"]


def test_a_loaded_search_works_offline(seen: Mapping[str, Any]) -> None:
    assert seen["offline"]["titles"][0] == "Kubernetes at home"


def test_accessibility_rules_are_kept(seen: Mapping[str, Any]) -> None:
    assert seen["axe"] == {"light": [], "dark": [], "narrow": [], "rightToLeft": []}
    assert seen["fits"]


def test_the_browser_answers_the_vectors(seen: Mapping[str, Any]) -> None:
    expected = [
        [{name: hit[name] for name in ("id", "score", "matches")} for hit in answer["hits"]]
        for answer in VECTORS["answers"]
    ]
    assert seen["vectors"] == expected
