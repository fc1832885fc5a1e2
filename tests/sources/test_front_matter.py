"""Folders of posts with front matter."""

import os
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from postindex import InvalidValue, Listing, ListingError, MissingExtra, sources

DAY = date(2026, 3, 22)


def read(text: str, name: str = "post.md", folder: Path | None = None, **arguments: Any) -> Listing:
    assert folder is not None
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return sources.read_front_matter(folder, strict=False, **arguments)


def codes(listing: Listing) -> list[str]:
    return [problem.code for problem in listing.problems]


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Tea\ndate: 2026-03-22\ntags: [cups, pots]\n---\nOn leaves.",
        "\ufeff---\r\ntitle: Tea\r\ndate: 2026-03-22\r\ntags:\r\n- cups\r\n- pots\r\n---\r\nOn leaves.",
        '+++\ntitle = "Tea"\ndate = 2026-03-22\n[taxonomies]\ntags = ["cups", "pots"]\n+++\nOn leaves.',
        ';;;\n{"title": "Tea", "date": "2026-03-22", "tags": ["cups", "pots"]}\n;;;\nOn leaves.',
        '{\n"title": "Tea", "date": "2026-03-22", "tags": ["cups", "pots"]\n}\nOn leaves.',
        "Title: Tea\nDate: 2026-03-22\nTags: cups,\n    pots\n\nOn leaves.",
        "<!--\n.. title: Tea\n.. date: 2026-03-22\n.. tags: cups, pots\n-->\nOn leaves.",
    ],
)
def test_front_matter_of_every_form(tmp_path: Path, text: str) -> None:
    listing = read(text, folder=tmp_path)
    post = listing.posts[0]
    assert (post.title, post.published, [tag.name for tag in post.tags]) == ("Tea", DAY, ["cups", "pots"])
    assert (listing.kind, listing.problems) == ("frontmatter", ())


def test_restructured_text_has_its_title_above_its_fields(tmp_path: Path) -> None:
    listing = read("Tea, twice\n==========\n\n:date: 2026-03-22 10:00\n:tags: cups\n\nOn leaves.", "a.rst", tmp_path)
    assert (listing.posts[0].title, listing.posts[0].published) == ("Tea, twice", DAY)


def test_scalars_of_yaml_stay_text(tmp_path: Path) -> None:
    post = read(
        "---\ntitle: 1.10\ndate: 2026-03-22\ntags: [no, 10:30, 1.10]\nsummary: ~\n---\n", folder=tmp_path
    ).posts[0]
    assert (post.title, [tag.name for tag in post.tags], post.summary) == ("1.10", ["no", "10:30", "1.10"], "")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2026-03-22 09:00:00 +0800", datetime(2026, 3, 22, 9, tzinfo=timezone(timedelta(hours=8)))),
        ("2026-03-22T09:00:00Z", datetime(2026, 3, 22, 9, tzinfo=UTC)),
        ("2026-03-22 09:00:00", DAY),
        ("{created: 2026-03-22, updated: 2026-03-23}", DAY),
    ],
)
def test_dates_keep_their_offset(tmp_path: Path, written: str, published: date) -> None:
    post = read(f"---\ntitle: Tea\ndate: {written}\n---\n", folder=tmp_path, builder="mkdocs").posts[0]
    assert post.published == published


def test_toml_has_moments(tmp_path: Path) -> None:
    text = "+++\ntitle = 'Tea'\ndate = 2026-03-22T09:00:00Z\nupdated = 2026-03-23T09:00:00\ndraft = false\n+++\n"
    post = read(text, folder=tmp_path, builder="zola").posts[0]
    assert (post.published, post.updated) == (datetime(2026, 3, 22, 9, tzinfo=UTC), date(2026, 3, 23))


@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("_posts/2026-03-22-tea.md", "title: Tea"),
        ("2026-03-22-tea/index.md", "title: Tea"),
        ("2026/03/22/tea.md", "title: Tea"),
        ("tea.md", "title: Tea\npath: 2026/03/22/tea"),
    ],
)
def test_a_day_may_be_in_a_name_or_a_path(tmp_path: Path, name: str, front: str) -> None:
    assert read(f"---\n{front}\n---\n", name, tmp_path).posts[0].published == DAY


