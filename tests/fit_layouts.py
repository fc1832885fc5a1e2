"""Fit the weights of `postindex.listing.layouts.scoring` to pages whose posts are known, and print them.

Run it with the folder of the pages, after a change of the figures: `python tests/fit_layouts.py FOLDER`.
A page is `NAME.truth.json` beside its text by a browser, `NAME.lynx.txt` and the like. First comes a table of how well
pages are read whose site the weights have not seen (ten folds of sites); then the weights of all pages, to be copied
into the module. The script writes no file.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from postindex.listing.layouts.inference import Inference, conclude, readings_of
from postindex.listing.layouts.rendered import Line, read_lines
from postindex.listing.layouts.scoring import FIGURES, Reading

RENDERERS = ("lynx", "w3m", "lynx80", "w3m80")
FOLDS = 10
STEPS = 250
STEP_SIZE = 0.05
RIDGE = 0.02
SHARPNESS = 25.0  # how much better than the others a good reading is taken to be
WHOLE = 0.95  # of a page's posts
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")

Vector = NDArray[np.float64]
Posts = Counter[tuple[str, str]]


@dataclass
class Page:
    """A page in one rendering, its posts and its readings."""

    name: str
    renderer: str
    site: str
    posts: Posts
    lines: list[Line]
    readings: list[Reading]
    right: list[int]  # posts of each reading that the page has
    invented: list[int]  # posts of each reading that it has not
    figures: NDArray[np.float64]

    @property
    def size(self) -> int:
        return sum(self.posts.values())

    @property
    def quality(self) -> Vector:
        return np.subtract(self.right, self.invented) / max(1, self.size)


def visible(text: str) -> str:
    return " ".join(_INVISIBLE.sub("", text).split())


def load(folder: Path, renderers: Sequence[str] = RENDERERS) -> Iterator[Page]:
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        name = path.name.split(".")[0]
        posts: Posts = Counter()
        if truth.get("text") != "refuse":
            posts.update(
                (visible(post["title"]), post["date"])
                for post in truth["posts"]
                if post.get("title") and not post.get("phantom")
            )
        site = truth.get("source", {}).get("repo") or name
        for renderer in renderers:
            text = folder / f"{name}.{renderer}.txt"
            if text.exists():
                yield page_of(name, renderer, site, posts, text.read_text(encoding="utf-8", errors="replace"))


def page_of(name: str, renderer: str, site: str, posts: Posts, text: str) -> Page:
    lines = read_lines(text)
    readings = readings_of(lines)
    found = [Counter({(visible(pick.text), str(anchor.day)) for anchor, pick in reading.posts}) for reading in readings]
    right = [(posts & one).total() for one in found]
    invented = [one.total() - ok for one, ok in zip(found, right, strict=True)]
    figures = np.array([[reading.figures[name] for name in FIGURES] for reading in readings]).reshape(-1, len(FIGURES))
    return Page(name, renderer, site, posts, lines, readings, right, invented, figures)


def fit(pages: Sequence[Page]) -> Vector:
    """Return the weights under which the good readings of each page come first: softmax over its readings, by Adam."""
    pages = [page for page in pages if page.size and page.readings and page.quality.max() >= 0.5]
    figures = np.concatenate([page.figures for page in pages])
    spread = figures.std(axis=0) + 1e-6
    figures = figures / spread
    sizes = np.array([len(page.readings) for page in pages])
    starts = np.cumsum(sizes) - sizes
    goodness = np.concatenate([SHARPNESS * (page.quality - page.quality.max()) for page in pages])
    weights, momentum, variance = np.zeros((3, len(FIGURES)), dtype=np.float64)

    def shares(scores: Vector) -> Vector:
        exponents: Vector = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        exponents /= np.repeat(np.add.reduceat(exponents, starts), sizes)
        return exponents

    for step in range(1, STEPS + 1):
        scores = figures @ weights
        gradient = RIDGE * weights + (shares(scores) - shares(scores + goodness)) @ figures / len(pages)
        momentum = 0.9 * momentum + 0.1 * gradient
        variance = 0.999 * variance + 0.001 * gradient**2
        weights -= STEP_SIZE * (momentum / (1 - 0.9**step)) / (np.sqrt(variance / (1 - 0.999**step)) + 1e-8)
    weights /= spread
    return weights


def folds(sites: Collection[str]) -> Iterator[set[str]]:
    order = np.random.default_rng(0).permutation(sorted(sites))
    yield from (set(order[start::FOLDS].tolist()) for start in range(FOLDS))


def concluded(page: Page, weights: Vector, example: str | None = None) -> Inference:
    for reading, score in zip(page.readings, page.figures @ weights, strict=True):
        reading.score = float(score)
    return conclude(page.lines, sorted(page.readings, key=lambda reading: -reading.score), example=example)


def cross_validated(pages: Sequence[Page]) -> Iterator[tuple[Page, Vector]]:
    """Yield every page with weights that its site had no part in."""
    for out in folds({page.site for page in pages}):
        weights = fit([page for page in pages if page.site not in out])
        yield from ((page, weights) for page in pages if page.site in out)


def count(page: Page, weights: Vector) -> dict[str, int]:
    if not page.size:
        return {"refuse": 1, "refuse taken": concluded(page, weights).proven}
    counts = {"pages": 1, "posts": page.size}
    best = int((page.figures @ weights).argmax()) if page.readings else None
    if best is not None:
        counts |= {"right": page.right[best], "best whole": page.right[best] >= WHOLE * page.size}
        counts["possible"] = max(page.right) >= WHOLE * page.size
    for kind, example in (("", None), (" by example", min(page.posts)[0])):
        inference = concluded(page, weights, example)
        posts = [(visible(post.title), post.day.isoformat()) for post in inference.posts]
        if inference.proven:
            right = (Counter(posts) & page.posts).total()
            counts |= {
                f"taken{kind}": 1,
                f"taken posts{kind}": len(posts),
                f"invented{kind}": len(posts) - right,
                f"whole{kind}": right >= WHOLE * page.size,
            }
    return counts


def table(rows: Mapping[str, Counter[str]]) -> Iterator[str]:
    kinds = ("", " by example")
    yield f"{'':40}{'as it is':^24}  {'with a title given':^24}"
    yield "text    pages  possible  best is whole  " + "  ".join(["taken  whole  invented  "] * len(kinds)) + "refused"
    for renderer, c in rows.items():
        cells = [
            f"{c['taken' + kind]:5}  {c['whole' + kind]:5}  {c['invented' + kind]:3}/{c['taken posts' + kind]:4}  "
            for kind in kinds
        ]
        best = f"{renderer:6}  {c['pages']:5}  {c['possible']:8}  {c['best whole']:13}  "
        yield best + "  ".join(cells) + f"{c['refuse'] - c['refuse taken']:3}/{c['refuse']}"


def main() -> None:
    pages = list(load(Path(sys.argv[1])))
    rows: dict[str, Counter[str]] = {renderer: Counter() for renderer in RENDERERS}
    for page, weights in cross_validated(pages):
        rows[page.renderer].update(count(page, weights))
    lines = (f'    "{name}": {weight:.2f},' for name, weight in zip(FIGURES, fit(pages), strict=True))
    print(*table(rows), "WEIGHTS = {", *lines, "}", sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
