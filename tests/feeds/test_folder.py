"""The names of tag folders: distinct on every file system, and valid on every system."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postindex import Tag
from postindex.feeds.folder import folder_names
from postindex.text import slug_of

DIGEST = "-[0-9a-f]{8}"


def names(*tags: str) -> list[str]:
    return list(folder_names(map(Tag, tags)).values())


@pytest.mark.parametrize(
    "name",
    ["tea", "c++", "お茶", "straße", "λόγος", "ı", "café", "пчёлы", "한국어", "con-tea", "com10", "lpt", "console"],
)
def test_folders_are_named_by_the_slug(name: str) -> None:
    assert names(name) == [Tag(name).slug]


@pytest.mark.parametrize(
    "name", ["aux", "CON", "nul", "Prn", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
def test_names_that_windows_reserves_get_a_digest(name: str) -> None:
    [folder] = names(name)
    assert re.fullmatch(name.lower() + DIGEST, folder)


@pytest.mark.parametrize(
    ("tags", "folded"),
    [
        (["Straße", "Strasse"], "strasse"),
        (["λόγος", "λόγοσ"], "λόγοσ"),
        (["ı", "i"], "i"),
        (["ŉ", "ʼn"], "ʼn"),
    ],
)
def test_slugs_that_differ_by_case_alone_get_a_digest_but_the_folded_one(tags: list[str], folded: str) -> None:
    tags = [tag for tag in tags if slug_of(tag)]
    for order in (tags, tags[::-1]):
        for tag, name in folder_names(map(Tag, order)).items():
            assert name == tag.slug if tag.slug == folded or len(set(map(slug_of, tags))) == 1 else name != tag.slug


@given(
    st.lists(
        st.text(st.sampled_from("ßsſςσΣıiİIéeE\u0301Kk\u212aµμǆǅ아ㅏnuloc1-"), min_size=1, max_size=4), max_size=12
    )
)
def test_folders_are_distinct_on_any_disk(texts: list[str]) -> None:
    """However a disk folds case and normalizes, each tag has its own folder, which depends on the set of tags alone."""
    tags = {Tag(text) for text in texts if slug_of(text)}
    folders = folder_names(sorted(tags))
    assert folders == folder_names(sorted(tags, reverse=True))
    for form in ("NFC", "NFD"):
        for fold in (str.casefold, str.upper, str.lower):
            assert len({normalize(form, fold(normalize(form, name))) for name in folders.values()}) == len(tags)
    assert not {"con", "nul", "aux", "prn", "com1"}.intersection(folders.values())
