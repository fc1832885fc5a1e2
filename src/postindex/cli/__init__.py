"""The command `postindex`. It needs the extra `cli`: click and rich."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command; where it needs click or rich and they are absent, print how to install them, and exit with 2."""
    if isinstance(sys.stdout, TextIOWrapper):  # a title may have characters that the encoding lacks
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        from postindex.cli.commands import postindex

        postindex()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        sys.stderr.write("The command postindex needs click and rich: pip install 'postindex[cli]'\n")
        sys.exit(2)
