"""What users rely on in the package itself: its metadata and its extras. tests/wheel.py looks into the wheel."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def require_checkout(root: Path) -> None:
    if not (root / "src").is_dir():
        pytest.skip("the wheel is tested without src")


def test_it_is_typed_free_and_for_the_pythons_it_names(project: dict[str, Any]) -> None:
    assert "Typing :: Typed" in project["classifiers"]
    assert project["license"] == "MIT"
    assert project["requires-python"] == ">=3.11"
    named = [name.removeprefix("Programming Language :: Python :: ") for name in project["classifiers"]]
    assert min(tuple(map(int, name.split("."))) for name in named if name.startswith("3.")) == (3, 11)


def test_its_licences_are_files(root: Path, project: dict[str, Any]) -> None:
    require_checkout(root)
    assert [pattern for pattern in project["license-files"] if not [*root.glob(pattern)]] == []


def test_its_extras(project: dict[str, Any]) -> None:
    assert set(project["optional-dependencies"]) == {"cli", "html", "plots", "arrow", "sources", "dev"}


def test_what_an_extra_needs_is_not_asked_of_everyone(project: dict[str, Any]) -> None:
    for name in ("click", "rich", "nh3", "matplotlib", "nanoarrow", "pandas", "selectolax"):
        assert not any(needed.startswith(name) for needed in project["dependencies"])


def test_the_version_is_the_installed_one(project: dict[str, Any]) -> None:
    assert project["version"] == version("postindex")


def test_what_src_imports_is_a_dependency_and_the_other_way_round(root: Path, project: dict[str, Any]) -> None:
    require_checkout(root)
    distributions = packages_distributions()
    used = {"tzdata"}  # which zoneinfo reads where the system has no time zones
    for path in (root / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in {name.partition(".")[0] for name in names} - {"postindex", *sys.stdlib_module_names}:
                used.add(distributions[name][0].lower().replace("_", "-"))
    extras = {name: needed for name, needed in project["optional-dependencies"].items() if name != "dev"}
    named = [*project["dependencies"], *(each for needed in extras.values() for each in needed)]
    assert {re.split("[<>=\\[]", each)[0] for each in named} == used


def test_every_dependency_has_a_lower_bound(project: dict[str, Any]) -> None:
    needed = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    assert [each for each in needed if ">=" not in each] == []