def test_every_field_is_carried(tmp_path: Path) -> None:
    text = """---
title: Tea
date: 2026-03-22
lastmod: 2026-03-23
description: On  leaves.
tags: "cups, pots"
categories: {Drinks: x}
authors: [Ada <ada@example.org>, {name: Ben, url: https://example.org/ben}]
lang: en_GB
cover: {src: /tea.png}
permalink: /tea/
reading_time: 5 min
---
"""
    post = read(text, folder=tmp_path, url="https://example.org/").posts[0]
    assert (post.updated, post.summary, post.reading_minutes) == (date(2026, 3, 23), "On leaves.", 5)
    assert ([tag.name for tag in post.tags], [tag.name for tag in post.categories]) == (["cups", "pots"], ["Drinks"])
    assert [(a.name, a.email, a.url) for a in post.authors] == [
        ("Ada", "ada@example.org", None),
        ("Ben", None, "https://example.org/ben"),
    ]
    assert (post.language, post.image, post.url) == ("en-GB", "https://example.org/tea.png", "https://example.org/tea/")


@pytest.mark.parametrize(
    ("front", "name"),
    [
        ("draft: true", "a.md"),
        ("status: draft", "a.md"),
        ("published: false", "a.md"),
        ("tags: [draft]", "a.md"),
        ("layout: post", "_drafts/a.md"),
    ],
)
def test_drafts_are_left_out_and_counted(tmp_path: Path, front: str, name: str) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_posts" / "2026-03-01-b.md").write_text("---\ntitle: Pots\n---\n", encoding="utf-8")
    folder = "" if "/" in name else "_posts/"
    text = f"---\ntitle: Tea\ndate: 2026-03-22\n{front}\n---\n"
    listing = read(text, folder + name, tmp_path)
    assert ([post.title for post in listing.posts], listing.drafts) == (["Pots"], 1)
    kept = sources.read_front_matter(tmp_path, drafts=True, strict=False)
    assert sorted(post.title for post in kept.posts) == ["Pots", "Tea"]


def test_future_posts_are_left_out_with_today(tmp_path: Path) -> None:
    text = "---\ntitle: Tea\ndate: 2026-03-22\n---\n"
    assert read(text, folder=tmp_path, today=date(2026, 3, 21)).future == 1
    assert len(read(text, folder=tmp_path).posts) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "bad-file"),
        (b"---\ntitle: Tea\n", "bad-file"),
        (b"---\ntitle: [Tea\n---\n", "bad-file"),
        (b"---\n- Tea\n---\n", "bad-file"),
        (b"---\n" + b"a: " + b"[" * 5000 + b"\n---\n", "bad-file"),
        (b"---\n" + b"a: " + b"[" * 990 + b"]" * 990 + b"\n---\n", "bad-file"),
        (b"+++\ntitle = Tea\n+++\n", "bad-file"),
        (b"<!--\n.. -->\n-->\n", "no-front-matter"),
        (b'---json\n["Tea"]\n---\n', "bad-file"),
        (b"---json\n{,}\n---\n", "bad-file"),
        (b'{\n"title": "Tea"\n', "bad-file"),
        (b"On leaves.", "no-front-matter"),
        (b"---\ntitle: Tea\n---\n", "undated"),
        (b"---\ntitle: Tea\ndate: soon\n---\n", "bad-field"),
        (b"---\ntitle: Tea\ndate: [2026]\n---\n", "bad-field"),
        (b"---\ntitle: Tea\ndate: 2026-02-30\n---\n", "bad-field"),
        (b"---\ntitle: Tea\ntitle: Pots\ndate: 2026-03-22\n---\n", "bad-field"),
        (b"---\ndate: 2026-03-22\n---\n", "untitled"),
        (b"---\ntitle: Tea\ndate: 2026-03-22\nbrewed: twice\n---\n", "unknown-field"),
        (b"\xff\xfe-\x00", "no-front-matter"),
        (b"---\ntitle: \xe9\n---\n", "bad-encoding"),
        (b"\0\0", "not-text"),
        (b"---\ntitle: Tea\n---\n" + b"-" * (16 << 20), "too-large"),
        (b"Title", "no-front-matter"),
    ],
)
def test_a_bad_file_never_harms_its_neighbours(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "bad.md").write_bytes(content)
    listing = read("---\ntitle: Pots\ndate: 2026-03-01\n---\n", "good.md", tmp_path)
    assert "Pots" in [post.title for post in listing.posts]
    assert [problem.code for problem in listing.problems if str(problem.source).endswith("bad.md")] == [code]


