"""All feeds of a site: which files there are, what they hold, and what is never touched."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any, get_args
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from postindex import Channel, InvalidValue, Post, PostIndex, PostLeftOut, Tag
from postindex.feeds import Publication, write_all
from postindex.feeds import folder as feed_folder
from postindex.feeds.documents import FORMAT_FUNCTIONS, document_of
from postindex.feeds.metadata import Format
from postindex.files import replace_file

FORMATS: tuple[Format, ...] = get_args(Format)
ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "https://example.org/blog/"
CHANNEL = Channel(title="Notes", link=SITE, authors=["A. Writer"], tag_permalink="/topics/{slug}/")
POSTS = [
    Post(title="Tea", published=date(2026, 3, 22), tags=["tea", "C++"]),
    Post(title="Pots", published=date(2026, 3, 21), tags=["pots", "tea"]),
    Post(title="Lids", published=date(2026, 3, 20), tags=["pots", "tea"]),
    Post(title="Plain", published=date(2026, 3, 19)),
]
OWN = ["atom.xml", "feed.json", "rss.xml"]


def of_tags(*slugs: str) -> list[str]:
    return [f"tags/{slug}/{name}" for slug in slugs for name in OWN]


EVERYTHING = ["atom.xml", "feed.json", "feeds.opml", "rss.xml", *of_tags("c-plus-plus", "pots", "tea")]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def shown(paths: tuple[Path, ...], folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in paths]


def titles(path: Path) -> list[str | None]:
    if path.suffix == ".json":
        return [item["title"] for item in json.loads(path.read_bytes())["items"]]
    name, entry = ("title", "item") if path.name.startswith("rss") else (f"{ATOM}title", f"{ATOM}entry")
    return [element.findtext(name) for element in etree.parse(path).getroot().iter(entry)]


def age(folder: Path) -> dict[str, int]:
    """Make all files old, and return when each was written, by name."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(1, 1))
    return written(folder)


def written(folder: Path) -> dict[str, int]:
    return {name: (folder / name).stat().st_mtime_ns for name in files(folder)}


# -- which files ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [list, iter, PostIndex, reversed])
def test_every_feed_has_a_file(given: Callable[[Any], Any], tmp_path: Path) -> None:
    done = write_all(given(POSTS), CHANNEL, tmp_path)
    assert files(tmp_path) == EVERYTHING
    assert shown(done.written, tmp_path) == EVERYTHING
    assert (done.unchanged, done.stale, done.removed) == ((), (), False)


def test_feeds_are_reported_most_used_tags_first_in_every_format(tmp_path: Path) -> None:
    done = write_all(POSTS, CHANNEL, tmp_path)
    tags = [None, Tag("tea"), Tag("pots"), Tag("C++")]
    assert [(feed.tag, feed.format) for feed in done.feeds] == [(tag, format) for tag in tags for format in FORMATS]
    assert {feed.path for feed in done.feeds} == set(done.written) - {tmp_path / "feeds.opml"}
    cpp = done.feeds[-3]
    assert (cpp.title, cpp.link) == ("Notes: C++", f"{SITE}topics/c-plus-plus/")
    assert cpp.url == f"{SITE}tags/c-plus-plus/atom.xml"


def test_site_feeds_equal_single_documents(tmp_path: Path) -> None:
    write_all(POSTS, CHANNEL, tmp_path)
    for format, name in zip(FORMATS, ("atom.xml", "rss.xml", "feed.json"), strict=True):
        channel = CHANNEL.model_copy(update={f"{format}_url": SITE + name})
        assert (tmp_path / name).read_bytes() == document_of(POSTS, channel, format)


def test_tag_feeds_name_their_tag(tmp_path: Path) -> None:
    channel = CHANNEL.model_copy(update={"description": "From a library."})
    write_all(POSTS, channel, tmp_path)
    folder = tmp_path / "tags" / "tea"
    assert [titles(folder / name) for name in OWN] == [["Tea", "Pots", "Lids"]] * 3
    atom = etree.parse(folder / "atom.xml").getroot()
    assert [atom.findtext(f"{ATOM}{name}") for name in ("id", "title", "subtitle")] == [
        f"{SITE}tags/tea/atom.xml",
        "Notes: tea",
        "From a library. (tea)",
    ]
    rss = etree.parse(folder / "rss.xml").getroot()
    assert [rss.findtext(f"channel/{name}") for name in ("title", "link", "description")] == [
        "Notes: tea",
        f"{SITE}topics/tea/",
        "From a library. (tea)",
    ]
    feed = json.loads((folder / "feed.json").read_bytes())
    assert [feed[name] for name in ("title", "home_page_url", "feed_url")] == [
        "Notes: tea",
        f"{SITE}topics/tea/",
        f"{SITE}tags/tea/feed.json",
    ]


