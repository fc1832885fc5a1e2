"""FILE: listings, folders, globs, several files and JSON; and problems in every form."""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postindex import Channel, Enclosure, Post, PostIndex, feeds, write_listing
from postindex.cli.commands import postindex

Run = Callable[..., Result]
LINK = ["--link", "https://e.example/"]
POST = Post(
    title="Tea, twice",
    published=datetime(2026, 3, 22, 9, 30, tzinfo=UTC),
    updated=datetime(2026, 3, 23, 9, 30, tzinfo=UTC),
    url="https://e.example/tea",
    summary="On second infusions.",
    content_html="<p>On second infusions.</p>",
    tags=["Tea", "C++"],
    authors=["A. Writer"],
    language="en",
    enclosures=[Enclosure(url="https://e.example/tea.mp3", type="audio/mpeg", length=5)],
)
INDEX = PostIndex([POST, Post(title="Pots", published=date(2026, 3, 1), url="https://e.example/pots", tags=["pots"])])
FEED = feeds.json(INDEX, Channel(title="Notes", link="https://e.example/"))


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    def invoke(*args: str, exit_code: int = 0, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(postindex, args, input=input, catch_exceptions=False)
        assert result.exit_code == exit_code, result.output
        return result

    return invoke


def posts_in(result: Result) -> PostIndex:
    return PostIndex.from_records(json.loads(result.stdout))


def write(name: str, *titles: str, day: str = "2026-03-22") -> str:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text("".join(f"- {day}\n{title}\n- /tea\n" for title in titles), encoding="utf-8")
    return name


# -- JSON that postindex wrote -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    [
        INDEX.to_json().encode(),
        b"\xef\xbb\xbf\n " + INDEX.to_json().encode(),
        json.dumps([post.model_dump(mode="json") for post in INDEX]).encode(),
        json.dumps(INDEX.to_records(), default=str).encode(),
    ],
    ids=["to_json", "byte order mark", "list --json", "to_records"],
)
@pytest.mark.parametrize("standard_input", [False, True])
def test_json_of_the_library_reads_back_equal(run: Run, document: bytes, standard_input: bool) -> None:
    Path("posts.json").write_bytes(document)
    result = run("list", "-", "--json", input=document) if standard_input else run("list", "posts.json", "--json")
    assert posts_in(result) == INDEX
    assert result.stderr == ""


def test_list_json_reads_back_equal(run: Run) -> None:
    Path("posts.json").write_text(INDEX.to_json(), encoding="utf-8")
    output = run("list", "posts.json", "--json").stdout
    assert run("list", "-", "--json", input=output).stdout == output


def test_a_json_feed_gives_posts_with_every_field_that_it_holds(run: Run) -> None:
    Path("feed.json").write_bytes(FEED)
    tea, pots = posts_in(run("list", "feed.json", "--json"))
    assert tea == POST.model_copy(update={"id": "https://e.example/tea"})
    assert (pots.id, pots.title, pots.day) == ("https://e.example/pots", "Pots", date(2026, 3, 1))
    assert run("check", "feed.json").stdout == "feed.json: 2 posts, 2026-03-01 to 2026-03-22, 3 tags\n"


def test_a_json_feed_written_again_is_the_same_feed(run: Run) -> None:
    Path("feed.json").write_bytes(FEED)
    result = run("feed", "feed.json", *LINK, "--format", "json")
    assert result.stdout_bytes == FEED
    assert result.stderr == ""  # it has a title, and every post a link


@pytest.mark.parametrize("document", ["[]", '{"version":1,"posts":[]}'])
def test_json_without_posts(run: Run, document: str) -> None:
    assert run("list", "-", input=document, exit_code=3).stderr == "No post matches.\n"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ('{"', "<stdin>: is not JSON that postindex wrote: "),
        ("[{]", "<stdin>: is not JSON that postindex wrote: "),
        ('{"a":' * 100_000, "<stdin>: is not JSON that postindex wrote: "),
        (f'{{"a":{"1" * 5000}}}', "<stdin>: is not JSON that postindex wrote: "),
        ("{}", "<stdin>: "),
        ('{"version":1,"posts":[{"title":""}]}', "<stdin>: posts.0.title: '' is not a title"),
        ('[{"title":"Tea"}]', "<stdin>: row 0: "),
        ('{"version":"https://jsonfeed.org/version/1.1","title":"x"}', "<stdin>: "),
        (FEED.decode().replace("2026-03-22T09:30:00+00:00", "2026-02-30"), "<stdin>: is not JSON that postindex wrote"),
    ],
    ids=lambda value: value[:40],
)
def test_other_json_is_a_usage_error_that_names_the_place(run: Run, document: str, message: str) -> None:
    result = run("list", "-", input=document, exit_code=2)
    assert result.stderr.startswith(f"Error: {message}")
    assert not re.search(r"PostIndex|JsonFeed|Post\.|Traceback", result.stderr)


