"""Links and ids: the functions that `Channel` uses."""

from datetime import date
from typing import Any

import pytest

from postindex import InvalidValue
from postindex.feeds.addresses import (
    authority_of,
    ensure_path,
    is_absolute_iri,
    link_to,
    permalink_of,
    require_link,
    tag_uri,
    uri_of,
)


@pytest.mark.parametrize(
    "id",
    [
        "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6",
        "tag:example.org,2026:tea",
        "https://example.org/tea",
        "HTTPS://example.org",
        "a+b-c.d1:x",
        "urn:茶",
        "urn:tea%20pot",
        "a:b",
    ],
)
def test_absolute_iris(id: str) -> None:
    assert is_absolute_iri(id)


@pytest.mark.parametrize(
    "id",
    [
        "",
        "2026-03-22-tea",
        "2026:tea",
        ":tea",
        "urn:",
        "/tea:pot",
        "tea pot:1",
        "note: tea",
        "urn:a b",
        "urn:a\nb",
        "urn:<tea>",
        'urn:"tea"',
        "urn:{tea}",
        "urn:te\\a",
        "urn:100%",
        "urn:%zz",
        "茶:tea",
    ],
)
def test_ids_that_are_not_absolute_iris(id: str) -> None:
    assert not is_absolute_iri(id)


@pytest.mark.parametrize(
    ("site", "id", "specific"),
    [
        ("https://example.org", "tea", "tea"),
        ("https://example.org/", "tea", "tea"),
        ("https://example.org//a//b//?q#f", "tea", "a//b/tea"),
        ("https://example.org/%C3%A9", "tea", "%C3%A9/tea"),
        ("https://example.org/é", "é", "%C3%A9/%C3%A9"),
        ("https://example.org/", "a/b?c#d", "a%2Fb%3Fc%23d"),
    ],
)
def test_a_tag_uri_holds_the_path_and_the_id(site: str, id: str, specific: str) -> None:
    assert tag_uri("example.org", date(1, 2, 3), site, id) == f"tag:example.org,0001-02-03:{specific}"


def test_tag_uris_differ_by_id_and_folder() -> None:
    ids = ["a/b", "a%2Fb", "b", "a b", "a%20b", "A/b"]
    uris = [tag_uri("example.org", date(2026, 3, 22), "https://example.org/", id) for id in ids]
    assert len(set(uris)) == len(ids)
    assert tag_uri("a.b", date.min, "https://a.b/c", "d") != tag_uri("a.b", date.min, "https://a.b/", "c/d")


@pytest.mark.parametrize(
    "link", ["https://[::1]/", "https://[", "https://a_b/", "https://-a/", "https://a./", "https://"]
)
def test_tag_uris_need_a_named_host(link: str) -> None:
    with pytest.raises(InvalidValue, match=r"^Channel\.link: .* on a named host$"):
        authority_of(link)


@pytest.mark.parametrize(
    ("site", "names", "link"),
    [
        ("https://example.org", ["atom.xml"], "https://example.org/atom.xml"),
        ("https://example.org/a/?q=1#f", ["tags", "ci/cd", "atom.xml"], "https://example.org/a/tags/ci%2Fcd/atom.xml"),
        ("https://example.org/%C3%A9/", ["é"], "https://example.org/%C3%A9/%C3%A9"),
    ],
)
def test_the_link_to_a_file_in_a_folder(site: str, names: list[str], link: str) -> None:
    assert link_to(site, *names) == link


def test_braces_in_ids_are_not_pattern_syntax() -> None:
    assert permalink_of("https://example.org", "/{id}", slug="s", id="{slug}%") == "https://example.org/%7Bslug%7D%25"


@pytest.mark.parametrize(
    ("link", "whole"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org?q=1", "https://example.org/?q=1"),
        ("https://example.org#f", "https://example.org/#f"),
        ("https://example.org/", "https://example.org/"),
        ("HTTPS://Example.org/a", "HTTPS://Example.org/a"),
    ],
)
def test_ensure_path_adds_only_a_missing_path(link: str, whole: str) -> None:
    assert ensure_path(link) == whole


@pytest.mark.parametrize(
    ("iri", "uri"),
    [
        ("https://example.org/a%20b?c=(d)&e='f'#g", "https://example.org/a%20b?c=(d)&e='f'#g"),
        ("https://bücher.example:8080/", "https://xn--bcher-kva.example:8080/"),
        ("https://example.org/茶/%E8%8C%B6?q=é&r=1#ü", "https://example.org/%E8%8C%B6/%E8%8C%B6?q=%C3%A9&r=1#%C3%BC"),
        ("https://пример.рф:8080/", "https://xn--e1afmkfd.xn--p1ai:8080/"),
        ("https://faß.de/é", "https://xn--fa-hia.de/%C3%A9"),  # IDNA of 2003 would lead to fass.de
        ("https://é:ü@example.org/", "https://%C3%A9:%C3%BC@example.org/"),
        (f"https://{'é' * 64}.example/", f"https://{'%C3%A9' * 64}.example/"),  # no name that IDNA knows
        ("https://faß.example/", "https://xn--fa-hia.example/"),  # fass.example is somebody else's
        ("https://é。example/", "https://xn--9ca.example/"),
        ("https://example.org/~a/é;b=1,2", "https://example.org/~a/%C3%A9;b=1,2"),
        ("https://example.org/a[0]?b[]=1#c[2]", "https://example.org/a%5B0%5D?b%5B%5D=1#c%5B2%5D"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ("https://[::1]:80/a", "https://[::1]:80/a"),
        ("https://[é/", "https://%5B%C3%A9/"),
        ("https://[/", "https://%5B/"),
        ("https://℀.example/", "https://%E2%84%80.example/"),  # the host would hold a slash
    ],
)
def test_a_uri_is_the_link_in_ascii(iri: str, uri: str) -> None:
    assert uri_of(iri) == uri_of(uri) == uri
    assert require_link("here", uri) == uri


@pytest.mark.parametrize("link", [None, 1, b"https://example.org/", "", "/tea", "ftp://example.org/", "https://a b/"])
def test_invalid_links_are_refused(link: Any) -> None:
    with pytest.raises(InvalidValue, match=r"^here: .* is not an absolute http or https link$"):
        require_link("here", link)