def test_without_posts_feeds_have_no_entries(tmp_path: Path) -> None:
    done = write_all([], CHANNEL, tmp_path)
    assert files(tmp_path) == ["atom.xml", "feed.json", "feeds.opml", "rss.xml"]
    assert [feed.tag for feed in done.feeds] == [None] * 3
    assert [titles(tmp_path / name) for name in OWN] == [[]] * 3


@pytest.mark.parametrize(
    ("formats", "names"),
    [
        (["atom"], ["atom.xml"]),
        (("json", "rss", "json"), ["feed.json", "rss.xml"]),
        ({"atom", "json", "rss"}, OWN),
        (iter(["rss"]), ["rss.xml"]),
    ],
)
def test_only_requested_formats_are_written(formats: Any, names: list[str], tmp_path: Path) -> None:
    write_all(POSTS[-1:], CHANNEL, tmp_path, formats=formats)
    assert files(tmp_path) == sorted([*names, "feeds.opml"])


@pytest.mark.parametrize(
    ("options", "slugs"),
    [
        ({"min_count": 2}, ["pots", "tea"]),
        ({"min_count": 4}, []),
        ({"min_count": 0}, ["c-plus-plus", "pots", "tea"]),
        ({"hidden": ["/Tea", Tag("C++"), "never"]}, ["pots"]),
        ({"min_count": 2, "hidden": ["tea"]}, ["pots"]),
    ],
)
def test_rare_and_hidden_tags_get_no_feed(options: Any, slugs: list[str], tmp_path: Path) -> None:
    done = write_all(POSTS, CHANNEL, tmp_path, **options)
    assert [name for name in files(tmp_path) if "/" in name] == of_tags(*slugs)
    assert {feed.tag.slug for feed in done.feeds if feed.tag} == set(slugs)


def test_the_limit_counts_for_each_feed(tmp_path: Path) -> None:
    write_all(POSTS, CHANNEL.model_copy(update={"limit": 1}), tmp_path)
    assert titles(tmp_path / "atom.xml") == ["Tea"]
    assert titles(tmp_path / "tags" / "pots" / "rss.xml") == ["Pots"]  # which is not among the site's newest


@pytest.mark.parametrize(
    ("url", "base"),
    [
        (None, "https://example.org/blog/"),
        ("https://feeds.example/", "https://feeds.example/"),
        ("https://feeds.example/a/b", "https://feeds.example/a/b/"),
        ("https://feeds.example/a?b=c#d", "https://feeds.example/a/"),
    ],
)
def test_feed_addresses_follow_from_the_folder_s(url: str | None, base: str, tmp_path: Path) -> None:
    channel = CHANNEL.model_copy(update={"atom_url": "https://elsewhere.example/atom.xml"})
    done = write_all(POSTS, channel, tmp_path, url=url)
    for feed in done.feeds:
        assert feed.url == base + feed.path.relative_to(tmp_path).as_posix()
        assert feed.url.encode() in feed.path.read_bytes()
    assert {feed.link for feed in done.feeds if feed.tag is None} == {SITE}
    assert not any(b"elsewhere" in path.read_bytes() for path in done.written)


