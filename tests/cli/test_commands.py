"""The command: what it answers, in which form, and with which exit status."""

import io
import json
import os
import re
import runpy
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner, Result

from postindex import Channel, Post, PostIndex, cli, feeds, read_listing
from postindex.cli.commands import postindex
from postindex.feeds.documents import document_of
from postindex.feeds.metadata import Format
from postindex.text import counted

Run = Callable[..., Result]

POSTGRES = [
    "Postgres forgives bad spelling, and so should a catalogue",
    "Restoring from backup while eight-year-olds count aloud",
    "Moving 212,000 loans without closing the desk",
    "A very small index for a very long river",
    'Finding "the blue one with the dog"',
]
LINK = ["--link", "https://example.org/", "--title", "Notes", "--permalink", "/{slug}/"]
COMMANDS: dict[str, list[str]] = {  # what each needs beside its file
    "check": [],
    "format": [],
    "list": [],
    "tags": [],
    "search": ["postgres"],
    "related": ["hive two"],
    "cadence": [],
    "report": [],
    "feed": LINK,
    "feeds": ["public", *LINK],
}
PYTHON = re.compile(
    r"datetime|\b(?:Channel|Post|Tag|Author|Cadence)\.|\b(?:None|True|False)\b|\w\(|[a-z]_[a-z]|tzinfo|pydantic"
)
WRONG = "- 2025-03-01 5 min\nTea, twice\n- /tea\n- February 30, 2025\nNever\n"  # one post, one problem
NO_EXTRA = "The command postindex needs click and rich: pip install 'postindex[cli]'\n"
EMPTY = "/none\n0 posts\n"  # no posts, no problem


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("here"))


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "PYTHONIOENCODING", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


@pytest.fixture
def blog(root: Path) -> str:
    return str(root / "docs" / "examples" / "blog.txt")


@pytest.fixture
def listing(tmp_path: Path) -> Callable[[str | bytes], str]:
    """Write a listing and return its path."""

    def write(text: str | bytes) -> str:
        path = tmp_path / "posts.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


@pytest.fixture
def run() -> Run:
    """Run the command in this process; an exception that it lets out fails the test."""

    def invoke(*args: str, exit_code: int = 0, input: str | bytes | None = None, **env: str) -> Result:
        result = CliRunner().invoke(postindex, args, input=input, env=env, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


def process(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "postindex", *args], capture_output=True, check=False, **options)


def rows(result: Result) -> list[str]:
    """The lines below the head of a table."""
    return result.stdout.splitlines()[1:]


def titles(result: Result) -> list[str]:
    return [post["title"] for post in json.loads(result.stdout)]


# -- every command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_in_help_runs(run: Run, name: str, blog: str, tmp_path: Path) -> None:
    *_, example = run(name, "--help").stdout.splitlines()
    program, *args = shlex.split(example)
    assert program == "postindex"
    assert args[:2] == [name, "blog.txt"]
    places = {"blog.txt": blog, "atom.xml": str(tmp_path / "atom.xml")}
    run(*(places.get(arg, arg) for arg in args))


def test_help_lists_commands_in_the_order_of_work(run: Run) -> None:
    text = run("--help").stdout
    places = [text.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert "3 nothing found" in " ".join(text.split())


def test_version(run: Run) -> None:
    from postindex import __version__

    assert run("--version").stdout == f"postindex {__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_file_that_cannot_be_read_is_a_usage_error(run: Run, name: str, tmp_path: Path) -> None:
    missing = run(name, str(tmp_path / "no.txt"), *COMMANDS[name], exit_code=2)
    assert "no.txt' does not exist" in missing.stderr
    folder = run(name, str(tmp_path), *COMMANDS[name], exit_code=1)
    assert "no-posts: the folder has no file that may hold posts" in folder.stderr
    assert missing.stdout == ""


def test_a_folder_is_read_as_one_site(run: Run, tmp_path: Path) -> None:
    for name in ("tea", "pots"):
        (tmp_path / f"{name}.txt").write_text(
            f"/{name}\n1 post\n- 2026-03-22\nTea, twice\n- /{name}\n", encoding="utf-8"
        )
    assert run("check", str(tmp_path)).stdout == f"{tmp_path}: 1 post, 2026-03-22, 2 tags\n"
    assert run("format", str(tmp_path)).stdout == "- March 22, 2026\nTea, twice\n- /pots\n- /tea\n"


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 40, b"\n\n", b"\xff\xfe-\x00", b"- /"], ids=repr)
def test_any_content_gives_problems_not_a_crash(
    run: Run, name: str, content: bytes, listing: Callable[[str | bytes], str]
) -> None:
    path = listing(content)
    result = run(name, path, *COMMANDS[name], exit_code=1)
    problems = counted(len(read_listing(path, strict=False).problems), "problem")
    assert result.stdout == (f"{path}: 0 posts, {problems}\n" if name == "check" else "")
    assert result.stderr.startswith(f"{path}:1:1: ")


@pytest.mark.parametrize("name", COMMANDS)
def test_problems_go_to_standard_error_and_other_posts_are_used(
    run: Run, name: str, listing: Callable[[str | bytes], str]
) -> None:
    path = listing(WRONG)
    args = {
        "search": ["tea"],
        "related": ["tea"],
        "format": ["--keep-going"],
        "report": ["--keep-going"],
        "feed": [*COMMANDS["feed"], "--keep-going"],
        "feeds": [*COMMANDS["feeds"], "--keep-going"],
    }
    result = run(name, path, *args.get(name, []), exit_code=1)
    problem, *_ = read_listing(path, strict=False).problems
    assert result.stderr.splitlines()[0] == str(problem)
    assert result.stderr.startswith(f"{path}:4:3: bad-date: ")
    assert ("Tea" in result.stdout or "tea" in result.stdout) == (name not in ("check", "related", "feeds"))


@pytest.mark.parametrize("name", COMMANDS)
def test_standard_input(run: Run, name: str, blog: str) -> None:
    text = Path(blog).read_bytes()
    shown = run(name, "-", *COMMANDS[name], input=text).stdout
    rmtree("public", ignore_errors=True)
    assert shown.replace("<stdin>", blog) == run(name, blog, *COMMANDS[name]).stdout
    result = run("check", "-", input=WRONG, exit_code=1)
    assert result.stderr.startswith("<stdin>:4:3: bad-date: ")


