"""The check of `make lint` that finds phrases to avoid."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def english(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(root / "tests")
    return import_module("english")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("each with its mend", "mend"),
        ("Mended on Monday.", "Mended"),
        ("counted anew", "anew"),
        ("Whoever reads it", "Whoever"),
        ("oftener than chance", "oftener"),
        ("by likeness", "likeness"),
        ("it looks like a date and is none", "is none"),
        ("At most so many.", "At most so many"),
        ("posts at least so near", "at least so near"),
        ("'x' is no date", "is no date"),
        ("'x' is no {kind}", "is no {kind"),
        ("what is no path", "is no path"),
        ("this is no moreover", "is no moreover"),
        ("elsewhere is no date", "is no date"),
        ("def test_what_is_no_path_is_refused()", "is no path"),
        ("def is_none(value)", "is none"),
    ],
)
def test_phrases_to_avoid_are_found(english: Any, text: str, phrase: str) -> None:
    assert [*english.phrases(text)] == [(1, phrase)]


@pytest.mark.parametrize(
    "text",
    [
        "recommend amendments",
        "a value that is None",
        "there is no post",
        "if there is none",
        "There  is no post",
        "where there\n    # is no post",
        "test_there_is_no_post",
        "It is no longer used, and is no more than a name.",
        "is not a valid date",
        "this is noted",
        "canew",
    ],
)
def test_other_text_is_left_alone(english: Any, text: str) -> None:
    assert [*english.phrases(text)] == []


def test_a_phrase_may_continue_on_the_next_line(english: Any) -> None:
    text = "one\n    # the text is\n    # no date, counted\n    anew"
    assert [*english.phrases(text)] == [(2, "is no date"), (4, "anew")]


def test_the_files_that_people_read_are_checked(english: Any, root: Path) -> None:
    names = [name for name, _ in english.files(root)]
    assert {"README.md", "CHANGELOG.md", "docs/index.md", "tests/conftest.py"} <= {*names}
    assert not any(name.endswith(("english.py", "minisearch.js")) or "node_modules" in name for name in names)


def test_the_help_of_every_command_is_checked(english: Any) -> None:
    pytest.importorskip("click")
    pytest.importorskip("rich")
    from postindex.cli.commands import postindex as command

    texts = dict(english.helps())
    assert {*texts} == {"postindex --help", *(f"postindex {name} --help" for name in command.commands)}
    assert all(text.startswith("Usage: ") for text in texts.values())


def test_it_prints_each_place_and_exits_with_1_if_there_is_one(
    english: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(english, "ROOT", tmp_path)
    monkeypatch.setattr(english, "helps", lambda: [("postindex --help", "Usage:\n  anew")])
    (tmp_path / "docs" / "_build").mkdir(parents=True)
    (tmp_path / "docs" / "_build" / "page.md").write_text("whoever", encoding="utf-8")
    (tmp_path / "docs" / "page.md").write_text("one\ntwo whoever", encoding="utf-8")
    assert english.main() == 1
    assert capsys.readouterr().out == "docs/page.md:2: whoever\npostindex --help:2: anew\n"


def test_it_exits_with_0_if_there_are_none(
    english: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(english, "ROOT", tmp_path)
    monkeypatch.setattr(english, "helps", lambda: [("postindex --help", "Usage:")])
    assert english.main() == 0
    assert capsys.readouterr().out == ""
