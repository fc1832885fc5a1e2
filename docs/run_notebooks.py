"""Run docs/notebooks/*.py and write them with their outputs to a folder. Run by `make notebooks`."""

import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"
SECONDS = 120  # for a cell; the slowest takes two


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(NOTEBOOKS.glob("*.py")):
        notebook = jupytext.read(path)
        where = {"metadata": {"path": str(NOTEBOOKS)}}
        NotebookClient(notebook, resources=where, timeout=SECONDS, record_timing=False).execute()
        nbformat.write(notebook, folder / f"{path.stem}.ipynb")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