def test_closed_standard_input_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(monkeypatch, "list", "-") == 2
    assert capsys.readouterr().err == "Error: standard input is closed\n"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets in the file system here")
def test_an_error_of_the_operating_system_names_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("posts.txt")
        assert run("list", "posts.txt", exit_code=2).stderr.startswith("Error: posts.txt: ")


@pytest.mark.parametrize(
    ("name", "args"),
    [("list", ["--tag", "nope"]), ("tags", ["--from", "2030"]), ("search", ["xyzzy"]), ("related", ["xyzzy"])],
)
def test_without_results_a_message_goes_to_standard_error(run: Run, name: str, args: list[str], blog: str) -> None:
    people = run(name, blog, *args, exit_code=3)
    assert people.stdout == ""
    assert people.stderr.startswith("No ")
    programs = run(name, blog, *args, "--json", exit_code=3)
    assert json.loads(programs.stdout) == []
    assert programs.stderr == people.stderr


def test_problems_outrank_nothing_found(run: Run, listing: Callable[[str | bytes], str]) -> None:
    result = run("list", listing(WRONG), "--tag", "nope", "--json", exit_code=1)
    assert json.loads(result.stdout) == []
    assert result.stderr.endswith("No post matches.\n")


@pytest.mark.parametrize(
    "args",
    [
        ["list", "--from", "banana"],
        ["list", "--to", "2025-13"],
        ["list", "--tag", "!!!"],
        ["list", "--any-tag", "!!!"],
        ["list", "--no-tag", "!!!"],
        ["list", "--limit", "0"],
        ["list", "--limit", "many"],
        ["tags", "--from", "2025-02-30"],
        ["search"],
        ["related", "loki", "--min-score", "2"],
        ["feed"],
        ["feed", "--link", "example"],
        ["feed", "--link", "https://example.org/", "--title", " "],
        ["feed", "--link", "https://example.org/", "--author", ""],
        ["feed", "--link", "https://example.org/", "--language", "English!"],
        ["feed", "--link", "https://example.org/", "--permalink", "/same/"],
        ["feed", "--link", "https://example.org/", "--description", "\x07"],
        ["feed", "--link", "https://example.org/", "--rights", "\x07"],
        ["feed", "--link", "https://example.org/", "--hub", "hub.example"],
        ["feed", "--link", "https://example.org/", "--time-zone", "Europe/Atlantis"],
        ["feed", "--link", "https://example.org/", "--self-url", "/atom.xml"],
        ["feed", "--link", "https://example.org/", "--output", "."],
        ["feed", "--link", "https://example.org/", "--limit", "0"],
        ["feed", "--link", "https://example.org/", "--format", "opml"],
        ["feeds"],
        ["feeds", "public", "--link", "https://example.org/", "--url", "example.org"],
        ["feeds", "public", "--link", "https://example.org/", "--format", "opml"],
        ["feeds", "public", "--link", "https://example.org/", "--tag-permalink", "/tags/"],
        ["feeds", "public", "--link", "https://example.org/", "--tag-permalink", "/tags/{id}/"],
        ["feeds", "public", "--link", "https://example.org/", "--min-count", "0"],
        ["feeds", "public", "--link", "https://example.org/", "--hide", "!!!"],
        ["feeds", "public", "--link", "https://example.org/", "--page-size", "0"],
        ["feeds", "public", "--link", "https://example.org/", "--archive-size", "many"],
        ["feeds", "public", "--link", "https://example.org/", "--permalink", "/same/"],
        ["feeds", "public", "--link", "https://example.org/", "--limit", "0"],
    ],
    ids=" ".join,
)
def test_a_bad_option_is_named(run: Run, args: list[str], blog: str) -> None:
    name, *options = args
    result = run(name, blog, *options, exit_code=2)
    assert result.stdout == ""
    wrong = {"search": "QUERY", "feed": "--link", "feeds": "OUT"}.get(name) if not options else options[-2]
    assert f"'{wrong}" in result.stderr
    assert not PYTHON.search(result.stderr), result.stderr
    assert not list(Path.cwd().iterdir())


def test_a_value_that_the_library_refuses_is_a_usage_error(run: Run, blog: str) -> None:
    result = run("search", blog, "a" * 1001, exit_code=2)
    assert result.stderr.startswith("Error: QUERY: ")
    assert result.stderr.endswith("has over 1,000 characters; shorten it\n")
    assert not PYTHON.search(result.stderr), result.stderr


# -- check ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (EMPTY, "0 posts of /none"),
        ("- 2025-03-01\nTea", "1 post, 2025-03-01, 0 tags"),
        (
            "/tea\n- 2025-03-01\nTea\n- /tea\n- 2024-03-01\nMore\n- /tea",
            "2 posts of /tea, 2024-03-01 to 2025-03-01, 1 tag",
        ),
    ],
)
def test_check_prints_a_summary(run: Run, text: str, shown: str, listing: Callable[[str | bytes], str]) -> None:
    path = listing(text)
    result = run("check", path)
    assert result.stdout == f"{path}: {shown}\n"
    assert result.stderr == ""