@pytest.mark.parametrize("folder", ["public", "./public/", "a/b/c"])
def test_folders_are_created_and_paths_begin_with_the_given_one(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = write_all(POSTS, CHANNEL, folder)
    assert list(map(str, done.written)) == [str(Path(folder, name)) for name in EVERYTHING]
    assert {feed.path.parts[: len(Path(folder).parts)] for feed in done.feeds} == {Path(folder).parts}


# -- names ------------------------------------------------------------------------------------------------------------


def test_folder_names_of_long_slugs_are_cut_and_distinct(tmp_path: Path) -> None:
    names = ["茶" * 100, "茶" * 99 + "器", "茶" * 66 + "aa", "茶" * 66, "あ" * 200, "é" * 100, "x" * 100]
    done = write_all([Post(title="Tea", published=date(2026, 3, 22), tags=names)], CHANNEL, tmp_path, formats=["atom"])
    folders = {feed.tag.slug: feed.path.parent.name for feed in done.feeds if feed.tag}
    assert len(set(folders.values())) == len(names)
    for slug, folder in folders.items():
        assert len(folder.encode()) <= 209
        if len(slug.encode()) <= 200:
            assert folder == slug
        else:
            cut, _, digest = folder.rpartition("-")
            assert slug.startswith(cut)
            assert len(digest) == 8
    assert sum(len(slug.encode()) > 200 for slug in folders) == 3


@pytest.mark.parametrize("name", ["お茶", "c++", "a b", "100%", "..", "a/../../b", "<x>&\"'", "tags", "atom.xml"])
def test_every_tag_has_its_own_folder(name: str, tmp_path: Path) -> None:
    if not any(map(str.isalnum, name)):
        name = f"x{name}"
    folder = tmp_path / "public"
    done = write_all([Post(title="Tea", published=date(2026, 3, 22), tags=[name])], CHANNEL, folder)
    assert files(folder) == sorted([*OWN, "feeds.opml", *of_tags(Tag(name).slug)])
    assert list(tmp_path.iterdir()) == [folder]
    for feed in done.feeds:
        assert urlsplit(feed.url).path.isascii()
        assert unquote(feed.url) == SITE + feed.path.relative_to(folder).as_posix()


# -- again ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"page_size": 2}, {"archive_size": 1}, {"remove_stale": True}])
def test_unchanged_feeds_are_not_written(options: Any, tmp_path: Path) -> None:
    first = write_all(POSTS, CHANNEL, tmp_path, **options)
    before = age(tmp_path)
    done = write_all(iter(POSTS), CHANNEL, tmp_path, **options)
    assert (done.written, done.stale) == ((), ())
    assert done.unchanged == first.written
    assert shown(done.unchanged, tmp_path) == list(before)
    assert written(tmp_path) == before
    assert done.feeds == first.feeds


def test_only_what_has_changed_is_written(tmp_path: Path) -> None:
    write_all(POSTS, CHANNEL, tmp_path)
    age(tmp_path)
    done = write_all([POSTS[0].model_copy(update={"summary": "More."}), *POSTS[1:]], CHANNEL, tmp_path)
    changed = sorted([*OWN, *of_tags("c-plus-plus", "tea")])
    assert shown(done.written, tmp_path) == changed
    assert shown(done.unchanged, tmp_path) == ["feeds.opml", *of_tags("pots")]
    assert [name for name, moment in written(tmp_path).items() if moment > 1] == changed


@pytest.mark.parametrize(
    ("before", "after", "stale"),
    [
        ({}, {"min_count": 2}, of_tags("c-plus-plus")),
        ({}, {"hidden": ["pots", "tea"]}, of_tags("pots", "tea")),
        (
            {"min_count": 4},
            {"min_count": 4, "formats": ["rss"]},
            ["atom.xml", "feed.json"],
        ),
        (
            {"page_size": 2, "min_count": 4},
            {"min_count": 4},
            ["atom-2.xml", "feed-2.json", "rss-2.xml"],
        ),
        (
            {"page_size": 1, "min_count": 3, "formats": ["atom"]},
            {"archive_size": 2, "min_count": 3, "formats": ["atom"]},
            [f"{name}.xml" for name in ("atom-2", "atom-3", "atom-4", "tags/tea/atom-2", "tags/tea/atom-3")],
        ),
    ],
)
def test_stale_feeds_are_reported_and_removed_on_request(
    before: Any, after: Any, stale: list[str], tmp_path: Path
) -> None:
    write_all(POSTS, CHANNEL, tmp_path, **before)
    there = files(tmp_path)
    for _ in range(2):
        done = write_all(POSTS, CHANNEL, tmp_path, **after)
        assert (shown(done.stale, tmp_path), done.removed) == (stale, False)
        assert set(stale) <= set(there) <= set(files(tmp_path))
    there = files(tmp_path)
    done = write_all(POSTS, CHANNEL, tmp_path, **after, remove_stale=True)
    assert (shown(done.stale, tmp_path), done.removed) == (stale, True)
    assert files(tmp_path) == [name for name in there if name not in stale]
    assert not [path for path in tmp_path.glob("tags/*/") if not any(path.iterdir())]
    done = write_all(POSTS, CHANNEL, tmp_path, **after, remove_stale=True)
    assert (done.written, done.stale, done.removed) == ((), (), True)


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "tags/index.html",
        "tags/c-plus-plus/index.html",
        "tags/c-plus-plus/atom.xml.gz",
        "tags/c-plus-plus/.atom.xml.swp",
        "tags/c-plus-plus/atom-0.xml",
        "tags/c-plus-plus/atom-archive.xml",
        "tags/c-plus-plus/feed.xml",
        "tags/c-plus-plus/rss.json",
        "tags/c-plus-plus/feeds.opml",
        "tags/c-plus-plus/deeper/atom.xml",
        "tags/atom.xml",
        "tags/never/index.html",
        "other/atom.xml",
        "feed.xml",
        "my-atom.xml",
        "atom.xml/index.html",  # pages may have any address
        "tags/c-plus-plus/rss.xml/index.html",
    ],
)
def test_other_files_and_their_folders_are_never_removed(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"precious")
    formats: list[Format] = ["json"]
    write_all(POSTS, CHANNEL, tmp_path, formats=formats)
    before = {name: 1 for name in age(tmp_path) if name != "tags/c-plus-plus/feed.json"}
    done = write_all(POSTS[1:], CHANNEL, tmp_path, formats=formats, hidden=["C++"], remove_stale=True)
    assert shown(done.stale, tmp_path) == ["tags/c-plus-plus/feed.json"]
    assert path.read_bytes() == b"precious"
    assert list(written(tmp_path)) == list(before)
    assert path.stat().st_mtime_ns == 1
    assert (tmp_path / "tags" / "c-plus-plus").exists() == name.startswith("tags/c-plus-plus/")


