"""The notebooks of the documentation, run as `make notebooks` runs them: what they show, and what they say of it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(path.stem for path in ROOT.glob("docs/notebooks/*.py"))
CALENDAR = "Calendar heat map with a strip for each year and a row for each weekday. 109 posts from 2022-03-06"
EXPECTED = {  # by their text, in the plain text of the outputs
    "rhythm": (
        "<Cadence: 109 posts by month, 2022-03-06 to 2025-10-01>",
        "(7.0, 119, 14)",
        CALENDAR,
        " weekly ",
        " fortnightly ",
        "The rhythm changed on 2023-10-22.",
        "Gap(days=119, before=Post(id='2022-10-23-putting-the-plot-to-bed'",
        "Next post due: 2025-10-01 2025-10-08",
    ),
    "topics": (
        "<PostIndex: 109 posts, 2022-03-06 to 2025-09-17, 15 tags>",
        "Heat map of tags by quarter.",
        "hens   rising",
        "tools  dropped",
        "Dilys on saving bean seed since 1971",
        "Broad beans do not mind what I did to them",
        "potatoes",
    ),
}


def run(folder: Path, hash_seed: str) -> dict[str, list[dict[str, Any]]]:
    """The cells of code of each notebook, by its name."""
    subprocess.run(
        [sys.executable, ROOT / "docs" / "run_notebooks.py", folder],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
    )
    notebooks = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()}
    return {
        name: [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        for name, notebook in notebooks.items()
    }


@pytest.fixture(scope="module")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    return run(tmp_path_factory.mktemp("notebooks"), "1")


def outputs(cells: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [cell["outputs"] for cell in cells]


def texts(cells: list[dict[str, Any]], kind: str) -> list[str]:
    shown = (output.get("data", {}).get(kind, output.get("text", "")) for cell in cells for output in cell["outputs"])
    return ["".join(text) for text in shown]


def test_all_notebooks_run(notebooks: dict[str, list[dict[str, Any]]]) -> None:
    assert sorted(notebooks) == NAMES == sorted(EXPECTED)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_has_an_output_and_no_warning(notebooks: dict[str, list[dict[str, Any]]], name: str) -> None:
    for cell in notebooks[name]:
        assert len(cell["outputs"]) == 1, cell["source"]
        assert cell["outputs"][0].get("name") != "stderr", cell["outputs"]


@pytest.mark.parametrize("name", NAMES)
def test_outputs_contain_what_the_text_describes(notebooks: dict[str, list[dict[str, Any]]], name: str) -> None:
    output = "\n".join(texts(notebooks[name], "text/plain"))
    assert [words for words in EXPECTED[name] if words not in output] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_a_text_alternative(notebooks: dict[str, list[dict[str, Any]]], name: str) -> None:
    drawn = [cell for cell in notebooks[name] if "plots." in "".join(cell["source"])]
    pictures = re.findall(r'<img [^>]*alt="[^"]{60,}">', "".join(texts(notebooks[name], "text/html")))
    assert len(pictures) == sum("import" not in "".join(cell["source"]) for cell in drawn) > 0


def test_another_run_has_the_same_outputs(notebooks: dict[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    again = run(tmp_path, "2")
    assert {name: outputs(cells) for name, cells in again.items()} == {
        name: outputs(cells) for name, cells in notebooks.items()
    }
