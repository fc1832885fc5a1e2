"""What users rely on in the package itself: its metadata, its extras, and what a wheel carries."""

import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def test_it_is_typed_free_and_for_the_pythons_it_names(project: dict[str, Any]) -> None:
    assert "Typing :: Typed" in project["classifiers"]
    assert (project["license"], project["license-files"]) == ("MIT", ["LICENSE"])
    assert project["requires-python"] == ">=3.11"
    named = [name.removeprefix("Programming Language :: Python :: ") for name in project["classifiers"]]
    assert min(tuple(map(int, name.split("."))) for name in named if name.startswith("3.")) == (3, 11)


def test_its_extras(project: dict[str, Any]) -> None:
    assert set(project["optional-dependencies"]) == {"cli", "plots", "arrow", "sources", "dev"}


def test_what_an_extra_needs_is_not_asked_of_everyone(project: dict[str, Any]) -> None:
    for name in ("click", "rich", "matplotlib", "nanoarrow", "pandas"):
        assert not any(needed.startswith(name) for needed in project["dependencies"])


def test_the_version_is_the_installed_one(project: dict[str, Any]) -> None:
    assert project["version"] == version("postindex")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    builder = pytest.importorskip("hatchling.builders.wheel").WheelBuilder(str(root))
    built = next(builder.build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]))
    with ZipFile(built) as files:
        yield files


def test_a_wheel_carries_the_package_and_nothing_else(root: Path, wheel: ZipFile) -> None:
    files = {name for name in wheel.namelist() if ".dist-info/" not in name}
    source = root / "src"
    assert "postindex/py.typed" in files
    assert files == {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".pyo")
    }


def test_a_wheel_says_what_it_is(wheel: ZipFile) -> None:
    metadata = next(wheel.read(name).decode() for name in wheel.namelist() if name.endswith("/METADATA"))
    for line in ("License-Expression: MIT", "Requires-Python: >=3.11", "Classifier: Typing :: Typed"):
        assert f"\n{line}\n" in metadata
    for extra in ("cli", "plots", "arrow", "sources"):
        assert f"\nProvides-Extra: {extra}\n" in metadata
    assert [name for name in wheel.namelist() if name.endswith("/licenses/LICENSE")] != []