@pytest.mark.parametrize("after", [{}, {"page_size": 1}, {"hidden": ["tea"]}, {"formats": ["rss"]}])
def test_archives_are_never_stale(after: Any, tmp_path: Path) -> None:
    """They may be all that is left of a post."""
    write_all(POSTS, CHANNEL, tmp_path, archive_size=1, min_count=3)
    archives = [path for path in tmp_path.rglob("*-archive-*") if path.is_file()]
    assert len(archives) == 15
    age(tmp_path)
    done = write_all(POSTS[:1], CHANNEL, tmp_path, remove_stale=True, **after)
    assert not set(archives).intersection(done.stale)
    assert {path.stat().st_mtime_ns for path in archives} == {1}


@pytest.mark.parametrize("name", ["atom-2.xml", "tags/never/rss.xml", "tags/never/feed-12.json"])
def test_feeds_written_by_other_programs_are_stale_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    assert write_all([], CHANNEL, tmp_path).stale == (path,)
    assert path.exists()
    assert write_all([], CHANNEL, tmp_path, remove_stale=True).stale == (path,)
    assert path.parent.exists() == (path.parent == tmp_path)
    assert not path.exists()


# -- pages and archives -----------------------------------------------------------------------------------------------


def test_each_feed_comes_as_pages(tmp_path: Path) -> None:
    done = write_all(POSTS, CHANNEL.model_copy(update={"limit": 3}), tmp_path, formats=["atom"], page_size=2)
    assert {name: titles(tmp_path / name) for name in files(tmp_path) if name.endswith(".xml")} == {
        "atom.xml": ["Tea", "Pots"],
        "atom-2.xml": ["Lids"],
        "tags/c-plus-plus/atom.xml": ["Tea"],
        "tags/pots/atom.xml": ["Pots", "Lids"],
        "tags/tea/atom.xml": ["Tea", "Pots"],
        "tags/tea/atom-2.xml": ["Lids"],
    }
    assert len(done.feeds) == 4
    assert f'rel="next" href="{SITE}tags/tea/atom-2.xml"' in (tmp_path / "tags" / "tea" / "atom.xml").read_text("utf-8")


