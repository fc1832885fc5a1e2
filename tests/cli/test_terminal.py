"""Output for people: text of listings, files and options never controls the terminal."""

import io
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from postindex import Channel, feeds, parse_listing
from postindex.cli.commands import postindex
from postindex.cli.terminal import safe_line, safe_lines, write_document

LINK = ["--link", "https://example.org/", "--title", "Notes", "--permalink", "/{id}/"]
# C0, DEL, C1 (U+009B is CSI, U+009D is OSC), and embeddings, overrides and isolates of UAX 9.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
SEQUENCES = ["\x9b31m", "\x9d0;title\x9c", "\x7f", "\x85", "\u202egnp.exe", "\u2067abc", "\u2069"]


def listing(odd: str) -> str:
    """Return a listing with odd text in every place that can hold it."""
    return (
        f"/b{odd}log\nPosts {odd} of tea.\n2 posts\n"
        f"- 2025-03-02\nTea {odd} twice\nOn {odd} tea.\n- /tea{odd}x\n- /pots\n"
        f"- 2025-03-01\nTea {odd} once\n- /tea{odd}xx\n- /pots\n"
    )


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


def output(args: Sequence[str], odd: str) -> str:
    Path("blog.txt").write_text(listing(odd), encoding="utf-8")
    result = CliRunner().invoke(postindex, args, catch_exceptions=False)
    return result.output.replace("\r\n", "\n")


@pytest.mark.parametrize("odd", SEQUENCES, ids=ascii)
@pytest.mark.parametrize(
    "args",
    [
        ["check", "blog.txt"],
        ["list", "blog.txt"],
        ["tags", "blog.txt"],
        ["tags", "blog.txt", "--similar"],
        ["search", "blog.txt", "twice"],
        ["related", "blog.txt", "twice"],
        ["cadence", "blog.txt"],
        ["feeds", "blog.txt", "public", "--head", *LINK],
    ],
    ids=" ".join,
)
def test_text_of_a_listing_never_controls_the_terminal(args: list[str], odd: str) -> None:
    shown = output(args, odd)
    assert shown
    assert not UNSAFE.search(shown), ascii(shown)


@pytest.mark.parametrize("odd", SEQUENCES, ids=ascii)
@pytest.mark.parametrize(
    "args",
    [
        ["list", "no{}.txt"],
        ["list", "blog.txt", "--tag", "{}"],
        ["list", "blog.txt", "--fro{}m"],
        ["che{}ck", "blog.txt"],
        ["--ver{}sion"],
        ["search", "blog.txt", "xyzzy{}"],
        ["related", "blog.txt", "xyzzy{}"],
        ["feed", "blog.txt", *LINK, "-o", "no{}/atom.xml"],
        ["feed", "blog.txt", *LINK, "-o", "no{}.foo"],
        ["feeds", "blog.txt", "blog.txt/{}", *LINK],
        ["feeds", "blog.txt", "pub{}lic", "--head", *LINK, "--title", "No{}tes"],
    ],
    ids=" ".join,
)
def test_what_is_typed_never_controls_the_terminal(args: list[str], odd: str) -> None:
    shown = output([arg.replace("{}", odd) for arg in args], "")
    assert not UNSAFE.search(shown), ascii(shown)


@pytest.mark.parametrize("odd", [*SEQUENCES, "\x1b[31m", "\n::error::x"], ids=ascii)
@pytest.mark.parametrize("name", ["check", "list", "feed"])
def test_file_names_and_excerpts_never_control_the_terminal(name: str, odd: str) -> None:
    os.mkdir("site")
    try:
        Path("site", f"a{odd}.txt").write_text(f"- February 30, 2025 {odd}\nTea\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system does not take the name")
    result = CliRunner().invoke(postindex, [name, "site", *(LINK if name == "feed" else [])], catch_exceptions=False)
    assert "bad-date" in result.stderr
    assert not UNSAFE.search(result.output), ascii(result.output)
    assert "\n::error" not in result.output


def test_an_unsafe_title_keeps_its_row() -> None:
    *_, row = output(["list", "blog.txt", "--limit", "1"], "\u202e").splitlines()
    assert row == "2025-03-02  Tea \ufffd twice       tea\ufffdx, pots"


@pytest.mark.parametrize("odd", [*SEQUENCES, "\u200f", "\u061c"], ids=ascii)
def test_json_escapes_what_a_terminal_obeys_and_loses_nothing(odd: str) -> None:
    Path("blog.txt").write_text(listing(odd), encoding="utf-8")
    shown = CliRunner().invoke(postindex, ["list", "blog.txt", "--json"], catch_exceptions=False).stdout
    assert odd[0] not in shown
    assert json.loads(shown)[0]["title"] == parse_listing(listing(odd), strict=False).posts[0].title


@given(st.text())
def test_safe_text_has_no_control_and_the_same_length(text: str) -> None:
    assert not UNSAFE.search(safe_line(text))
    assert not re.search("[\t\n]", safe_line(text))
    assert not UNSAFE.search(safe_lines(text))
    assert len(safe_line(text)) == len(safe_lines(text)) == len(text)


@given(st.text())
def test_safe_text_stays(text: str) -> None:
    text = "".join(char for char in text if not UNSAFE.match(char) and char not in "\t\n\u2028\u2029")
    assert safe_line(text) == safe_lines(text) == text


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("terminal", [True, False])
def test_a_document_is_made_safe_for_a_terminal_alone(terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    document = feeds.rss(parse_listing(listing("\x9b31m")).posts, Channel(title="N", link="https://example.org/"))
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", (Terminal if terminal else io.TextIOWrapper)(written, encoding="utf-8"))
    write_document(document)
    sys.stdout.flush()
    expected = document.decode().replace("\x9b", "\ufffd").encode() if terminal else document
    assert written.getvalue() == expected
