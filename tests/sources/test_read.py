"""`read` tells what holds posts by its content."""

# ruff: noqa: E501  a document a line

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import postindex
from postindex import InvalidValue, Post, PostIndex, sources
from postindex.sources import archives

RSS = b"<?xml version='1.0'?><!-- x --><rss version='2.0'><channel><item><title>Tea</title><pubDate>Sun, 22 Mar 2026 10:00:00 GMT</pubDate></item></channel></rss>"
ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>Tea</title><id>a:b</id><updated>2026-03-22T10:00:00Z</updated></entry></feed>"
JSON_FEED = b'{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"id": "1", "title": "Tea", "date_published": "2026-03-22T10:00:00Z"}]}'
GHOST = b'{"db": [{"data": {"posts": [{"id": "1", "title": "Tea", "slug": "tea", "status": "published", "published_at": "2026-03-22T10:00:00.000Z"}]}}]}'
WORDPRESS = b"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><title>N</title><wp:wxr_version>1.2</wp:wxr_version><item><title>Tea</title><wp:post_date>2026-03-22 11:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"
PAGE = b"<!doctype html><ul><li>2026-03-22 <a href=/tea/>Tea</a><li>2026-03-01 <a href=/pots/>Pots and cups</a></ul>"
FRONT = b"---\ntitle: Tea\ndate: 2026-03-22\n---\n"
INDEX = PostIndex([Post(title="Tea", published=date(2026, 3, 22))])
KINDS = [
    (b"- 2026-03-22\nTea\n", "listing"),
    (PAGE, "page"),
    (RSS, "rss"),
    (ATOM, "atom"),
    (JSON_FEED, "jsonfeed"),
    (INDEX.to_json().encode(), "json"),
    (WORDPRESS, "wordpress"),
    (GHOST, "ghost"),
    (b"Title,Date\nTea,2026-03-22\n", "csv"),
    (FRONT, "frontmatter"),
    (b"\xef\xbb\xbf" + FRONT, "frontmatter"),
    ("Title;Date\nTea;2026-03-22\n".encode("utf-16"), "csv"),
]


@pytest.mark.parametrize(("content", "kind"), KINDS)
def test_every_kind_is_told_by_its_content(tmp_path: Path, content: bytes, kind: Any) -> None:
    path = tmp_path / "source.bin"
    path.write_bytes(content)
    for source in (content, io.BytesIO(content), path, str(path)):
        listing = postindex.read(source, today=date(2026, 4, 1))
        assert (listing.kind, listing.posts[0].title, listing.posts[0].day) == (kind, "Tea", date(2026, 3, 22))
    assert postindex.read(content, format=kind).posts[0].title == "Tea"


TEXT = b"Notes of a potter\n\n" + b"".join(
    f"   * {title} ({12 - n} March 2026)\n".encode()
    for n, title in enumerate(("Glazing pots with ash", "A teapot lid that fits", "Firing at night", "Wedging clay"))
)


def test_text_of_any_layout_is_read_where_it_proves_itself() -> None:
    assert len(postindex.read(TEXT).posts) == 4
    strict = postindex.read(TEXT, layout="strict", strict=False)
    assert strict.posts == ()
    listing = postindex.read(b"- 2026-02-30\nTea\n- 2026-03-01\nPots\n", strict=False)
    assert [problem.code for problem in listing.problems] == ["bad-date"]
    doubtful = postindex.read(b"Tea (22 March 2026)\n", strict=False)
    assert doubtful.problems


def test_several_listings_in_one_text_are_merged() -> None:
    text = b"/tea\n1 post\n- 2026-03-22\nTea\n/pots\n1 post\n- 2026-03-01\nPots\n"
    assert [post.title for post in postindex.read(text).posts] == ["Tea", "Pots"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"Nothing.", b"\0\1", b"<?xml version='1.0'?><opml/>", b"---\n"])
def test_other_content_is_refused_with_what_was_tried(content: bytes) -> None:
    listing = postindex.read(content, strict=False)
    assert [problem.code for problem in listing.problems] == ["unknown-format"]
    assert "front matter" in listing.problems[0].message
    assert postindex.read(content, strict=False, format="listing").problems[0].code != "unknown-format"


def test_an_unclosed_fence_is_front_matter() -> None:
    assert postindex.read(b"---\ntitle: Tea\n", strict=False).problems[0].code == "bad-file"


def test_bad_arguments_are_refused() -> None:
    with pytest.raises(InvalidValue, match="format"):
        postindex.read(b"", format="pdf")  # type: ignore[arg-type]
    with pytest.raises(InvalidValue, match="layout"):
        postindex.read(b"", layout="loose")  # type: ignore[arg-type]