def blog(*days: int, **changes: str) -> list[Post]:
    return [
        Post(title=f"Tea {day}", published=date(2026, 3, day), tags=["tea"], summary=changes.get(f"day_{day}", ""))
        for day in days
    ]


@pytest.mark.parametrize(
    ("after", "feed", "archives"),
    [
        (blog(1, 2, 3, 4), [4, 3], []),
        (blog(1, 2, 3, 4, 5), [5, 4, 3], []),  # new
        (blog(1, 2, 3, 4, day_1="More."), [4, 3, 1], []),  # changed
        (blog(1, 2, 3, 4, 5, 6), [6, 5], [[4, 3]]),
        (blog(3, 4), [4, 3], []),  # deleted
        (
            [*blog(1, 2, 3, 4), Post(title="Tea 0", published=date(1999, 1, 1), tags=["tea"])],
            [4, 3, 0],
            [],
        ),  # backdated
    ],
)
def test_existing_archives_are_read_and_never_changed(
    after: list[Post], feed: list[int], archives: list[list[int]], tmp_path: Path
) -> None:
    first = write_all(blog(1, 2, 3, 4), CHANNEL, tmp_path, archive_size=2)
    kept = [path for path in first.written if "archive" in path.name]
    assert len(kept) == 6
    before = {path: path.read_bytes() for path in kept}
    age(tmp_path)
    done = write_all(after, CHANNEL.model_copy(update={"limit": 1}), tmp_path, archive_size=2)
    assert {path: path.read_bytes() for path in kept} == before
    assert {path.stat().st_mtime_ns for path in kept} == {1}
    assert set(kept) <= set(done.unchanged)
    assert done.stale == ()
    for folder in (tmp_path, tmp_path / "tags" / "tea"):
        for name in OWN:
            stem, _, suffix = name.partition(".")
            assert titles(folder / name) == [f"Tea {day}" for day in feed]
            assert titles(folder / f"{stem}-archive-1.{suffix}") == ["Tea 2", "Tea 1"]
            later = sorted(path.name for path in folder.glob(f"{stem}-archive-*") if "-1." not in path.name)
            assert [titles(folder / name) for name in later] == [[f"Tea {day}" for day in held] for held in archives]


def test_archives_are_written_before_the_feed_that_links_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []

    def watched(path: Path, document: bytes) -> bool:
        order.append(path.name)
        return replace_file(path, document)

    monkeypatch.setattr(feed_folder, "replace_file", watched)
    write_all(blog(1, 2, 3), CHANNEL, tmp_path, archive_size=1, formats=["atom"], hidden=["tea"])
    assert order == ["atom-archive-1.xml", "atom-archive-2.xml", "atom.xml", "feeds.opml"]


@pytest.mark.parametrize("stop", range(1, 9))
def test_interrupted_runs_can_be_repeated(stop: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Path] = []

    def failing(path: Path, document: bytes) -> bool:
        if len(done) == stop - 1:
            raise OSError(28, "No space left on device", str(path))
        done.append(path)
        return replace_file(path, document)

    def write(folder: str, posts: list[Post]) -> Publication:
        return write_all(posts, CHANNEL, tmp_path / folder, archive_size=1, formats=["atom"])

    for folder in ("here", "there"):
        write(folder, blog(1, 2))
    old = {path: path.read_bytes() for path in (tmp_path / "here").rglob("*") if path.is_file()}
    monkeypatch.setattr(feed_folder, "replace_file", failing)
    with pytest.raises(OSError, match="No space left"):
        write("here", blog(1, 2, 3, 4))
    monkeypatch.undo()
    whole = write("there", blog(1, 2, 3, 4))
    assert len(whole.written) + len(whole.unchanged) == 9
    for path in (tmp_path / "here").rglob("*"):
        if path.is_file():  # files before are new, those behind are old
            new = tmp_path / "there" / path.relative_to(tmp_path / "here")
            assert path.read_bytes() == (new.read_bytes() if path in done else old[path])
    again = write("here", blog(1, 2, 3, 4))
    assert files(tmp_path / "here") == files(tmp_path / "there")
    for name in files(tmp_path / "here"):
        assert (tmp_path / "here" / name).read_bytes() == (tmp_path / "there" / name).read_bytes()
    assert again.stale == ()


