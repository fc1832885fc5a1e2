"""The engine in JavaScript answers as `PostIndex` does: the same hits, order, scores and spans."""

import json
import os
import subprocess
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from shutil import which
from typing import Any

import pytest

from postindex import Listing, Post, PostIndex, read_listing, websearch
from search_questions import Question, answer, questions

HERE = Path(__file__).resolve().parent
ENGINE = Path(websearch.__file__).with_name("search.js")
COUNT = int(os.environ.get("POSTINDEX_QUESTIONS", "300"))  # of each blog
LINES = 0.95  # of the engine, that the questions run
WORDS = (
    *("tea", "teas", "green", "greentea", "pot", "teapot", "kubernetes", "kubernets", "home", "lab", "homelab", "c++"),
    *("c#", ".net", "v2.0", "go1.22", "1,000", "ES6", "I/O", "U.S.", "naïve", "Straße", "Ångström", "東京会議", "会議"),
    *(
        "お茶",
        "ภาษาไทย",
        "שָׁלוֹם",
        "مَرْحَبًا",
        "𝒳𝓎𝓏",
        "👩‍💻",
        "Ⅷ",
        "ﬁne",
        "so\u00adft",
        "don’t",
        "it's",
        "--option",
        "ÅÄÖ",
        "한국어",
    ),
)


@pytest.fixture(autouse=True)
def _node() -> None:
    if which("node"):
        return
    if os.environ.get("POSTINDEX_BROWSER") == "required":
        pytest.fail("the engine needs node; `apt-get install nodejs` installs it")
    pytest.skip("the engine needs node")


def made_up(seed: int) -> PostIndex:
    chance = Random(seed)

    def text(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))

    return PostIndex(
        Post(
            id=f"p{number}",
            title=text(5),
            published=date(2026, 3, 22) - timedelta(days=number // 2),
            tags=[name for name in {text(2) for _ in range(chance.randint(0, 3))} if any(map(str.isalnum, name))],
            summary=text(12) if chance.random() < 0.8 else "",
        )
        for number in range(chance.choice((1, 7, 40, 120)))
    )


def ask(index: PostIndex, asked: Sequence[Question], folder: Path, **options: Any) -> list[Any]:
    websearch.write(index, folder, **options)
    (folder / "questions.json").write_text(json.dumps(asked), encoding="utf-8")
    files = [HERE / "answer.mjs", *(folder / name for name in ("search.js", "search.json", "questions.json"))]
    environment = {**os.environ, "NODE_V8_COVERAGE": str(folder / "coverage")}
    run = subprocess.run(["node", *files], check=False, capture_output=True, encoding="utf-8", env=environment)
    assert run.returncode == 0, run.stderr
    answers: list[Any] = json.loads(run.stdout)
    return answers


def agree(index: PostIndex, asked: Sequence[Question], folder: Path, **options: Any) -> None:
    for question, answered in zip(asked, ask(index, asked, folder, **options), strict=True):
        assert answered == answer(index, question), question


def test_the_example(example: Listing, tmp_path: Path) -> None:
    agree(example.index, questions(example.index, COUNT, "example"), tmp_path)


@pytest.mark.parametrize("seed", range(8))
def test_made_up_blogs_of_every_script(seed: int, tmp_path: Path) -> None:
    index = made_up(seed)
    agree(index, questions(index, COUNT // 3, seed), tmp_path)


@pytest.mark.parametrize("name", ["18f", "goblog", "ruby_ja"])
def test_real_blogs(name: str, shared: Path, tmp_path: Path) -> None:
    index = read_listing(shared / "corpora" / f"{name}.listing.txt", strict=False).index
    agree(index, questions(index, COUNT, name), tmp_path)


def test_fewer_fields_are_posts_without_the_others(example: Listing, tmp_path: Path) -> None:
    asked = questions(example.index, COUNT // 3, "fields")
    answers = ask(example.index, asked, tmp_path, fields=["title"])
    bare = PostIndex(post.model_copy(update={"id": post.id, "tags": (), "summary": ""}) for post in example.index)
    for question, answered in zip(asked, answers, strict=True):
        if "tag" not in question:
            assert answered == answer(bare, question), question


def test_the_vectors(tmp_path: Path) -> None:
    vectors = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"))
    index = PostIndex.from_records(vectors["posts"])
    assert ask(index, vectors["questions"], tmp_path) == vectors["answers"]


def test_most_lines_of_the_engine_run(example: Listing, tmp_path: Path) -> None:
    browsing = {"query": "", "tag": "notes"}
    asked = [*questions(example.index, COUNT, "lines"), {"query": "tea", "sort": "newest"}, browsing]
    ask(example.index, asked, tmp_path)
    ask(made_up(3), questions(made_up(3), COUNT, "lines"), tmp_path)
    source = ENGINE.read_text(encoding="utf-8")
    unused = [False] * len(source)
    reports = [json.loads(path.read_text(encoding="utf-8")) for path in (tmp_path / "coverage").iterdir()]
    of_runs = [_unused(report, len(source)) for report in reports]
    unused = [all(of_run[at] for of_run in of_runs) for at in range(len(source))]
    lines, at, run = source.splitlines(keepends=True), 0, []
    for line in lines:
        code = [at + offset for offset, char in enumerate(line) if not char.isspace()]
        if code and not line.lstrip().startswith(("//", "/*", "*")):
            run.append(not any(unused[offset] for offset in code))
        at += len(line)
    assert sum(run) / len(run) >= LINES


def _unused(report: Any, length: int) -> list[bool]:
    """Return whether each character of the engine did not run, by V8's nested ranges: the innermost counts."""
    unused = [False] * length
    (script,) = (each for each in report["result"] if each["url"].endswith("/search.js"))
    ranges = [each for function in script["functions"] for each in function["ranges"]]
    for each in sorted(ranges, key=lambda each: (each["startOffset"], -each["endOffset"])):
        for at in range(each["startOffset"], min(each["endOffset"], length)):
            unused[at] = each["count"] == 0
    return unused


def test_the_types_of_the_scripts_are_checked(tmp_path: Path) -> None:
    compiler = HERE / "node_modules" / "typescript" / "bin" / "tsc"
    if not compiler.exists():
        if os.environ.get("POSTINDEX_BROWSER") == "required":
            pytest.fail("the types need typescript from npm; `make browser` installs it")
        pytest.skip("the types need typescript from npm")
    scripts = [ENGINE, ENGINE.with_name("search-box.js")]
    flags = ["--allowJs", "--checkJs", "--strict", "--noEmit", "--target", "es2022", "--module", "es2022"]
    flags += ["--lib", "es2022,dom,dom.iterable", "--skipLibCheck"]
    run = subprocess.run(
        ["node", compiler, *flags, *scripts], check=False, capture_output=True, encoding="utf-8", cwd=tmp_path
    )
    assert (run.stdout, run.returncode) == ("", 0)
