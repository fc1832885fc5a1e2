"""FILE: listings, folders, globs, several files and JSON; and problems in every form."""

import json
import re
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from postindex import Channel, Enclosure, InvalidValue, Listing, Post, PostIndex, Problem, feeds, write_listing
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
    assert run("check", "feed.json").stdout == "feed.json: 2 posts, 2026-03-01 to 2026-03-22, 3 tags, 1 warning\n"


def test_a_json_feed_written_again_is_the_same_feed(run: Run) -> None:
    Path("feed.json").write_bytes(FEED)
    result = run("feed", "feed.json", *LINK, "--format", "json")
    assert result.stdout_bytes == FEED
    assert result.stderr.startswith("feed.json:1:1: warning: incomplete-feed: ")
    assert result.stderr.count("\n") == 1  # it has a title, and every post a link


@pytest.mark.parametrize("document", ["[]", '{"version":1,"posts":[]}'])
def test_json_without_posts(run: Run, document: str) -> None:
    assert run("list", "-", input=document, exit_code=3).stderr == "No post matches.\n"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ('{"', "is not valid JSON: "),
        ("[{]", "is not valid JSON: "),
        ('{"a":' * 100_000, "is nested too deeply"),
        (f'{{"a":{"1" * 5000}}}', "an integer of 5,000 digits"),
        ("{}", "has no list of posts"),
        ('{"version":1,"version":1,"posts":[]}', "'version' is twice"),
        ('{"version":1,"posts":[{"title":"","published":"2026-03-22"}]}', "post 0: title: '' is not a title"),
        ('{"version":1,"posts":[{"title":""},{}]}', "post 1: {} has no "),
        ('[{"title":"Tea"}]', "post 0: "),
        ('{"version":"https://jsonfeed.org/version/1.1","title":"x"}', "bad-file: "),
        ('{"version":"https://jsonfeed.org/version/2","title":"x"}', "its version is 'https://jsonfeed.org/version/2'"),
        (FEED.decode().replace("2026-03-22T09:30:00+00:00", "2026-02-30"), "'2026-02-30' is not a date; "),
    ],
    ids=lambda value: value[:40],
)
def test_other_json_is_a_problem_that_names_the_place(run: Run, document: str, message: str) -> None:
    result = run("check", "-", input=document, exit_code=1)
    assert result.stderr.startswith("<stdin>:")
    assert message in result.stderr
    assert not re.search(r"PostIndex|JsonFeed|Post[.:]|Traceback", result.stderr)


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