@pytest.mark.parametrize("text", ["{tea} and pots\n", "[1] Tea\n", "[Tea](tea)\n"])
def test_a_listing_may_begin_with_a_bracket(run: Run, text: str) -> None:
    assert run("check", "-", input=f"{text}1 post\n- 2026-03-22\nTea\n").stdout.startswith("<stdin>: 1 post")


def test_posts_that_a_listing_cannot_hold_are_not_formatted(run: Run) -> None:
    Path("posts.json").write_text(INDEX.to_json(), encoding="utf-8")
    result = run("format", "posts.json", exit_code=2)
    assert result.stdout == ""
    assert result.stderr.startswith("Error: posts.json: cannot be written as a listing: ")
    plain = PostIndex([Post(title="Tea", published=date(2026, 3, 22), tags=["tea"])])
    assert run("format", "-", input=plain.to_json()).stdout == write_listing(plain).removeprefix("1 post\n")


# -- several files -----------------------------------------------------------------------------------------------------


def test_check_takes_several_files(run: Run) -> None:
    write("a.txt", "Tea")
    write("b.txt", "Pots", "Cups")
    result = run("check", "a.txt", "b.txt")
    assert result.stdout == "a.txt: 1 post, 2026-03-22, 1 tag\nb.txt: 2 posts, 2026-03-22, 1 tag\n"
    write("c.txt", "Never", day="2026-02-30")
    result = run("check", "a.txt", "c.txt", exit_code=1)
    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == ["a.txt", "c.txt"]
    assert result.stderr.startswith("c.txt:1:3: bad-date: ")


def test_check_expands_a_quoted_glob_as_a_shell_would(run: Run) -> None:
    write("site/b.txt", "Pots")
    write("site/a.txt", "Tea")
    Path("site", "c.txt").mkdir()
    names = [line.partition(":")[0] for line in run("check", "site/*.txt").stdout.splitlines()]
    assert names == [str(Path("site", "a.txt")), str(Path("site", "b.txt"))]


@pytest.mark.parametrize("file", ["site/*.txt", "site", "**/*.txt"])
def test_other_commands_merge_a_glob_like_a_folder(run: Run, file: str) -> None:
    write("site/a.txt", "Tea", "Pots")
    write("site/b.txt", "Tea", "Cups")
    assert {post.title for post in posts_in(run("list", file, "--json"))} == {"Tea", "Pots", "Cups"}


def test_a_file_whose_name_has_magic_characters_is_that_file(run: Run) -> None:
    write("a.txt", "Tea")
    write("[a].txt", "Pots")
    assert [post.title for post in posts_in(run("list", "[a].txt", "--json"))] == ["Pots"]


@pytest.mark.parametrize("command", ["check", "list"])
def test_a_glob_that_matches_nothing_is_a_usage_error(run: Run, command: str) -> None:
    assert "no file matches 'pages/*.txt'" in run(command, "pages/*.txt", exit_code=2).stderr


def test_check_without_a_file_is_a_usage_error(run: Run) -> None:
    assert "Missing argument 'FILE...'" in run("check", exit_code=2).stderr


def test_no_file_that_was_read_is_overwritten(run: Run) -> None:
    name = write("site/atom.txt", "Tea")
    content = Path(name).read_bytes()
    for file in ("site", "site/*.txt"):
        result = run("feed", file, *LINK, "--title", "Notes", "-o", name, exit_code=2)
        assert result.stderr.endswith("is the listing itself; write the feed to another file\n")
    assert Path(name).read_bytes() == content


# -- problems ----------------------------------------------------------------------------------------------------------

WRONG = "- 2025-03-01 soon min\nTea, twice\n- /tea\n- February 30, 2025\nNever\n"  # bad-reading-time, bad-date


