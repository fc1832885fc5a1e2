"""A text of any layout → `Listing`: the posts that its dates and lines prove, or one problem that says why not."""

from postindex.index.order import with_distinct_ids
from postindex.listing.findings import Findings
from postindex.listing.layouts.inference import Inference, InferredPost, infer_posts
from postindex.listing.values import Layout, Listing, Origin
from postindex.models import Post, Tag
from postindex.text import XML_FORBIDDEN


def read_inferred(text: str, findings: Findings, example: str | None) -> Listing:
    """Return the posts of a text of any layout. Where they are not proven, one `uncertain-layout` problem says why.

    `example` is the title of one of the posts.
    """
    if found := XML_FORBIDDEN.search(text):
        row = text.count("\n", 0, found.start())
        findings.report((row + 1, ""), 0, "control-character", f"U+{ord(found[0]):04X} is not text; it was left out")
        text = XML_FORBIDDEN.sub(" ", text)
    inference = infer_posts(text, example=example)
    if not inference.posts:
        findings.report((1, ""), 0, "no-posts", str(inference))
    elif not inference.proven:
        findings.report((inference.posts[0].title_row + 1, ""), 0, "uncertain-layout", str(inference))
    posts = [_post(inferred) for inferred in inference.posts]
    origins = [Origin(line=min(inferred.title_row, inferred.date_row) + 1) for inferred in inference.posts]
    problems, omitted = findings.settle()
    distinct = dict(zip(posts, origins, strict=True))  # a post that repeats counts once
    return Listing(
        posts=with_distinct_ids("Listing.posts", distinct),
        problems=problems,
        omitted=omitted,
        source=findings.source,
        lines=tuple(origin.line or 1 for origin in distinct.values()),
        origins=tuple(distinct.values()),
        layout=_layout(inference),
        kind="listing",
    )


def _post(inferred: InferredPost) -> Post:
    tags = [name for name in inferred.details.tags if any(map(str.isalnum, name))]
    return Post(
        title=inferred.title,
        published=inferred.day,
        summary=inferred.details.summary or "",
        tags=[Tag(name) for name in tags],
        reading_minutes=inferred.details.minutes,
    )


def _layout(inference: Inference) -> Layout | None:
    layout, runner_up = inference.layout, inference.runner_up
    if layout is None:
        return None
    return Layout(
        dates=f"{layout.dates} dates such as {layout.date!r}",
        titles=f"the title is {layout.place}",
        agreed=len(layout.titles),
        total=layout.dates,
        runner_up=runner_up.place if runner_up else None,
        distance=inference.distance,
        left_out=len(inference.left_out),
    )
