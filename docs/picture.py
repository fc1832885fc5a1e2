"""Draw docs/images/demo.svg, the README's picture, from the output of the command. Run by `make picture`."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = 88
COMMANDS = (
    ("check", "blog.txt"),
    ("search", "blog.txt", "postgers", "catalog", "--limit", "3"),
    ("related", "blog.txt", "quieter pager", "--limit", "3"),
    ("tags", "blog.txt", "--limit", "5"),
)


def main() -> None:
    console = Console(record=True, width=COLUMNS, file=StringIO())
    for command in COMMANDS:
        shown = " ".join(f"'{word}'" if " " in word else word for word in command)
        console.print(Text("$ ", "green") + Text(f"postindex {shown}", "bold"))
        environment = {**os.environ, "COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color"}
        run = [sys.executable, "-m", "postindex", *command]
        printed = subprocess.run(run, cwd=ROOT / "docs" / "examples", env=environment, check=True, capture_output=True)
        console.print(Text.from_ansi(printed.stdout.decode()), "")
    # The template would fetch its font from the network; any monospaced font is good enough.
    template = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title="postindex", theme=MONOKAI, code_format=template, unique_id="demo")
    (ROOT / "docs" / "images" / "demo.svg").write_text(
        re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
