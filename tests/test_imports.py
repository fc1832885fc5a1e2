"""What `import postindex` loads, and the names that it gives."""

import importlib
import subprocess
import sys
from importlib.metadata import version
from typing import Any

import pytest

import postindex

HEAVY = ("click", "feedgen", "lxml", "matplotlib", "nanoarrow", "nh3", "pandas", "rapidfuzz", "rich", "selectolax")


def run(code: str) -> list[str]:
    """Return the words that a fresh interpreter prints."""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    return shown.stdout.split()


def loaded_by(code: str) -> list[str]:
    return run(f"{code}\nimport sys; print(*(name for name in {HEAVY} if name in sys.modules))")


def test_import_loads_nothing_heavy() -> None:
    assert loaded_by("import postindex") == []


def test_reading_and_filtering_load_nothing_heavy() -> None:
    text = r"- 2026-03-22\nTea\n- /tea\n- 2026-03-21\nMore tea\n- /tea"
    code = f"""
import postindex
index = postindex.parse_listing("{text}").index
assert len(index.tagged("tea").between("2026", None)) == 2
index.related(index[0]), index.tags, index.from_json(index.to_json()), index._repr_html_(), index + index
"""
    assert loaded_by(code) == []


def test_search_loads_rapidfuzz_alone() -> None:
    assert loaded_by("import postindex; postindex.PostIndex().search('tea')") == ["rapidfuzz"]


def test_cadence_loads_nothing_heavy() -> None:
    text = r"- 2026-03-22\nTea\n- /tea\n- 2026-03-15\nMore tea\n- /tea"
    code = f"""
import postindex
measured = postindex.cadence.measure(postindex.parse_listing("{text}").index, by="week", today="2026-04-01")
answers = [getattr(measured, name) for name in dir(measured) if name[0] != "_"]
assert measured.gaps == (7,)
"""
    assert loaded_by(code) == []


def test_pages_load_selectolax_alone() -> None:
    assert loaded_by("import postindex; postindex.sources") == []
    page = "<li>2026-03-22 <a href=/tea/>Tea, twice</a><li>2026-03-01 <a href=/pots/>Pots and cups</a>"
    assert loaded_by(f"import postindex; postindex.sources.read_page(b'{page}')") == ["selectolax"]


def test_reading_a_feed_loads_nothing_heavy() -> None:
    item = "<item><title>Tea</title><pubDate>22 Mar 2026 10:00 GMT</pubDate></item>"
    feed = f"<rss><channel>{item}</channel></rss>"
    assert loaded_by(f"import postindex; postindex.sources.read_feed(b'{feed}')") == []


def test_feeds_load_feedgen_and_lxml_alone() -> None:
    assert loaded_by("import postindex; postindex.feeds") == ["feedgen", "lxml"]
    assert loaded_by("from postindex import Channel") == ["feedgen", "lxml"]


@pytest.mark.parametrize(
    ("sanitize", "loaded"),
    [(False, ["feedgen", "lxml"]), (True, ["feedgen", "lxml", "nh3"])],
    ids=["plain", "sanitised"],
)
def test_a_document_loads_the_sanitizer_only_where_it_is_asked_for(sanitize: bool, loaded: list[str]) -> None:
    code = f"""
from datetime import date
from postindex import Channel, Post, feeds
post = Post(title="Tea", published=date(2026, 3, 22), content_html='<p><a href="pot">Tea</a></p>')
channel = Channel(title="Notes", link="https://example.org/", sanitize_html={sanitize})
feeds.atom([post], channel), feeds.rss([post], channel), feeds.json([post], channel)
"""
    assert loaded_by(code) == loaded


def test_every_public_name_is_there_and_may_be_the_first_that_is_used() -> None:
    code = """
import sys, postindex
for name in postindex.__all__:
    for loaded in [each for each in sys.modules if each.partition(".")[0] == "postindex"]:
        del sys.modules[loaded]
    import postindex
    print(name if getattr(postindex, name) is not None else None)
"""
    assert run(code) == postindex.__all__


def test_dir_has_the_public_names_alone_before_and_after_they_are_used() -> None:
    public = sorted([*postindex.__all__, "__version__"])
    assert sorted(set(postindex.__all__)) == postindex.__all__
    assert run("import postindex; print(*dir(postindex))") == public
    assert dir(postindex) == public


def test_a_star_gives_every_public_name() -> None:
    names: dict[str, Any] = {}
    exec("from postindex import *", names)
    assert set(postindex.__all__) <= set(names)


def test_lazy_names_are_the_real_ones() -> None:
    assert postindex.feeds is importlib.import_module("postindex.feeds")
    assert postindex.__getattr__("feeds") is postindex.feeds  # what answers before the first import
    assert postindex.Channel is importlib.import_module("postindex.feeds.channel").Channel
    assert postindex.Hit is importlib.import_module("postindex.index.search").Hit


def test_the_version_is_the_installed_one() -> None:
    assert postindex.__version__ == version("postindex")


@pytest.mark.parametrize("name", ["nonsense", "__wrapped__", "Feed"])
def test_other_names_are_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module 'postindex' has no attribute '{name}'"):
        getattr(postindex, name)


def test_importing_another_name_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="nonsense"):
        exec("from postindex import nonsense")


def test_what_is_loaded_on_first_use_is_listed_and_is_itself() -> None:
    assert {"Channel", "Hit", "feeds", "__version__"} <= set(dir(postindex))
    assert postindex.feeds.Channel is postindex.Channel
    assert postindex.Hit.__module__ == "postindex.index.search.hits"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(postindex, "nothing")  # noqa: B009  what a misspelt name does at run time