def test_a_post_left_out_of_a_feed_is_a_warning_that_names_the_option(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link_of(_channel: Channel, post: Post) -> str:
        if post.title == "Pots":
            raise InvalidValue("Channel.permalink", "/pots/", "is not a link")
        return "https://e.example/tea/"

    monkeypatch.setattr(Channel, "link_of", link_of)
    result = run("feed", write("a.txt", "Tea", "Pots"), *LINK, "--title", "Notes", "--permalink", "/{slug}/")
    assert result.stderr == ("Warning: '2026-03-22-pots' is not in the feed: --permalink: '/pots/' is not a link\n")


def test_other_warnings_are_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def link_of(_channel: Channel, _post: Post) -> str:
        warnings.warn("tea is \x9b31m hot", stacklevel=1)
        return "https://e.example/tea/"

    monkeypatch.setattr(Channel, "link_of", link_of)
    monkeypatch.setattr(warnings, "filters", [])
    result = run("feed", write("a.txt", "Tea"), *LINK, "--title", "Notes", "--permalink", "/{slug}/")
    assert result.stderr == "Warning: tea is \ufffd31m hot\n"


def test_no_file_that_was_read_is_overwritten(run: Run) -> None:
    name = write("site/atom.txt", "Tea")
    content = Path(name).read_bytes()
    for file in ("site", "site/*.txt"):
        result = run("feed", file, *LINK, "--title", "Notes", "-o", name, exit_code=2)
        assert result.stderr.endswith("is the listing itself; write the feed to another file\n")
    assert Path(name).read_bytes() == content


# -- encodings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252", "UTF-32"])
def test_files_in_other_encodings(run: Run, encoding: str) -> None:
    Path("site").mkdir()
    Path("site", "a.txt").write_bytes("/thé\r\n- 2026-03-22\r\nThé glacé\r\n- /thé\r\n".encode(encoding))
    for file in ("site/a.txt", "site", "site/*.txt"):
        (post,) = posts_in(run("list", file, "--encoding", encoding, "--json"))
        assert (post.title, [tag.name for tag in post.tags]) == ("Thé glacé", ["thé"])


def test_json_in_another_encoding(run: Run) -> None:
    document = INDEX.to_json().encode("utf-16")
    assert posts_in(run("list", "-", "--encoding", "utf-16", "--json", input=document)) == INDEX


def test_a_file_that_is_not_of_the_encoding_is_a_usage_error(run: Run) -> None:
    result = run("list", "-", "--encoding", "ascii", input="- 2026-03-22\nThé\n".encode(), exit_code=2)
    assert result.stderr == (
        "Error: <stdin>: cannot be decoded as ascii: ordinal not in range(128) at offset 15; use another --encoding\n"
    )


@pytest.mark.parametrize("name", ["utf-99", "rot13", "hex", "undefined", ""])
def test_an_unknown_encoding_is_a_usage_error(run: Run, name: str) -> None:
    result = run("list", "-", "--encoding", name, input="", exit_code=2)
    assert f"{name!r} is not an encoding of text" in result.stderr


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


def test_several_listings_in_one_text_are_merged(run: Run) -> None:
    text = "/tea\n1 post\n- 2026-03-22\nTea\n/pots\n1 post\n- 2026-03-01\nA kettle\n"
    assert run("check", "-", input=text).stdout.startswith("<stdin>: 2 posts")
    assert [post.title for post in posts_in(run("list", "-", "--json", input=text))] == ["Tea", "A kettle"]


@pytest.mark.parametrize(
    ("content", "option"),
    [
        ("Nothing here.", "--kind"),
        ("---\ntitle: Tea\ndate: 2026-03-22\nbrewed: yes\n---\n", "--ignore unknown-field"),
        ("---\ntitle: Tea\ndate: 2026-03-22\ndraft: true\n---\n", "--drafts"),
        ("---\ndate: 2026-03-22\n---\nOn leaves.\n", "--untitled first-words"),
        ("<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots</a></ul>", "--source-url"),
    ],
)
def test_messages_name_options_and_no_python_code(run: Run, content: str, option: str) -> None:
    result = run("check", "-", input=content, exit_code=int("Nothing" in content))
    assert option in result.stderr
    assert not re.search(r"\w=|sources\.|parse_|read_", result.stderr)


def test_a_table_without_known_columns_asks_to_rename_them(run: Run) -> None:
    result = run("check", "-", "--kind", "csv", input="Headline,When\nTea,2026-03-22\n", exit_code=1)
    assert "; rename it" in result.stderr
    assert "fields=" not in result.stderr


def test_entries_without_a_title_take_their_first_words(run: Run) -> None:
    text = "---\ndate: 2026-03-22\n---\nOn leaves.\n"
    result = run("list", "-", "--untitled", "first-words", "--json", input=text)
    assert [post.title for post in posts_in(result)] == ["On leaves."]


def test_an_address_of_the_source_is_absolute(run: Run) -> None:
    result = run("check", "-", "--source-url", "/blog/", input="- 2026-03-22\nTea\n", exit_code=2)
    assert "is not an absolute http or https link" in result.stderr
    page = "<ul><li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots</a></ul>"
    result = run("list", "-", "--source-url", "https://example.org/", "--json", input=page)
    assert posts_in(result)[0].url == "https://example.org/tea/"


def test_several_files_are_read_as_one(run: Run) -> None:
    files = write("a.txt", "Tea, twice", day="2026-03-22"), write("b.txt", "A kettle", day="2026-03-01")
    result = run("tags", *files)
    assert result.stderr == ""
    assert [post.title for post in posts_in(run("list", *files, "--json"))] == ["Tea, twice", "A kettle"]


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
    assert run("search", "--", "-", "--limit", input="- 2026-03-22\nTea\n", exit_code=3).stderr.startswith("No post")


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


# -- warnings ----------------------------------------------------------------------------------------------------------


def problems(errors: int, warnings: int, omitted: int) -> Listing:
    """Return a listing with problems: errors are kept before warnings."""
    return Listing(
        problems=(
            *(Problem("a.txt", line, 1, "bad-date", "is wrong") for line in range(1, errors + 1)),
            *(Problem("a.txt", line, 1, "navigation", "is a menu") for line in range(1, warnings + 1)),
        ),
        omitted=omitted,
        source="a.txt",
    )


@pytest.mark.parametrize(
    ("listing", "ignored", "summary", "exit_code"),
    [
        (problems(0, 2, 0), [], "0 posts, 2 warnings", 0),
        (problems(1, 1, 0), [], "0 posts, 1 problem, 1 warning", 1),
        (problems(0, 100, 5), [], "0 posts, 105 warnings", 0),
        (problems(100, 0, 5), [], "0 posts, 105 problems", 1),
        (problems(2, 98, 5), [], "0 posts, 2 problems, 103 warnings", 1),
        (problems(1, 1, 0), ["bad-date"], "0 posts, 1 warning", 0),
        (problems(0, 100, 5), ["navigation"], "0 posts", 0),
        (problems(2, 98, 5), ["bad-date"], "0 posts, 103 warnings", 0),
        (problems(2, 98, 5), ["navigation"], "0 posts, 2 problems", 1),
        (problems(100, 0, 5), ["bad-date"], "0 posts, 5 problems", 1),  # the others may be of another code
    ],
)
def test_only_errors_set_the_exit_status(
    run: Run, monkeypatch: pytest.MonkeyPatch, *, listing: Listing, ignored: list[str], summary: str, exit_code: int
) -> None:
    Path("a.txt").touch()
    monkeypatch.setattr("postindex.sources.read_any.read", lambda *_, **__: listing)
    args = [part for code in ignored for part in ("--ignore", code)]
    result = run("check", "a.txt", *args, exit_code=exit_code)
    assert result.stdout == f"a.txt: {summary}\n"
    assert ("a.txt:1:1: warning: navigation: is a menu\n" in result.stderr) == ("warning" in summary)
    assert run("check", "a.txt", "--format", "github", *args, exit_code=exit_code).stdout.count("::warning ") == sum(
        problem.code == "navigation" and "navigation" not in ignored for problem in listing.problems
    )


def test_a_feed_of_a_listing_with_warnings_is_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = problems(0, 1, 0).model_copy(update={"posts": tuple(INDEX)})
    Path("a.txt").touch()
    monkeypatch.setattr("postindex.sources.read_any.read", lambda *_, **__: listing)
    assert run("feed", "a.txt", *LINK, "--title", "Notes").stdout.startswith("<?xml")


# -- layouts -----------------------------------------------------------------------------------------------------------

TITLES = ("Glazing pots with ash", "A teapot lid that fits", "Firing at night", "Wedging clay", "Handles that hold")
TEXT = "Notes of a potter\n\n" + "\n".join(f"   * {t} ({12 - n} March 2026)\n" for n, t in enumerate(TITLES))
HTML = "<!DOCTYPE html><title>Notes</title><ul>" + "".join(
    f"<li>2026-03-{12 - n} <a href='/{n}/'>{title}</a>" for n, title in enumerate(TITLES)
)


@pytest.mark.parametrize(("name", "content"), [("page.txt", TEXT), ("page.html", HTML)])
def test_check_explains_how_a_page_of_any_layout_was_read(run: Run, name: str, content: str) -> None:
    Path(name).write_text(content, encoding="utf-8")
    result = run("check", name, "--layout", "auto", "--explain")
    assert result.stdout.startswith(f"{name}: 5 posts, 2026-03-08 to 2026-03-12, 0 tags")
    assert "5 dates such as " in result.stdout.splitlines()[1]
    assert result.exit_code == 0


def test_check_explains_the_listing_format(run: Run) -> None:
    Path("blog.txt").write_text("- 2026-03-22\nTea, twice\n", encoding="utf-8")
    assert run("check", "blog.txt", "--explain").stdout.splitlines()[1] == "  the listing format"


def test_problems_of_html_name_the_file_and_options(run: Run) -> None:
    Path("page.html").write_text(HTML, encoding="utf-8")
    result = run("check", "page.html", "--layout", "auto")
    assert result.stderr.startswith("page.html:1:1: warning: relative-links: ")
    assert "url=" not in result.stderr


def test_a_page_of_another_layout_is_read(run: Run) -> None:
    Path("page.txt").write_text(TEXT, encoding="utf-8")
    assert "5 posts" in run("check", "page.txt").stdout
    result = run("check", "page.txt", "--layout", "strict", exit_code=1)
    assert "--layout auto" in result.stderr
    assert "layout=" not in result.stderr


def test_an_example_settles_the_layout(run: Run) -> None:
    Path("page.txt").write_text(TEXT, encoding="utf-8")
    assert "5 posts" in run("check", "page.txt", "--layout", "auto", "--example", TITLES[0]).stdout


@pytest.mark.parametrize(
    "options", [["--layout", "strict", "--example", "Tea"], ["--layout", "auto", "--example", " "]]
)
def test_an_example_needs_the_layout_and_a_title(run: Run, options: list[str]) -> None:
    Path("page.txt").write_text(TEXT, encoding="utf-8")
    assert "--example" in run("check", "page.txt", *options, exit_code=2).stderr


def test_folders_of_pages_of_any_layout(run: Run) -> None:
    Path("site").mkdir()
    Path("site", "page.txt").write_text(TEXT, encoding="utf-8")
    assert "5 posts" in run("check", "site", "--layout", "auto").stdout
