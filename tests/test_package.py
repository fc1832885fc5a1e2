"""What users rely on in the package itself: its metadata and its extras. tests/wheel.py looks into the wheel."""

import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def test_it_is_typed_free_and_for_the_pythons_it_names(project: dict[str, Any]) -> None:
    assert "Typing :: Typed" in project["classifiers"]
    assert (project["license"], project["license-files"]) == (
        "MIT",
        ["LICENSE", "src/postindex/report/minisearch.LICENSE.txt"],
    )
    assert project["requires-python"] == ">=3.11"
    named = [name.removeprefix("Programming Language :: Python :: ") for name in project["classifiers"]]
    assert min(tuple(map(int, name.split("."))) for name in named if name.startswith("3.")) == (3, 11)


def test_its_extras(project: dict[str, Any]) -> None:
    assert set(project["optional-dependencies"]) == {"cli", "html", "plots", "arrow", "sources", "dev"}


def test_what_an_extra_needs_is_not_asked_of_everyone(project: dict[str, Any]) -> None:
    for name in ("click", "rich", "nh3", "matplotlib", "nanoarrow", "pandas"):
        assert not any(needed.startswith(name) for needed in project["dependencies"])


def test_the_version_is_the_installed_one(project: dict[str, Any]) -> None:
    assert project["version"] == version("postindex")