@pytest.mark.parametrize("names", [(), ("tags", "tea")])
def test_errors_about_archives_name_their_folder(names: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*names)
    write_all(blog(1, 2, 3, 4), CHANNEL, tmp_path, archive_size=1)
    (folder / "rss-archive-2.xml").write_bytes(b"half <")
    with pytest.raises(InvalidValue, match="is not a valid rss document") as caught:
        write_all(blog(1, 2, 3, 4), CHANNEL, tmp_path, archive_size=1)
    assert caught.value.place == f"{folder}: archives['rss-archive-2.xml']"
    (folder / "rss-archive-2.xml").unlink()
    with pytest.raises(InvalidValue, match=r"is given, but rss-archive-2\.xml is missing") as caught:
        write_all(blog(1, 2, 3, 4), CHANNEL, tmp_path, archive_size=1)
    assert caught.value.place == f"{folder}: archives"


# -- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"formats": "atom"}, "formats"),
        ({"formats": []}, "formats"),
        ({"formats": None}, "formats"),
        ({"formats": ["atom", "opml"]}, "formats: format"),
        ({"formats": [["atom"]]}, "formats: format"),
        ({"url": "example.org"}, "url"),
        ({"url": ""}, "url"),
        ({"url": 3}, "url"),
        ({"min_count": -1}, "min_count"),
        ({"min_count": "2"}, "min_count"),
        ({"hidden": "tea"}, "hidden"),
        ({"hidden": ["!!!"]}, "hidden: Tag.name"),
        ({"page_size": 0}, "page_size"),
        ({"page_size": True}, "page_size"),
        ({"page_size": "3"}, "page_size"),
        ({"archive_size": 0}, "archive_size"),
        ({"archive_size": -1}, "archive_size"),
        ({"archive_size": 1.5}, "archive_size"),
        ({"page_size": 2, "archive_size": 2}, "archive_size"),
        ({"posts": "Tea"}, "posts"),
        ({"posts": [*POSTS, "Tea"]}, "posts: item 4"),
        ({"channel": None}, "channel"),
    ],
    ids=repr,
)
def test_invalid_arguments_are_named_and_nothing_is_written(options: Any, place: str, tmp_path: Path) -> None:
    given = {"posts": POSTS, "channel": CHANNEL, "folder": tmp_path / "public", **options}
    with pytest.raises(InvalidValue) as caught:
        write_all(**given)
    assert caught.value.place == place
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "obstacle"),
    [("public", "public"), ("public/atom.xml/", "atom.xml"), ("public/tags", "tea"), ("public/tags/tea", "tea")],
)
def test_obstructed_paths_raise_os_error(name: str, obstacle: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("/"):
        path.mkdir()
    else:
        path.write_bytes(b"precious")
    with pytest.raises(OSError, match=r"exists|directory") as caught:
        write_all(POSTS, CHANNEL, tmp_path / "public", hidden=["pots", "C++"])
    assert Path(caught.value.filename).name == obstacle
    assert path.is_dir() if name.endswith("/") else path.read_bytes() == b"precious"


# -- posts that are left out ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [list, iter, PostIndex])
@pytest.mark.parametrize(
    ("min_count", "slugs"), [(1, ["pots", "tea"]), (2, ["pots", "tea"]), (3, [])], ids=["all", "two", "three"]
)
def test_posts_left_out_are_warned_of_once_and_counted_nowhere(
    min_count: int, slugs: list[str], given: Callable[[Any], Any], tmp_path: Path
) -> None:
    channel = CHANNEL.model_copy(update={"permalink": lambda post: 1 / 0 if post.title == "Tea" else "/a/"})
    with pytest.warns(PostLeftOut, match="2026-03-22-tea") as warned:
        write_all(given(POSTS), channel, tmp_path, min_count=min_count)
    assert len(warned) == 1
    assert [name for name in files(tmp_path) if "/" in name] == of_tags(*slugs)
    assert titles(tmp_path / "atom.xml") == ["Pots", "Lids", "Plain"]


# -- progress, and many tags ------------------------------------------------------------------------------------------


def test_progress_is_called_after_each_feed(tmp_path: Path) -> None:
    calls: list[tuple[int, int]] = []
    write_all(POSTS, CHANNEL, tmp_path, progress=lambda done, total: calls.append((done, total)))
    assert calls == [(number, 12) for number in range(1, 13)]


def test_each_post_is_written_once_for_all_feeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for format, functions in list(FORMAT_FUNCTIONS.items()):

        def entry(entry: Any, channel: Channel, make: Any = functions.element) -> Any:
            made.append(entry.id)
            return make(entry, channel)

        monkeypatch.setitem(FORMAT_FUNCTIONS, format, functions._replace(element=entry))
    stored: dict[Path, bytes] = {}
    monkeypatch.setattr(feed_folder, "replace_file", lambda path, document: stored.update({path: document}) or True)
    tags = [f"tag {number}" for number in range(2000)]
    posts = [
        Post(title=f"Tea {start}", published=date(2026, 3, 22), tags=tags[start : start + 20])
        for start in range(0, 2000, 10)
    ]
    done = write_all(posts, CHANNEL, tmp_path)
    assert len(done.feeds) == 3 * 2001
    assert len(done.written) == 3 * 2001 + 1
    assert done.written == tuple(sorted(stored))
    assert len(made) == 3 * len(posts)
    counts = [document.count(b"<entry>") for path, document in stored.items() if path.name == "atom.xml"]
    assert sum(counts) == len(posts) + sum(len(post.tags) for post in posts)


# -- how readers find them --------------------------------------------------------------------------------------------


def test_alternates_of_a_tag_precede_those_of_the_site(tmp_path: Path) -> None:
    channel = CHANNEL.model_copy(update={"title": 'Tea & "pots" <b>'})
    done = write_all(POSTS, channel, tmp_path, url="https://example.org/?", formats=["json", "atom"])
    title = "Tea &amp; &quot;pots&quot; &lt;b&gt;"
    own = [
        f'<link rel="alternate" type="application/{type}" title="{title}" href="https://example.org/{name}">'
        for type, name in [("feed+json", "feed.json"), ("atom+xml", "atom.xml")]
    ]
    assert done.alternates().split("\n") == own
    for tag in ("C++", Tag("c++"), "/c++"):
        of_tag = done.alternates(tag).split("\n")
        assert of_tag[2:] == own
        assert f'title="{title}: C++"' in of_tag[0]
        assert of_tag[1].endswith('href="https://example.org/tags/c-plus-plus/atom.xml">')
    assert done.alternates("never").split("\n") == own
    with pytest.raises(InvalidValue, match="has no letter or digit"):
        done.alternates("!!!")


@pytest.mark.parametrize("formats", [FORMATS, ("json", "rss")])
def test_the_list_has_each_feed_once_in_the_first_format(formats: tuple[Format, ...], tmp_path: Path) -> None:
    done = write_all(POSTS, CHANNEL, tmp_path, formats=formats)
    listed = etree.parse(tmp_path / "feeds.opml").getroot().findall("body/outline")
    assert [(line.get("title"), line.get("xmlUrl"), line.get("htmlUrl")) for line in listed] == [
        (feed.title, feed.url, feed.link) for feed in done.feeds if feed.format == formats[0]
    ]
    assert len(listed) == 4


@pytest.mark.parametrize("remove_stale", ["no", 1, None])
def test_remove_stale_takes_only_booleans(remove_stale: Any, tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match=r"^remove_stale: .* is not True or False$"):
        write_all(POSTS, CHANNEL, tmp_path, remove_stale=remove_stale)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("linked", ["tags", "tags/linked"])
def test_files_behind_linked_tag_folders_are_left_alone(linked: str, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere" / "x" / "atom.xml"
    outside.parent.mkdir(parents=True)
    outside.write_text("precious", encoding="utf-8")
    link = tmp_path / "public" / linked
    link.parent.mkdir(parents=True)
    link.symlink_to(outside.parent if linked == "tags/linked" else outside.parent.parent)
    assert write_all(POSTS, CHANNEL, tmp_path / "public", remove_stale=True).stale == ()
    assert write_all([], CHANNEL, tmp_path / "public", remove_stale=True).removed
    assert outside.read_text(encoding="utf-8") == "precious"


def test_feeds_in_a_linked_folder_are_stale_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "public").symlink_to(tmp_path / "release")
    write_all(POSTS, CHANNEL, tmp_path / "public")
    done = write_all([], CHANNEL, tmp_path / "public", remove_stale=True)
    assert len(done.stale) == 9
    assert files(tmp_path / "release") == ["atom.xml", "feed.json", "feeds.opml", "rss.xml"]


# -- several runs at once ---------------------------------------------------------------------------------------------


def run_at_once(*runs: Callable[[], object]) -> None:
    """Call functions in a thread each; raise the first error of any."""
    gate = Barrier(len(runs))

    def run(function: Callable[[], object]) -> None:
        gate.wait()
        function()

    with ThreadPoolExecutor(len(runs)) as pool:
        for future in [pool.submit(run, function) for function in runs]:
            future.result()


def test_runs_that_remove_the_same_feeds_do_not_fail(tmp_path: Path) -> None:
    tags = [f"tag {number}" for number in range(60)]
    write_all([Post(title="Tea", published=date(2026, 3, 22), tags=tags)], CHANNEL, tmp_path, formats=["atom"])
    formats: list[Format] = ["atom"]
    run_at_once(*[lambda: write_all([], CHANNEL, tmp_path, formats=formats, remove_stale=True)] * 4)
    assert files(tmp_path) == ["atom.xml", "feeds.opml"]


def test_runs_with_different_posts_leave_the_feeds_of_one_of_them(tmp_path: Path) -> None:
    blogs = [
        [Post(title=f"Tea {blog}", published=date(2026, 3, 22), tags=[f"tag {blog}-{tag}" for tag in range(20)])]
        for blog in range(2)
    ]
    formats: list[Format] = ["atom"]
    expected = []
    for number, blog in enumerate(blogs):
        write_all(blog, CHANNEL, tmp_path / f"alone-{number}", formats=formats)
        expected.append(files(tmp_path / f"alone-{number}"))

    def write(blog: list[Post]) -> Callable[[], object]:
        return lambda: write_all(blog, CHANNEL, tmp_path / "public", formats=formats, remove_stale=True)

    for _ in range(5):
        run_at_once(*map(write, blogs))
        assert files(tmp_path / "public") in expected


def test_a_failed_run_lets_the_next_one_write(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_all(POSTS, CHANNEL, tmp_path, progress=lambda _done, _total: 1 / 0)
    assert len(write_all(POSTS, CHANNEL, tmp_path).feeds) == 12


def test_stale_feeds_that_another_program_removed_are_no_error(tmp_path: Path) -> None:
    folder = feed_folder.FeedFolder(tmp_path)
    folder.remove([tmp_path / "tags" / "gone" / "atom.xml", tmp_path / "atom.xml"])
    assert tmp_path.is_dir()


def test_file_systems_without_locks_are_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(feed_folder, "flock", failing)
    assert len(write_all(POSTS, CHANNEL, tmp_path).written) == 13


def test_links_of_tags_are_checked_before_anything_is_written(tmp_path: Path) -> None:
    links = {"tea": "/tea/", "pots": "/pots/"}
    channel = CHANNEL.model_copy(update={"tag_permalink": lambda tag: links[tag.slug]})
    with pytest.raises(InvalidValue, match=r"^Channel\.tag_permalink: 'c-plus-plus' gets no link"):
        write_all(POSTS, channel, tmp_path)
    assert list(tmp_path.iterdir()) == []
    done = write_all(POSTS, channel, tmp_path, hidden=["C++"])
    assert {feed.link for feed in done.feeds if feed.tag} == {f"{SITE}tea/", f"{SITE}pots/"}


def test_nothing_is_removed_if_a_post_was_left_out(tmp_path: Path) -> None:
    write_all(POSTS, CHANNEL, tmp_path)
    before = files(tmp_path)
    channel = CHANNEL.model_copy(update={"permalink": lambda post: "" if post is POSTS[0] else f"/{post.slug}/"})
    with pytest.warns(PostLeftOut):
        done = write_all(POSTS, channel, tmp_path, remove_stale=True, hidden=["tea"])
    assert (done.left_out, done.removed) == ((POSTS[0].id,), False)
    assert files(tmp_path) == before
