"""The reference is complete: what it lists is what there is. (That its examples run is conftest.py's part.)"""

import re
from pathlib import Path
from typing import get_args

import pytest

import postindex
from postindex import cadence, feeds, frames, plots, report, sources, websearch
from postindex.errors import Code


def page(root: Path, name: str) -> str:
    return (root / "docs" / name).read_text(encoding="utf-8")


def headings(text: str) -> set[str]:
    return set(re.findall(r"^## (.+)$", text, re.MULTILINE))


def test_api_documents_every_public_name(root: Path) -> None:
    documented = re.findall(r"^\.\. auto\w+:: (\w+)", page(root, "reference/api.md"), re.MULTILINE)
    modules = {
        "cadence": cadence,
        "feeds": feeds,
        "frames": frames,
        "plots": plots,
        "report": report,
        "sources": sources,
        "websearch": websearch,
    }
    public = [name for module in modules.values() for name in module.__all__ if name not in postindex.__all__]
    assert sorted(documented) == sorted([*(set(postindex.__all__) - set(modules)), *public])


def test_every_problem_code_is_documented(root: Path) -> None:
    assert headings(page(root, "reference/problems.md")) == set(get_args(Code))


def test_every_problem_code_has_an_example_that_shows_it(root: Path) -> None:
    _, *sections = re.split(r"^## ", page(root, "reference/problems.md"), flags=re.MULTILINE)
    for section in sections:
        code = section.partition("\n")[0]
        assert re.search(rf"^(?:blog\.txt|index\.html):\d+:\d+: {code}: ", section, re.MULTILINE), code


def test_command_line_documents_every_command_and_option(root: Path) -> None:
    pytest.importorskip("click")
    pytest.importorskip("rich")
    from click import Context

    from postindex.cli.commands import postindex as command

    context = Context(command)
    commands = {name: command.get_command(context, name) for name in command.list_commands(context)}
    text = page(root, "reference/command-line.md")
    options = {
        name
        for each in commands.values()
        for option in (each.params if each else ())
        for name in (*option.opts, *option.secondary_opts)
    }
    assert headings(text) == {*commands, "Filters"}
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", text)) == {name for name in options if name.startswith("-")}


def test_contributing_names_only_targets_that_the_makefile_has(root: Path) -> None:
    makefile = root / "Makefile"
    if not makefile.exists():
        pytest.skip("the Makefile is not part of what the wheel is tested with")
    targets = re.findall(r"^([a-z]+):", makefile.read_text(encoding="utf-8"), re.MULTILINE)
    named = set(re.findall(r"`make (\w+)`", (root / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert {"demo", "test", "check", "bench", "docs"} <= named <= set(targets)
