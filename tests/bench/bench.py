"""Speed and quality, against a floor or a peer measured in the same run: the times of a shared machine say little.

`make bench` runs every part. `python tests/bench/bench.py search` runs one, and `--sizes 1000 10000` takes other sizes.
"""

import argparse

import feeding
import framing
import pace
import pages
import reading
import relations
import searching
import sourcing
from rich.console import Console

PARTS = {
    "reading": reading.run,
    "relations": relations.run,
    "search": searching.run,
    "feeds": feeding.run,
    "frames": framing.run,
    "pace": pace.run,
    "pages": pages.run,
    "sources": sourcing.run,
}
SIZES = [1_000, 10_000, 100_000]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="all where none is named")
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="POSTS", help="of the generated blogs")
    options = parser.parse_args()
    console = Console(width=120)
    for part in [options.part] if options.part else PARTS:
        PARTS[part](sorted(options.sizes), console)


if __name__ == "__main__":
    main()