def test_an_empty_value_and_null_are_no_value(tmp_path: Path) -> None:
    assert read("---\n---\n", folder=tmp_path).posts == ()
    assert codes(read("---\nnull\n---\n", folder=tmp_path)) == ["bad-file"]


def test_fields_are_mapped_and_unknown_ones_ignored(tmp_path: Path) -> None:
    text = "---\ntitle: Tea\ndate: 2026-03-22\ndeck: On leaves.\nbrewed: twice\n---\n"
    read(text, "b.md", tmp_path)
    listing = read(text.replace("Tea", "Pots"), folder=tmp_path, fields={"summary": "deck"}, unknown="ignore")
    assert (listing.posts[0].summary, listing.problems) == ("On leaves.", ())
    problem = read(text, folder=tmp_path, fields={"summary": "deck"}).problems[-1]
    assert "'brewed' in 2 files" in problem.message


def test_an_image_may_be_the_first_of_a_list_and_a_value_may_be_repeated(tmp_path: Path) -> None:
    text = "---\ntitle: Tea\ndate: 2026-03-22\nimage: [https://example.org/a.png, https://example.org/b.png]\n"
    post = read(f"{text}tags: &words [cups]\ncategories: *words\n---\n", folder=tmp_path).posts[0]
    assert post.image == "https://example.org/a.png"
    assert [tag.name for tag in (*post.tags, *post.categories)] == ["cups", "cups"]


def test_yaml_needs_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(MissingExtra, match="sources"):
        read("---\ntitle: Tea\n---\n", folder=tmp_path)


@pytest.mark.parametrize(
    ("sign", "builder_fact"),
    [
        (("mkdocs.yml", ""), "heading"),
        (("config.toml", 'base_url = "https://example.org"'), "zola"),
    ],
)
def test_the_builder_is_told_by_its_files(tmp_path: Path, sign: tuple[str, str], builder_fact: str) -> None:
    (tmp_path / sign[0]).write_text(sign[1], encoding="utf-8")
    listing = read("---\ndate: 2026-03-22\n---\n# Tea #\n\nOn leaves.", "posts/a.md", tmp_path)
    assert [post.title for post in listing.posts] == (["Tea"] if builder_fact == "heading" else [])