def test_ignored_problems_are_neither_shown_nor_counted(run: Run) -> None:
    codes = sorted(
        problem["code"]
        for problem in json.loads(run("check", "-", "--json", input=WRONG, exit_code=1).stdout)["problems"]
    )
    ignored = [part for code in set(codes) for part in ("--ignore", code)]
    result = run("check", "-", *ignored, input=WRONG)
    assert (result.stderr, "problem" in result.stdout) == ("", False)
    one = run("check", "-", "--ignore", "bad-date", input=WRONG, exit_code=1 if set(codes) != {"bad-date"} else 0)
    assert "bad-date" not in one.output
    assert run("feed", "-", *LINK, "--title", "Notes", *ignored, input=WRONG).stdout.startswith("<?xml")


def test_an_unknown_code_is_a_usage_error(run: Run) -> None:
    result = run("check", "-", "--ignore", "bad-dates", input=WRONG, exit_code=2)
    assert "'bad-dates' is not one of" in result.stderr


def test_json_of_one_file_is_an_object_and_of_several_a_list(run: Run) -> None:
    name = write("a.txt", "Tea")
    one = json.loads(run("check", name, "--format", "json").stdout)
    assert (one["source"], one["posts"], one["problems"]) == (name, 1, [])
    assert json.loads(run("check", name, "--json").stdout) == one
    assert json.loads(run("check", "*.txt", "--json").stdout) == [one]
    assert json.loads(run("check", name, name, "--json").stdout) == [one, one]


def test_json_has_problems_with_severity_and_nothing_on_standard_error(run: Run) -> None:
    result = run("check", "-", "--format", "json", input=WRONG, exit_code=1)
    problem = json.loads(result.stdout)["problems"][-1]
    assert (problem["code"], problem["severity"], problem["line"], problem["column"]) == ("bad-date", "error", 4, 3)
    assert result.stderr == ""


def test_github_annotations(run: Run) -> None:
    Path("a,b:c%.txt").write_text("- February 30, 2025 100%\nNever\n", encoding="utf-8")
    result = run("check", "a,b:c%.txt", "--format", "github", exit_code=1)
    annotation, *_ = result.stdout.splitlines()
    assert annotation.startswith("::error file=a%2Cb%3Ac%25.txt,line=1,col=3,title=bad-date::'February 30, 2025")
    assert result.stderr == ""


def test_omitted_problems_are_one_more_annotation(run: Run) -> None:
    result = run("check", "-", "--format", "github", input="- February 30, 2025\nNever\n" * 102, exit_code=1)
    assert result.stdout.splitlines()[-2] == "::error::<stdin>: 2 more problems"


def test_messages_name_no_python_code(run: Run) -> None:
    result = run(
        "check", "-", input="/tea\n1 post\n- 2026-03-22\nTea\n/pots\n1 post\n- 2026-03-01\nA kettle\n", exit_code=1
    )
    assert "second-header: another listing begins here and was not read" in result.stderr
    assert "parse_listings" not in result.stderr


# -- queries with options ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [["git", "commit", "--amend"], ["commit", "--amend=x"], ["--limit", "1", "commit", "-x"], ["commit", "-hx"]],
    ids=" ".join,
)
def test_unknown_options_are_words_of_a_query(args: list[str]) -> None:
    text = "- 2026-03-22\ngit commit --amend explained\n"
    result = CliRunner().invoke(postindex, ["search", "-", *args], input=text, catch_exceptions=False)
    assert result.exit_code in (0, 3)
    query = " ".join(arg for arg in args if arg not in ("--limit", "1"))
    assert result.exit_code == 0 or result.stderr == f"No post matches {query!r}.\n"


def test_a_mistyped_option_of_search_is_a_usage_error(run: Run) -> None:
    result = run("search", "-", "tea", "--limt", "3", input="- 2026-03-22\nTea\n", exit_code=2)
    assert "No such option '--limt'. Did you mean '--limit'?" in result.stderr


# -- titles and links of feeds -----------------------------------------------------------------------------------------


def test_links_made_of_the_default_permalink_are_announced_once(run: Run) -> None:
    name = write("a.txt", "Tea", "Pots")
    note = "Note: posts without a link get links such as https://e.example/{slug}/; use --permalink to change them.\n"
    args = [*LINK, "--title", "Notes"]
    assert run("feed", name, *args, "-o", "feed.xml").stderr == note
    assert run("feeds", name, "public", *args).stderr == note
    for command in (["feed", name], ["feeds", name, "public"]):
        assert run(*command, *args, "--permalink", "/{slug}/").stderr == ""
    assert "Note" not in run("feed", name, *args, "--tag", "none", exit_code=3).stderr