def test_folders_with_and_without_front_matter(tmp_path: Path) -> None:
    for folder in (".git", "node_modules", "deep"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "feed.xml").write_bytes(RSS)
    (tmp_path / "table.csv").write_bytes(b"Title,Date\nPots,2026-03-01\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    listing = postindex.read(tmp_path)
    assert (listing.kind, sorted(post.title for post in listing.posts)) == (None, ["Pots", "Tea"])
    pots = next(post for post in listing.posts if post.title == "Pots")
    origin = listing.origin(pots)
    assert origin
    assert (origin.line, origin.source) == (2, str(tmp_path / "table.csv"))
    (tmp_path / "post.md").write_bytes(FRONT.replace(b"Tea", b"Kettles"))
    listing = postindex.read(tmp_path)
    assert (listing.kind, [post.title for post in listing.posts]) == ("frontmatter", ["Kettles"])
    empty = tmp_path / "empty"
    empty.mkdir()
    assert postindex.read(empty, strict=False).problems[0].code == "no-posts"


def archive(files: dict[str, bytes], **attributes: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = attributes.get("mode", 0o100644) << 16
            written.writestr(info, content)
    return packed.getvalue()


def test_archives_are_read_as_folders() -> None:
    listing = postindex.read(
        archive({"posts/": b"", "posts/a.md": FRONT, "posts/b.md": FRONT.replace(b"Tea", b"Pots")})
    )
    assert [origin.source for origin in listing.origins] == ["archive.zip/posts/a.md", "archive.zip/posts/b.md"]
    merged = postindex.read(archive({"a.xml": RSS, "b.csv": b"Title,Date\nPots,2026-03-01\n"}))
    assert [page.source for page in merged.pages] == ["archive.zip/a.xml", "archive.zip/b.csv"]


def test_messages_of_an_archive_name_its_files() -> None:
    listings = {f"{name}.txt": b"- 2026-03-22 %d min\nTea, twice\n" % at for at, name in enumerate("ab", 1)}
    problem = postindex.read(archive(listings), strict=False).problems[0]
    assert (problem.code, problem.source) == ("conflict", "archive.zip/b.txt")
    assert problem.message.endswith("on archive.zip/a.txt")


@pytest.mark.parametrize("files", [{"a.md": FRONT, "a.md/b.md": FRONT}, {"x" * 300 + ".md": FRONT}])
def test_archives_with_names_that_no_folder_can_have_are_refused(files: dict[str, bytes]) -> None:
    problems = [postindex.read(archive(files), strict=False).problems for _ in range(2)]
    assert problems[0] == problems[1]
    assert [problem.code for problem in problems[0]] == ["bad-file"]


def test_archives_with_an_unusual_compression_or_an_empty_name_are_refused() -> None:
    packed = bytearray(archive({"a.md": FRONT}))
    packed[packed.rindex(b"PK\x01\x02") + 10] = zipfile.ZIP_LZMA
    assert "is not deflated" in postindex.read(bytes(packed), strict=False).problems[0].message
    assert "leads out of it" in postindex.read(archive({"": FRONT}), strict=False).problems[0].message


def test_archives_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for bad in (archive({"../a.md": FRONT}), archive({"a.md": b"x"}, mode=0o120777), archive({"a.md": FRONT})[:-9]):
        assert postindex.read(bad, strict=False).problems[0].code == "bad-file"
    monkeypatch.setattr(archives, "MAX_EXPANDED", 10)
    assert "expands" in postindex.read(archive({"a.md": FRONT}), strict=False).problems[0].message
    monkeypatch.setattr(archives, "MAX_FILES", 0)
    assert "files" in postindex.read(archive({"a.md": FRONT}), strict=False).problems[0].message
    monkeypatch.setattr("postindex.sources.read_any.MAX_ARCHIVE", 10)
    assert postindex.read(archive({"a.md": FRONT}), strict=False).problems[0].code == "too-large"
    monkeypatch.setattr("postindex.sources.read_any.MAX_SIZE", 10)
    assert postindex.read(PAGE, strict=False).problems[0].code == "too-large"


def test_names_that_sources_does_not_have() -> None:
    assert "read_feed" in dir(sources)
    with pytest.raises(AttributeError, match="has no attribute 'read_pdf'"):
        sources.read_pdf  # type: ignore[attr-defined]  # noqa: B018


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "bad-file"),
        (b"{}", "bad-file"),
        (b'{"version": 2, "posts": []}', "bad-file"),
        (b'{"posts": [{"title": ""}]}', "bad-field"),
        (b'[{"title": "Tea", "published": "soon"}]', "bad-field"),
    ],
)
def test_faults_of_json(content: bytes, code: str) -> None:
    listing = sources.read_json(content, strict=False)
    assert {problem.code for problem in listing.problems} == {code}


def test_a_json_file_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postindex.sources.our_json.MAX_SIZE", 10)
    assert sources.read_json(b"[" + b" " * 20 + b"]", strict=False).problems[0].code == "too-large"


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rst"])
def test_a_markdown_file_without_front_matter_is_taken_for_a_post(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"post{suffix}"
    path.write_bytes(b"On leaves.")
    assert [problem.code for problem in postindex.read(path, strict=False).problems] == ["no-front-matter"]
