"""The table in docs/explanation/architecture.md agrees with the imports of every module."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import postindex

PACKAGE = "postindex"


class Row(NamedTuple):
    layer: int
    may_import: frozenset[int]


@pytest.fixture(scope="module")
def source() -> Path:
    return Path(postindex.__file__).parent  # the wheel's, where it is the wheel that is tested


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def packages(page: str) -> dict[str, Row]:
    return table_of(page)


@pytest.fixture(scope="module")
def modules(source: Path) -> dict[str, set[str]]:
    """Every module by dotted name, and the modules of the package that it imports."""
    paths = {dotted(path, source): path for path in sorted(source.rglob("*.py"))}
    return {name: set(imports(name, path, set(paths))) for name, path in paths.items()}


def table_of(page: str) -> dict[str, Row]:
    """Return the packages of the page's table. Layers and what they may import are numbers and ranges (`0–3, 5`)."""
    packages: dict[str, Row] = {}
    for layer, package, _, may_import in re.findall(r"^\| *(\d+) *\|([^|]*)\|([^|]*)\|([^|]*)\|$", page, re.MULTILINE):
        row = Row(int(layer), frozenset(layers_of(may_import.strip())))
        for name in re.findall(r"`([^`]+)`", package):
            assert name not in packages, f"`{name}` is in two rows"
            packages[name] = row
    assert packages, "the page has no table of packages and modules"
    return packages


def layers_of(cell: str) -> Iterator[int]:
    if cell == "–":
        return
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        yield from range(int(first), int(last or first) + 1)


def dotted(path: Path, source: Path) -> str:
    parts = path.relative_to(source.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(module: str, packages: dict[str, Row]) -> str:
    first = module.split(".")[1] if module != PACKAGE else "__init__"
    return f"{first}/" if f"{first}/" in packages else f"{first}.py"


def imports(module: str, path: Path, known: set[str]) -> Iterator[str]:
    """Yield the package's modules that one imports anywhere, in functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == PACKAGE)
        elif isinstance(node, ast.ImportFrom):
            here = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
            above = here[: len(here) + 1 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            if base.split(".")[0] == PACKAGE:
                for alias in node.names:
                    yield submodule if (submodule := f"{base}.{alias.name}") in known else base


def test_every_module_is_in_one_row_and_every_row_exists(
    packages: dict[str, Row], source: Path, modules: dict[str, set[str]]
) -> None:
    assert {package_of(module, packages) for module in modules} == set(packages)
    assert [package for package in packages if not (source / package).exists()] == []


def test_a_row_imports_only_from_layers_below(packages: dict[str, Row]) -> None:
    assert [package for package, row in packages.items() if any(layer >= row.layer for layer in row.may_import)] == []


def test_a_module_imports_only_what_its_row_allows(packages: dict[str, Row], modules: dict[str, set[str]]) -> None:
    wrong = []
    for module, imported in modules.items():
        package = package_of(module, packages)
        for other in sorted(imported):
            other_package = package_of(other, packages)
            if other_package != package and packages[other_package].layer not in packages[package].may_import:
                wrong.append(f"{module} imports {other}")
    assert wrong == []


def test_no_module_imports_the_package_itself(modules: dict[str, set[str]]) -> None:
    assert [module for module, imported in modules.items() if PACKAGE in imported] == []


def test_every_path_of_the_page_exists(page: str, source: Path, root: Path) -> None:
    paths = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?)`", page))
    assert len(paths) > 30
    assert [path for path in sorted(paths) if not (source / path).exists() and not (root / path).exists()] == []


def test_imports_have_no_cycles(modules: dict[str, set[str]]) -> None:
    TopologicalSorter(modules).prepare()  # raises CycleError, which names the cycle


def test_the_package_has_as_few_layers_as_its_imports_allow(
    packages: dict[str, Row], modules: dict[str, set[str]]
) -> None:
    longest: dict[str, int] = {}
    below = {
        package: {
            package_of(m, packages)
            for module, i in modules.items()
            if package_of(module, packages) == package
            for m in i
        }
        - {package}
        for package in packages
    }
    for package in TopologicalSorter(below).static_order():
        longest[package] = max((longest[other] + 1 for other in below[package]), default=0)
    assert max(row.layer for row in packages.values()) == max(longest.values()) + 1


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import postindex", {"postindex"}),
        ("import postindex.text", {"postindex.text"}),
        ("import postindexer, os.path", set()),
        ("from postindex import Post", {"postindex"}),
        ("from postindex import text", {"postindex.text"}),
        ("from postindex.text import words", {"postindex.text"}),
        ("def f():\n    from postindex.text import words", {"postindex.text"}),
        ("if TYPE_CHECKING:\n    from postindex.text import words", {"postindex.text"}),
        ("from . import lines", {"postindex.listing.lines"}),
        ("from .. import text", {"postindex.text"}),
        ("from ..text import words", {"postindex.text"}),
        ("from .. import Post", {"postindex"}),
    ],
)
def test_imports_are_found_anywhere_in_a_module(code: str, found: set[str], tmp_path: Path) -> None:
    path = tmp_path / "parser.py"
    path.write_text(code, encoding="utf-8")
    known = {"postindex", "postindex.text", "postindex.listing", "postindex.listing.lines"}
    assert set(imports("postindex.listing.parser", path, known)) == found
    path = tmp_path / "__init__.py"
    path.write_text(code, encoding="utf-8")
    assert set(imports("postindex.listing", path, known)) == found


def test_the_table_of_the_page_is_parsed() -> None:
    page = """
| layer | package | what it holds | may import |
|---|---|---|---|
| 0 | `a.py` `b.py` | `c.py` is not here | – |
| 12 | `d/` | lines | 0–2, 5 |
"""
    assert table_of(page) == {
        "a.py": Row(0, frozenset()),
        "b.py": Row(0, frozenset()),
        "d/": Row(12, frozenset({0, 1, 2, 5})),
    }
    with pytest.raises(AssertionError, match="is in two rows"):
        table_of(page + "| 1 | `a.py` | again | 0 |\n")
    with pytest.raises(AssertionError, match="no table"):
        table_of("# Architecture\n")