def test_check_as_json(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("/tea\nOn tea.\n3 posts\n" + WRONG)
    result = run("check", path, "--json", exit_code=1)
    found = json.loads(result.stdout)
    problems = found.pop("problems")
    assert found == {
        "source": path,
        "path": "/tea",
        "description": "On tea.",
        "declared_count": 3,
        "posts": 1,
        "omitted": 0,
    }
    assert [(p["source"], p["line"], p["column"], p["code"]) for p in problems] == [
        (path, 3, 1, "count-mismatch"),
        (path, 7, 3, "bad-date"),
    ]
    assert problems[1]["message"].startswith("'February 30, 2025' is not a date")


def test_json_with_a_file_name_that_is_not_unicode(run: Run, tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    try:
        Path(os.fsdecode(path)).write_text(WRONG, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    result = run("check", os.fsdecode(path), "--json", exit_code=1)
    assert json.loads(result.stdout_bytes)["problems"][0]["source"] == os.fsdecode(path).replace("\udce9", "\ufffd")


def test_problems_are_shown_with_a_caret_and_the_rest_is_counted(
    run: Run, listing: Callable[[str | bytes], str]
) -> None:
    result = run("check", listing("- February 30, 2025\nNever\n" * 102), exit_code=1)
    assert result.stderr.splitlines()[1:3] == ["    - February 30, 2025", "      ^"]
    assert result.stderr.splitlines()[-1] == "… and 2 more"


# -- format -----------------------------------------------------------------------------------------------------------


def test_format_writes_the_canonical_form(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("* 22 March 2026 · 1 hr 5 min read\n  Tea, twice\n  #tea #pots\n")
    assert run("format", path).stdout == "- March 22, 2026 65 min\nTea, twice\n- /tea\n- /pots\n"


def test_format_leaves_the_canonical_form_unchanged(run: Run, blog: str) -> None:
    assert run("format", blog).stdout_bytes == Path(blog).read_bytes()


def test_format_of_a_listing_with_problems_needs_keep_going(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("2 posts\n" + WRONG)
    refused = run("format", path, exit_code=1)
    assert not refused.stdout
    assert "--keep-going" in refused.stderr.splitlines()[-1]
    assert run("format", path, "--keep-going", exit_code=1).stdout.startswith("1 post\n- March 1, 2025 5 min\n")


# -- numeric dates ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "month"), [("--day-first", "April 3"), ("--month-first", "March 4")])
def test_options_set_the_order_of_numeric_dates(
    run: Run, listing: Callable[[str | bytes], str], option: str, month: str
) -> None:
    path = listing("- 03/04/2026\nTea\n")
    assert "ambiguous-date" in run("check", path, exit_code=1).stderr
    assert run("format", path, option).stdout.startswith(f"- {month}, 2026\n")


# -- list and tags ----------------------------------------------------------------------------------------------------


def test_list_prints_one_line_per_post_without_a_terminal(run: Run, blog: str, example_index: PostIndex) -> None:
    result = run("list", blog)
    assert result.stdout.splitlines()[0].split() == ["Published", "Title", "Min", "Tags"]
    for post, row in zip(example_index, rows(result), strict=True):
        tags = ", ".join(tag.name for tag in post.tags)
        assert row.split(maxsplit=1)[0] == str(post.day)
        assert f"  {post.title}  " in row
        assert row.endswith(f" {post.reading_minutes}  {tags}")


@pytest.fixture
def example_index(blog: str) -> PostIndex:
    return read_listing(blog).index


def test_list_as_json_round_trips(run: Run, blog: str, example_index: PostIndex) -> None:
    found = json.loads(run("list", blog, "--json").stdout)
    assert [Post.model_validate_json(json.dumps(post)) for post in found] == list(example_index)
    assert found[0] == json.loads(example_index[0].model_dump_json())


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--tag", "postgres"], POSTGRES),
        (["--tag", "Postgres", "--tag", "/library"], [POSTGRES[i] for i in (0, 1, 2, 4)]),
        (["--tag", "postgres", "--no-tag", "python", "--no-tag", "weather"], POSTGRES[:2]),
        (["--tag", "postgres", "--any-tag", "search", "--any-tag", "backups"], [POSTGRES[i] for i in (0, 1, 4)]),
        (["--tag", "postgres", "--from", "2024-10", "--to", "2025-01-30"], POSTGRES[1:3]),
        (["--tag", "postgres", "--from", "2025"], POSTGRES[:2]),
        (["--tag", "postgres", "--to", "2023"], POSTGRES[4:]),
        (["--tag", "postgres", "--limit", "2"], POSTGRES[:2]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_filters(run: Run, args: list[str], expected: list[str], blog: str) -> None:
    assert titles(run("list", blog, *args, "--json")) == expected


def test_reversed_from_and_to_are_both_named(run: Run, blog: str) -> None:
    result = run("list", blog, "--from", "2025", "--to", "2024-05", exit_code=2)
    assert result.stderr == "Error: --from 2025 is later than --to 2024-05\n"


def test_tags_are_counted_most_used_first(run: Run, blog: str, example_index: PostIndex) -> None:
    counts = example_index.tags
    assert [row.split(maxsplit=1) for row in rows(run("tags", blog))] == [
        [str(n), tag.name] for tag, n in counts.items()
    ]
    found = json.loads(run("tags", blog, "--tag", "bees", "--json").stdout)
    assert found[0] == {"name": "bees", "slug": "bees", "count": 2}
    assert {"name": "c++", "slug": "c-plus-plus", "count": 1} in found


SPELT_TWICE = (
    "- 2025-03-03\nOne\n- /home-lab\n- /notes\n- 2025-03-02\nTwo\n- /homelab\n- /pots\n- /notes\n"
    "- 2025-03-01\nThree\n- /homelab\n- /notes\n- /pot\n"
)


def test_rare_and_hidden_tags_are_left_out(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing(SPELT_TWICE)
    assert rows(run("tags", path, "--min-count", "2")) == ["    3  notes", "    2  homelab"]
    assert rows(run("tags", path, "--min-count", "2", "--hide", "/Notes")) == ["    2  homelab"]
    shown = rows(run("tags", path, "--hide", "notes", "--hide", "homelab", "--limit", "2"))
    assert shown == ["    1  home-lab", "    1  pot"]
    assert run("tags", path, "--min-count", "4", exit_code=3).stderr == "No tag matches.\n"
    assert "--min-count" in run("tags", path, "--min-count", "0", exit_code=2).stderr
    assert "has no letter or digit" in run("tags", path, "--hide", "!!!", exit_code=2).stderr


def test_similar_tags_are_paired(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing(SPELT_TWICE)
    assert run("tags", path, "--similar").stdout.splitlines() == [
        "Score  Posts  Tag       Posts  Similar to",
        " 1.00      1  home-lab      2  homelab",
        " 0.93      1  pots          1  pot",
    ]
    assert len(rows(run("tags", path, "--similar", "--limit", "1"))) == 1
    assert len(rows(run("tags", path, "--similar", "--hide", "pot"))) == 1
    result = run("tags", path, "--similar", "--min-count", "2", exit_code=3)
    assert (result.stdout, result.stderr) == ("", "No similar tags found.\n")


def test_similar_tags_as_json(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing(SPELT_TWICE)
    assert json.loads(run("tags", path, "--similar", "--limit", "1", "--json").stdout) == [
        {
            "alias": {"name": "home-lab", "slug": "home-lab", "count": 1},
            "target": {"name": "homelab", "slug": "homelab", "count": 2},
            "similarity": 1.0,
        }
    ]
    assert json.loads(run("tags", path, "--similar", "--from", "2026", "--json", exit_code=3).stdout) == []


# -- search and related -----------------------------------------------------------------------------------------------


def test_search_joins_its_words(run: Run, blog: str, example_index: PostIndex) -> None:
    hits = example_index.search("postgers spelling", limit=3)
    found = json.loads(run("search", blog, "postgers", "spelling", "--limit", "3", "--json").stdout)
    assert [(hit["post"]["id"], hit["score"]) for hit in found] == [(hit.post.id, hit.score) for hit in hits]
    assert found[0]["matches"][0] == {
        "field": "title",
        "tag": None,
        "start": 0,
        "end": 8,
        "token": "postgers",
        "word": "postgres",
        "kind": "typo",
        "similarity": 0.85,
    }
    assert [match["tag"] for match in found[0]["matches"] if match["field"] == "tags"] == ["postgres"]
    best, *others = rows(run("search", blog, "postgers", "spelling", "--limit", "3"))
    assert best == f" {hits[0].score:.2f}  2025-07-03  {POSTGRES[0]}  postgres, spelling"
    assert len(others) == 2


def test_search_within_filters(run: Run, blog: str) -> None:
    found = json.loads(run("search", blog, "postgres", "--from", "2025", "--no-tag", "backups", "--json").stdout)
    assert [hit["post"]["title"] for hit in found] == POSTGRES[:1]


def test_search_prints_ten_results_by_default(run: Run, blog: str) -> None:
    assert len(rows(run("search", blog, "library"))) == 10
    assert len(rows(run("search", blog, "library", "--limit", "12"))) == 12


@pytest.mark.parametrize("wanted", ["2025-09-11-the-scale-under-hive-two", "the-scale-under-hive-two", "UNDER HIVE"])
def test_related_takes_an_id_a_slug_or_a_part_of_a_title(
    run: Run, wanted: str, blog: str, example_index: PostIndex
) -> None:
    expected = example_index.related("2025-09-11-the-scale-under-hive-two")
    found = json.loads(run("related", blog, wanted, "--json").stdout)
    assert [(other["post"]["id"], other["score"], other["shared"], other["shares"]) for other in found] == [
        (other.post.id, other.score, [tag.name for tag in other.shared], list(other.shares)) for other in expected
    ]
    people = run("related", blog, wanted).stdout.splitlines()
    assert people[0] == "Related to: The scale under hive two"
    assert people[1].split() == ["Score", "Published", "Title", "Shared"]
    assert len(people) == 2 + len(expected)


def test_a_slug_outranks_titles_that_contain_it(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("- 2025-03-02\nTea again\n- /x\n- 2025-03-01\nTea\n- /x\n- /y\n- 2025-02-01\nMilk\n- /y\n- /z\n")
    assert run("related", path, "tea").stdout.splitlines()[0] == "Related to: Tea"


def test_related_limits(run: Run, blog: str) -> None:
    assert len(rows(run("related", blog, "hive two", "--limit", "2"))) == 3  # the head of the table is among them
    found = json.loads(run("related", blog, "hive two", "--min-score", "0.4", "--json").stdout)
    assert found
    assert all(other["score"] >= 0.4 for other in found)


def test_related_by_another_weighting_and_older_only(run: Run, blog: str, example_index: PostIndex) -> None:
    asked = ["related", blog, "blue one with the dog", "--weighting", "jaccard"]
    post = next(post for post in example_index if "blue one" in post.title)
    for option in ([], ["--older-only"]):
        expected = example_index.related(post, weighting="jaccard", include_newer=not option)
        found = json.loads(run(*asked, *option, "--json").stdout)
        assert [other["post"]["id"] for other in found] == [near.post.id for near in expected]
        assert [other["score"] for other in found] == [near.score for near in expected]
    assert len(expected) == 1
    assert "'--weighting'" in run("related", blog, "hive two", "--weighting", "cosine", exit_code=2).stderr


def test_at_most_ten_candidates_are_listed(run: Run, blog: str, listing: Callable[[str | bytes], str]) -> None:
    few = run("related", blog, "cluster", exit_code=2)
    assert few.stderr == (
        "Error: 'cluster' matches 2 posts; give the id of one:\n"
        "  2025-06-19-i-took-the-cluster-home-in-a-bicycle-basket\n"
        "  2024-09-05-three-retired-catalogue-terminals-make-one-decent-cluster\n"
    )
    path = listing("".join(f"- 2025-03-{day:02}\nTea {day}\n- /tea\n" for day in range(1, 14)))
    many = run("related", path, "tea", "--json", exit_code=2)
    assert many.stdout == ""
    assert many.stderr.splitlines()[1] == "  2025-03-13-tea-13"
    assert many.stderr.splitlines()[11:] == ["  and 3 more"]


def test_a_mistyped_id_gets_a_suggestion(run: Run, blog: str) -> None:
    result = run("related", blog, "2025-09-11-the-scale-under-hive-too", exit_code=3)
    assert "Did you mean 2025-09-11-the-scale-under-hive-two" in result.stderr


def test_a_post_without_related_posts(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("- 2025-03-01\nTea\n- /tea\n")
    assert run("related", path, "tea", exit_code=3).stderr == "No post is related to 'Tea'.\n"
    assert json.loads(run("related", path, "tea", "--json", exit_code=3).stdout) == []


# -- feed -------------------------------------------------------------------------------------------------------------


def test_feed_to_standard_output_is_atom(run: Run, blog: str, example_index: PostIndex) -> None:
    result = run("feed", blog, *LINK, "--limit", "3")
    assert result.stdout_bytes == feeds.atom(example_index[:3], Channel(title="Notes", link=LINK[1]))


@pytest.mark.parametrize("format", get_args(Format))
def test_feed_with_every_option(run: Run, format: Format, blog: str, example_index: PostIndex) -> None:
    args = {
        "--format": format,
        "--output": "feed.xml",
        "--link": "https://example.org/blog",
        "--title": "Notes",
        "--description": "From a library.",
        "--author": "A. Writer",
        "--language": "en-GB",
        "--rights": "© Notes",
        "--hub": "https://hub.example/",
        "--time-zone": "Europe/Berlin",
        "--permalink": "/{published:%Y}/{slug}",
        "--self-url": "https://example.org/feed.xml",
        "--tag": "bees",
        "--limit": "1",
    }
    result = run("feed", blog, *(part for pair in args.items() for part in pair), "--author", "B. Writer")
    assert result.output == ""
    channel = Channel(
        title="Notes",
        link="https://example.org/blog",
        description="From a library.",
        authors=["A. Writer", "B. Writer"],
        language="en-GB",
        rights="© Notes",
        hub="https://hub.example/",
        time_zone="Europe/Berlin",
        permalink="/{published:%Y}/{slug}",
    ).model_copy(update={f"{format}_url": "https://example.org/feed.xml"})
    document = Path("feed.xml").read_bytes()
    assert document == document_of(example_index.tagged("bees")[:1], channel, format)
    assert b"https://example.org/feed.xml" in document


def test_an_unchanged_feed_is_not_touched(run: Run, blog: str) -> None:
    run("feed", blog, *LINK, "-o", "atom.xml")
    os.utime("atom.xml", ns=(1, 1))
    run("feed", blog, *LINK, "-o", "atom.xml")
    assert os.stat("atom.xml").st_mtime_ns == 1
    run("feed", blog, *LINK, "-o", "atom.xml", "--title", "Other")
    assert os.stat("atom.xml").st_mtime_ns > 1


@pytest.mark.parametrize(("name", "format"), [("rss.xml", "rss"), ("feed.json", "json"), ("-", "atom")])
def test_self_url_is_the_address_in_the_chosen_format(run: Run, name: str, format: Format, blog: str) -> None:
    url = f"https://example.org/{name}"
    shown = run("feed", blog, *LINK, "--self-url", url, "-o", name).stdout
    document = shown if name == "-" else Path(name).read_text(encoding="utf-8")
    mark = {"atom": "<feed", "rss": "<rss", "json": "{"}[format]
    place = {"atom": 'rel="self" href=', "rss": 'rel="self" href=', "json": '"feed_url": '}[format]
    assert mark in document[:100]
    assert f'{place}"{url}"' in document


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("rss.xml", b"<rss"),
        ("feed.xml", b"<rss"),
        ("index.xml", b"<rss"),
        ("Feed.XML", b"<rss"),
        ("blog.rss", b"<rss"),
        ("atom.xml", b"<feed"),
        ("feed.atom.xml", b"<feed"),
        ("blog.atom", b"<feed"),
        ("feed.json", b"{"),
        ("a.json", b"{"),
    ],
)
def test_the_format_is_inferred_from_the_output(run: Run, name: str, mark: bytes, blog: str, tmp_path: Path) -> None:
    run("feed", blog, *LINK, "-o", str(tmp_path / name))
    assert mark in (tmp_path / name).read_bytes()[:100]


def test_an_output_without_an_inferable_format_is_refused(run: Run, blog: str, tmp_path: Path) -> None:
    result = run("feed", blog, *LINK, "-o", str(tmp_path / "news.xml"), exit_code=2)
    assert "cannot infer the feed format" in result.stderr
    assert "use --format" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["feed", "feeds"])
def test_the_formats_are_those_of_the_library(run: Run, name: str) -> None:
    assert f"[{'|'.join(get_args(Format))}]" in run(name, "--help").stdout


def test_the_title_of_a_feed(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("/tea\nPosts touching tea.\n1 post\n- 2025-03-01\nTea\n")
    for name in ("feed", "feeds"):
        args = [name, path, *(["public"] if name == "feeds" else []), "--link", "https://example.org/"]
        refused = run(*args, exit_code=2)
        assert refused.stderr == "Error: Missing option '--title': a listing does not tell the title of its blog.\n"
        assert refused.stdout == ""
    assert not os.path.exists("public")
    document = run("feed", path, *LINK).stdout
    assert "<title>Notes</title>" in document
    assert "touching" not in document


def test_a_feed_of_a_listing_with_problems_needs_keep_going(
    run: Run, listing: Callable[[str | bytes], str], tmp_path: Path
) -> None:
    path, output = listing(WRONG), tmp_path / "atom.xml"
    args = ["feed", path, *LINK, "-o", str(output)]
    refused = run(*args, exit_code=1)
    assert not output.exists()
    assert "--keep-going" in refused.stderr.splitlines()[-1]
    run(*args, "--keep-going", exit_code=1)
    assert b"<title>Tea, twice</title>" in output.read_bytes()


def test_a_feed_without_posts_is_not_written(run: Run, blog: str, tmp_path: Path) -> None:
    output = tmp_path / "atom.xml"
    args = ["feed", blog, *LINK, "--tag", "nope"]
    assert run(*args, exit_code=3).stdout == ""
    assert run(*args, "-o", str(output), exit_code=3).stdout == ""
    assert not output.exists()


def test_a_feed_that_cannot_be_written_is_a_usage_error(run: Run, blog: str, tmp_path: Path) -> None:
    output = str(tmp_path / "no" / "atom.xml")
    result = run("feed", blog, *LINK, "-o", output, exit_code=2)
    assert result.stderr == f"Error: {output}: No such file or directory\n"
    folder = run("feed", blog, *LINK, "-o", str(tmp_path), exit_code=2)
    assert "is a directory" in folder.stderr


@pytest.mark.parametrize("linked", [False, True])
def test_a_feed_never_overwrites_the_listing(run: Run, linked: bool, blog: str) -> None:
    listing, output = Path("my-atom.txt"), Path("atom.xml") if linked else Path("my-atom.txt")
    listing.write_bytes(Path(blog).read_bytes())
    if linked:
        output.symlink_to(listing)
    result = run("feed", str(listing), *LINK, "-o", str(output), exit_code=2)
    assert result.stderr == f"Error: {output}: is the listing itself; write the feed to another file\n"
    assert listing.read_bytes() == Path(blog).read_bytes()


# -- feeds ------------------------------------------------------------------------------------------------------------

SMALL = "/tea\nOn tea.\n3 posts\n" + "".join(
    f"- 2025-03-0{day}\nTea {day}\n- /tea\n" + (f"- /day-{day}\n" if day < 3 else "") for day in (3, 2, 1)
)


def written(folder: str = "public") -> dict[str, bytes]:
    paths = [path for path in Path(folder).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_feeds_are_the_same_as_those_of_the_library(run: Run, blog: str, example_index: PostIndex) -> None:
    result = run("feeds", blog, "public", *LINK)
    assert result.stdout == "public: 69 feeds, 70 written, 0 unchanged\n"
    assert result.stderr == ""
    feeds.write_all(example_index, Channel(title="Notes", link=LINK[1]), "expected")
    assert written() == written("expected")
    assert run("feeds", blog, "public", *LINK).stdout == "public: 69 feeds, 0 written, 70 unchanged\n"


@pytest.mark.parametrize("parts", ["page", "archive"])
def test_feeds_with_every_option(run: Run, parts: str, blog: str, example_index: PostIndex) -> None:
    args = {
        "--url": "https://feeds.example/",
        "--format": "json",
        "--tag-permalink": "/topics/{slug}/",
        "--min-count": "2",
        "--hide": "library",
        f"--{parts}-size": "2",
        "--link": "https://example.org/blog",
        "--title": "Notes",
        "--author": "A. Writer",
        "--language": "en-GB",
        "--permalink": "/{published:%Y}/{slug}",
        "--from": "2024",
        "--limit": "5",
    }
    run("feeds", blog, "public", *(part for pair in args.items() for part in pair), "--hide", "/Notes", "--format=rss")
    channel = Channel(
        title="Notes",
        link="https://example.org/blog",
        authors=["A. Writer"],
        language="en-GB",
        permalink="/{published:%Y}/{slug}",
        tag_permalink="/topics/{slug}/",
        limit=5,
    )
    posts = example_index.between("2024", None)
    options: dict[str, Any] = {"min_count": 2, "hidden": ["library", "notes"], f"{parts}_size": 2}
    feeds.write_all(posts, channel, "expected", url="https://feeds.example/", formats=["json", "rss"], **options)
    assert written() == written("expected")
    assert any("2.xml" in name for name in written())


def test_one_feed_is_counted_as_one(run: Run, listing: Callable[[str | bytes], str]) -> None:
    result = run("feeds", listing("/tea\n- 2025-03-01\nTea\n"), "public", *LINK, "--format", "atom")
    assert result.stdout == "public: 1 feed, 2 written, 0 unchanged\n"


def test_stale_feeds_are_listed_and_removed_on_request(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing(SMALL)
    args = ["feeds", path, "public", *LINK, "--format", "rss"]
    assert run(*args).stdout == "public: 4 feeds, 5 written, 0 unchanged\n"
    fewer = [*args, "--min-count", "2"]
    stale = [os.path.join("public", "tags", f"day-{day}", "rss.xml") for day in (1, 2)]
    for _ in range(2):
        lines = run(*fewer).stdout.splitlines()
        assert lines[1:] == [f"{name}: stale" for name in stale]
    assert lines[0] == "public: 2 feeds, 0 written, 3 unchanged"
    assert all(map(os.path.exists, stale))
    assert run(*fewer, "--remove-stale").stdout.splitlines()[1:] == [f"{name}: removed" for name in stale]
    assert sorted(written()) == ["feeds.opml", "rss.xml", "tags/tea/rss.xml"]
    assert len(run(*fewer, "--remove-stale").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("stale", "more"), [(10, []), (11, ["… and 1 more"]), (1234, ["… and 1,224 more"])], ids=["10", "11", "1234"]
)
def test_at_most_ten_stale_feeds_are_listed(
    run: Run, stale: int, more: list[str], listing: Callable[[str | bytes], str]
) -> None:
    os.mkdir("public")
    for number in range(stale):
        Path("public", f"atom-{number + 2}.xml").touch()
    lines = run("feeds", listing(SMALL), "public", *LINK).stdout.splitlines()
    names = sorted(f"atom-{number + 2}.xml" for number in range(stale))
    assert lines[1:11] == [f"{Path('public', name)}: stale" for name in names[:10]]
    assert lines[11:] == more
    lines = run("feeds", listing(SMALL), "public", *LINK, "--remove-stale").stdout.splitlines()
    assert (len(lines), lines[11:]) == (11 + len(more), more)
    assert not [name for name in written() if "-" in name.rpartition("/")[2]]


def test_head_prints_link_elements(run: Run, listing: Callable[[str | bytes], str]) -> None:
    result = run(
        "feeds", listing(SMALL), "public", *LINK, "--link", "https://example.org/?a=b", "--title", "<Tea>", "--head"
    )
    types = {"atom.xml": "atom+xml", "rss.xml": "rss+xml", "feed.json": "feed+json"}
    assert result.stdout.splitlines()[1:] == [
        f'<link rel="alternate" type="application/{type}" title="&lt;Tea&gt;" href="https://example.org/{name}">'
        for name, type in types.items()
    ]


def test_feeds_of_a_listing_with_problems_need_keep_going(run: Run, listing: Callable[[str | bytes], str]) -> None:
    args = ["feeds", listing(WRONG), "public", *LINK]
    refused = run(*args, exit_code=1)
    assert refused.stdout == ""
    assert refused.stderr.splitlines()[-1].endswith("use --keep-going")
    assert not os.path.exists("public")
    assert run(*args, "--keep-going", exit_code=1).stdout == "public: 6 feeds, 7 written, 0 unchanged\n"
    assert b"<title>Tea, twice</title>" in written()["tags/tea/atom.xml"]


def test_feeds_without_posts_are_not_written(run: Run, blog: str) -> None:
    result = run("feeds", blog, "public", *LINK, "--tag", "nope", "--remove-stale", exit_code=3)
    assert (result.stdout, result.stderr) == ("", "No post matches, so nothing was written.\n")
    assert not os.path.exists("public")


def test_the_title_of_a_site(run: Run, listing: Callable[[str | bytes], str]) -> None:
    run("feeds", listing(SMALL), "public", *LINK)
    assert b"<title>Notes: tea</title>" in written()["tags/tea/rss.xml"]


def test_pages_and_archives_exclude_each_other(run: Run, blog: str) -> None:
    result = run("feeds", blog, "public", *LINK, "--page-size", "2", "--archive-size", "2", exit_code=2)
    assert result.stderr == (
        "Error: --page-size and --archive-size cannot be combined; a feed has either pages or archives\n"
    )
    assert not os.path.exists("public")


def test_an_error_about_archives_names_their_folder(run: Run, listing: Callable[[str | bytes], str]) -> None:
    args = ["feeds", listing(SMALL), "public", *LINK, "--archive-size", "1"]
    run(*args)
    folder = Path("public", "tags", "tea")
    (folder / "atom-archive-1.xml").unlink()
    error = run(*args, exit_code=2).stderr
    assert error.startswith(f"Error: {folder}: 'atom-archive-2.xml' ")
    assert error.endswith("; restore the archives, or remove all of them\n")


@pytest.mark.parametrize("name", ["public", "public/tags"])
def test_feeds_that_cannot_be_written_are_a_usage_error(run: Run, name: str, blog: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).touch()
    result = run("feeds", blog, "public", *LINK, exit_code=2)
    assert result.stdout == ""
    assert "'public' is a file" in result.stderr or re.fullmatch(r"Error: public.tags.*\n", result.stderr)
    assert "Traceback" not in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of our own")
@pytest.mark.parametrize(
    ("terminal", "env", "shown"),
    [
        (True, {}, True),
        (True, {"TTY_COMPATIBLE": "0"}, False),
        (False, {}, False),
        (False, {"FORCE_COLOR": "1"}, False),
        (False, {"TTY_COMPATIBLE": "1"}, False),
    ],
)
def test_progress_is_shown_in_a_terminal_and_then_removed(
    terminal: bool, env: dict[str, str], shown: bool, blog: str
) -> None:
    import pty

    reading, writing = pty.openpty() if terminal else os.pipe()
    args = [sys.executable, "-m", "postindex", "feeds", blog, "public", *LINK]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=writing, env={**os.environ, **env}) as running:
        os.close(writing)
        output = b""
        with suppress(OSError), open(reading, "rb", buffering=0) as end:  # Linux ends a terminal with an error
            while part := end.read(4096):
                output += part
        assert running.stdout is not None
        assert running.stdout.read().replace(b"\r\n", b"\n") == b"public: 69 feeds, 70 written, 0 unchanged\n"
    assert running.returncode == 0
    assert (b"Writing feeds" in output) == shown
    assert (b"69/69" in output) == shown
    assert output.endswith(b"\x1b[1A\x1b[2K") if shown else output == b""  # up a line, which is wiped


# -- looks ------------------------------------------------------------------------------------------------------------


def test_titles_are_not_interpreted_as_markup(run: Run, listing: Callable[[str | bytes], str]) -> None:
    title = "[bold]Tea[/bold] [/] :tea: \x1b\\[link=x]"
    path = listing(f"- 2025-03-01\n{title}\n- /[red]tea[/red]\n".replace("\x1b", ""))
    shown = title.replace("\x1b", "")
    assert f"  {shown}  " in run("list", path).stdout
    assert f"  {shown}  " in run("search", path, "tea").stdout
    assert "[red]tea[/red" in run("tags", path).stdout


def test_control_characters_never_reach_the_terminal(run: Run, listing: Callable[[str | bytes], str]) -> None:
    path = listing("- 2025-03-01\nTea\x9b31m\x7f\tand\x85milk\u2028twice\n- /tea\n")
    (row,) = run("list", path).stdout.split("\n")[1:-1]
    assert "Tea\ufffd31m\ufffd and\ufffdmilk twice" in row


def test_a_post_without_minutes_and_tags(run: Run, listing: Callable[[str | bytes], str]) -> None:
    assert rows(run("list", listing("- 2025-03-01\nTea\n"))) == ["2025-03-01  Tea"]


@pytest.mark.parametrize("title", ["x" * 5000, "word " * 1000 + "end", "茶" * 400])
def test_a_long_title_stays_on_its_line(run: Run, title: str, listing: Callable[[str | bytes], str]) -> None:
    (row,) = rows(run("list", listing(f"- 2025-03-01 5 min\n{title}\n- /tea\n"), COLUMNS="80"))
    assert row == f"2025-03-01  {title}    5  tea"


def test_a_narrow_terminal_has_tags_below_titles(run: Run, blog: str) -> None:
    terminal = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    narrow = run("list", blog, "--limit", "1", **terminal, COLUMNS="80").stdout
    plain = [line.rstrip() for line in without_styles(narrow).splitlines()]
    title = "What the library's graphs noticed before the radiators did"
    assert plain == [
        f"Published   {'Title':<58}  Min",
        f"2025-11-06  {title}    7",
        f"{'':12}observability, grafana, prometheus, library, notes",
    ]
    wide = without_styles(run("list", blog, "--limit", "1", **terminal, COLUMNS="140").stdout)
    assert f"{title}    7  observability, grafana" in wide
    tiny = without_styles(run("list", blog, "--limit", "1", **terminal, COLUMNS="10").stdout)
    assert all(word in tiny for word in title.split())
    assert run("tags", blog, **terminal, COLUMNS="10").stdout.count("\n") == 23


def without_styles(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_matches_are_highlighted_in_a_terminal(run: Run, blog: str) -> None:
    terminal = {"FORCE_COLOR": "1", "COLUMNS": "140"}
    assert "\x1b[1;33mPostgres\x1b[0m forgives" in run("search", blog, "postgress", **terminal).stdout
    quiet = run("search", blog, "postgress", **terminal, NO_COLOR="1").stdout
    assert "\x1b[1mPostgres\x1b[0m forgives" in quiet
    assert "[33m" not in quiet
    assert "\x1b" not in run("search", blog, "postgress").stdout


# -- a process of its own ---------------------------------------------------------------------------------------------


def test_the_entry_point(blog: str) -> None:
    script = Path(sys.executable).with_name("postindex")
    done = subprocess.run([script, "check", blog], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{blog}: 30 posts of /notes, 2023-09-14 to 2025-11-06, 22 tags\n"


@pytest.mark.parametrize(
    ("args", "input", "status"),
    [
        (["check", "-"], b"- 2025-03-01\nTea", 0),
        (["check", "-"], b"Tea", 1),
        (["check"], b"", 2),
        (["list", "-", "--to", "2024"], b"- 2025-03-01\nTea", 3),
    ],
)
def test_exit_statuses(args: list[str], input: bytes, status: int) -> None:
    done = process(*args, input=input)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_broken_pipe_is_quiet(name: str, blog: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        args = [sys.executable, "-m", "postindex", name, blog, *COMMANDS[name]]
        done = subprocess.run(args, stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device here that is always full")
def test_a_full_disk_is_reported_in_one_line(blog: str) -> None:
    with open("/dev/full", "wb") as full:
        args = [sys.executable, "-m", "postindex", "list", blog]
        done = subprocess.run(args, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode != 0
    assert done.stderr.startswith(b"Error: No space left on device\n")
    assert b"Traceback" not in done.stderr


def test_characters_that_the_encoding_lacks_are_escaped(blog: str) -> None:
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    people = process("list", blog, "--from", "2024-09-26", "--to", "2024-09-26", env=env)
    assert (people.returncode, people.stderr) == (0, b"")
    assert rb"The caf\xe9 next door" in people.stdout
    programs = process("list", blog, "--json", env=env)
    assert (programs.returncode, programs.stderr) == (0, b"")
    assert "The café next door has better Wi-Fi than we do" in [post["title"] for post in json.loads(programs.stdout)]
    wrong = process("list", "-", input="- 2025-02-30 5 min\nThé\n".encode(), env=env)
    assert wrong.returncode == 1
    assert wrong.stderr.startswith(b"<stdin>:1:3: bad-date: ")


@pytest.mark.parametrize("absent", ["click", "rich"])
def test_without_the_extra_a_message_names_it(absent: str, blog: str) -> None:
    code = f"import sys; sys.modules[{absent!r}] = None; from postindex.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "list", blog], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == NO_EXTRA


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_the_version_and_the_help_load_neither_pydantic_nor_rich(option: str) -> None:
    code = """
import sys
from postindex.cli import main
try:
    main()
except SystemExit as ended:
    print(ended.code, sorted({"pydantic", "rich"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code, option], capture_output=True, check=True, text=True)
    assert done.stdout.endswith("\n0 []\n")


def test_a_check_loads_no_rich(blog: str) -> None:
    code = "import sys; sys.modules['rich'] = None; from postindex.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "check", blog], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_list_of_commands_has_the_first_sentence_of_each_help() -> None:
    ctx = click.Context(postindex)
    listed = {name: command.help for name, command in postindex.commands.items()}
    assert list(listed) == postindex.list_commands(ctx)
    for name, sentence in listed.items():
        command = postindex.get_command(ctx, name)
        assert command is not None
        assert command.name == name
        assert (command.help or "").partition("\n")[0] == sentence
    assert postindex.get_command(ctx, "nonsense") is None


# -- main, in this process --------------------------------------------------------------------------------------------


def main(monkeypatch: pytest.MonkeyPatch, *args: str) -> object:
    monkeypatch.setattr(sys, "argv", ["postindex", *args])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def hide(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("postindex.cli.", f"{module}."))]:
        monkeypatch.delitem(sys.modules, name)
        if name.startswith("postindex.cli."):
            monkeypatch.delattr(cli, name.removeprefix("postindex.cli."))  # where `from` would find it again
    monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize("absent", ["click", "rich"])
def test_main_without_the_extra(
    absent: str, blog: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hide(absent, monkeypatch)
    assert main(monkeypatch, "list", blog) == 2
    assert capsys.readouterr().err == NO_EXTRA


def test_main_lets_other_missing_modules_surface(monkeypatch: pytest.MonkeyPatch, blog: str) -> None:
    hide("postindex.index", monkeypatch)
    monkeypatch.setattr(sys, "argv", ["postindex", "list", blog])
    with pytest.raises(ModuleNotFoundError, match=r"postindex\.index"):
        cli.main()


def test_main_exits_quietly_on_a_broken_pipe(monkeypatch: pytest.MonkeyPatch, blog: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    pipe = os.fdopen(writing, "w")
    monkeypatch.setattr(sys, "stdout", pipe)
    assert main(monkeypatch, "list", blog) == 1
    with pytest.raises(BrokenPipeError):
        pipe.close()


def test_main_escapes_characters_that_the_encoding_lacks(monkeypatch: pytest.MonkeyPatch, blog: str) -> None:
    content = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(content, encoding="ascii"))
    assert main(monkeypatch, "list", blog, "--tag", "networking") == 0
    assert rb"The caf\xe9 next door" in content.getvalue()


def test_python_m_postindex(monkeypatch: pytest.MonkeyPatch, blog: str) -> None:
    monkeypatch.setattr(sys, "stdout", out := io.StringIO())  # such as a notebook's, which cannot be reconfigured
    monkeypatch.setattr(sys, "argv", ["postindex", "list", blog, "--tag", "networking"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("postindex", run_name="__main__")
    assert ended.value.code == 0
    assert "The café next door" in out.getvalue()


def test_importing_the_module_runs_nothing() -> None:
    assert import_module("postindex.__main__").main is cli.main


def test_feeds_to_standard_output_are_refused(run: Run, listing: Callable[[str | bytes], str]) -> None:
    assert "is not a folder" in run("feeds", listing(SMALL), "-", *LINK, exit_code=2).stderr
    assert not os.path.exists("-")