def test_obsidian_takes_the_name_and_jekyll_spaces(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    assert read("---\ncreated: 2026-03-22\n---\n", "Green tea.md", tmp_path).posts[0].title == "Green tea"
    post = read("---\ntitle: T\ndate: 2026-03-22\ntags: cups pots\n---\n", folder=tmp_path, builder="jekyll").posts[-1]
    assert [tag.name for tag in post.tags] == ["cups", "pots"]


def test_eleventys_collections_are_not_tags(tmp_path: Path) -> None:
    listing = read("---\ntitle: T\ndate: 2026-03-22\ntags: [post, cups]\n---\n", folder=tmp_path, builder="eleventy")
    assert [tag.name for tag in listing.posts[0].tags] == ["cups"]


@pytest.mark.parametrize(
    ("permalink", "url"),
    [
        ("/:year/:month/:day/:title/", "https://example.org/2026/03/22/tea/"),
        ("/:categories/:i_month/:i_day/:slug/:name/", "https://example.org/drinks/3/22/tea-twice/tea/"),
        ("/:path/", "https://example.org/2026-03-22-tea/"),
        (lambda _, path: f"/{path}", "https://example.org/2026-03-22-tea.md"),
    ],
)
def test_addresses_follow_a_pattern_or_a_function(tmp_path: Path, permalink: Any, url: str) -> None:
    text = "---\ntitle: Tea, twice\ncategories: [Drinks]\n---\n"
    listing = read(text, "2026-03-22-tea.md", tmp_path, url="https://example.org/", permalink=permalink)
    assert listing.posts[0].url == url


@pytest.mark.parametrize(
    "arguments",
    [
        {"builder": "none"},
        {"unknown": "guess"},
        {"fields": {"colour": "x"}},
        {"url": "example.org"},
        {"permalink": "/:title/"},
        {"permalink": "/:colour/", "url": "https://example.org/"},
        {"permalink": 3, "url": "https://example.org/"},
    ],
)
def test_bad_arguments_are_refused(tmp_path: Path, arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        sources.read_front_matter(tmp_path, **arguments)


def test_a_link_of_a_post_counts_before_the_pattern_and_none_is_guessed(tmp_path: Path) -> None:
    text = "---\ntitle: Tea\ndate: 2026-03-22\n{}---\n"
    read(text.format("url: /own/\n"), "own.md", tmp_path)
    own = read(text.format("url: https://example.org/whole/\n").replace("Tea", "Pots"), "whole.md", tmp_path)
    assert [post.url for post in own.posts] == [None, "https://example.org/whole/"]
    read(text.format("").replace("Tea", "Cups"), "none.md", tmp_path)
    listing = sources.read_front_matter(tmp_path, url="https://example.org/", strict=False)
    assert {post.title: post.url for post in listing.posts} == {
        "Tea": "https://example.org/own/",
        "Pots": "https://example.org/whole/",
        "Cups": None,
    }


def test_a_function_has_to_return_a_link(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="is not a link"):
        read("---\ntitle: T\ndate: 2026-03-22\n---\n", folder=tmp_path, url="https://e.org/", permalink=lambda *_: 3)


def test_links_pipes_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside.md"
    outside.write_text("---\ntitle: Out\ndate: 2026-03-22\n---\n", encoding="utf-8")
    (inside / ".hidden").mkdir(parents=True)
    (inside / "out.md").symlink_to(outside)
    read("---\ntitle: In\ndate: 2026-03-22\n---\n", "in.md", inside)
    (inside / "again.md").symlink_to(inside / "in.md")
    (inside / "more.md").symlink_to(inside / "in.md")
    os.mkfifo(inside / "pipe.md")
    listing = sources.read_front_matter(inside, strict=False)
    assert {post.title for post in listing.posts} == {"In"}
    assert "link-left-out" in codes(listing)
    assert "bad-file" in codes(listing)


def test_what_the_system_refuses_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(folder: str) -> Any:
        if folder.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    listing = read("---\ntitle: Tea\ndate: 2026-03-22\n---\n", folder=tmp_path)
    assert [post.title for post in listing.posts] == ["Tea"]
    assert [(problem.code, Path(str(problem.source)).name) for problem in listing.problems] == [
        ("bad-file", "closed"),
        ("bad-file", "gone.md"),
    ]


def test_a_file_and_progress(tmp_path: Path) -> None:
    read("---\ntitle: Tea\ndate: 2026-03-22\n---\n", folder=tmp_path)
    seen: list[tuple[int, int]] = []
    sources.read_front_matter(tmp_path / "post.md", progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 1)]
    (tmp_path / "post.md").unlink()
    with pytest.raises(ListingError, match="no-posts"):
        sources.read_front_matter(tmp_path)
    (tmp_path / "README.md").write_text("---\ntitle: About\n---\n", encoding="utf-8")
    (tmp_path / "page.html").write_text("<p>Tea", encoding="utf-8")
    assert sources.read_front_matter(tmp_path).problems == ()


def test_first_words_and_minutes(tmp_path: Path) -> None:
    listing = read(
        "---\ndate: 2026-03-22\n---\nOn leaves.", folder=tmp_path, untitled="first-words", words_per_minute=1
    )
    assert (listing.posts[0].title, listing.posts[0].reading_minutes) == ("On leaves.", 2)


def test_real_repositories_are_read_whole(shared: Path) -> None:
    for name, count in (("18f", 169), ("ruby_ja", 127), ("rustblog", 149)):
        assert len(sources.read_front_matter(shared / "frontmatter" / name).posts) == count
