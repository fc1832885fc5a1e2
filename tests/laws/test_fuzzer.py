"""The fuzzer: a few of its inputs on every run, and a mistake of ours that it must find."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from postindex import Post, parse_listings, write_listing
from postindex.sources import read_feed, to_csv


@pytest.fixture
def fuzz(root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The fuzzer's module, with seeds that every checkout has."""
    spec = spec_from_file_location("fuzz", root / "tests" / "fuzz" / "fuzz.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "fuzz", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "SEEDS", module.SEEDS[:2])
    return module


@pytest.fixture
def fuzz_feeds(fuzz: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module of the fuzzer of feeds, with seeds that every checkout has."""
    monkeypatch.setitem(sys.modules, "fuzz", fuzz)  # which it imports
    spec = spec_from_file_location("fuzz_feeds", root / "tests" / "fuzz" / "fuzz_feeds.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "SEEDS", module.SEEDS[:1])
    return module


@pytest.fixture
def fuzz_exports(fuzz_feeds: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module of the fuzzer of tables and exports."""
    monkeypatch.setitem(sys.modules, "fuzz_feeds", fuzz_feeds)  # which it imports
    spec = spec_from_file_location("fuzz_exports", root / "tests" / "fuzz" / "fuzz_exports.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_finds_nothing_in_exports(fuzz_exports: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = fuzz_exports.main(["--inputs", "1000", "--seed", "1", "--found", str(tmp_path)])
    output = capsys.readouterr().out
    assert code == 0, output
    assert output.startswith("1,000 exports in ")
    assert list(tmp_path.iterdir()) == []


def test_every_export_passes_every_check(fuzz: Any, fuzz_exports: Any) -> None:
    assert [each for seed in fuzz_exports.seeds() if (each := fuzz.failure_of(seed, fuzz_exports.check))] == []


def test_finds_a_planted_bug_in_exports(
    fuzz_exports: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_escapes(posts: Any) -> str:
        return to_csv(posts).replace("\\;", ";")

    with monkeypatch.context() as planted:
        planted.setattr(fuzz_exports, "to_csv", without_escapes)
        assert fuzz_exports.main(["--inputs", "500", "--found", str(tmp_path)]) == 1
    assert "Failed: a table of the posts is read back equal\n" in capsys.readouterr().out
    (kept,) = tmp_path.iterdir()
    assert fuzz_exports.main([str(kept)]) == 0


def test_finds_nothing_in_feeds(fuzz_feeds: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = fuzz_feeds.main(["--inputs", "1000", "--seed", "1", "--found", str(tmp_path)])
    output = capsys.readouterr().out
    assert code == 0, output
    assert output.startswith("1,000 feeds in ")
    assert list(tmp_path.iterdir()) == []


def test_every_feed_passes_every_check(fuzz: Any, fuzz_feeds: Any) -> None:
    assert [failure for feed in fuzz_feeds.seeds() if (failure := fuzz.failure_of(feed, fuzz_feeds.check))] == []


def test_finds_a_planted_bug_in_feeds(
    fuzz_feeds: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_lines(content: Any, *, strict: bool = True) -> Any:
        listing = read_feed(content, strict=strict)
        return listing.model_copy(update={"origins": ()})

    with monkeypatch.context() as planted:
        planted.setattr(fuzz_feeds, "read_feed", without_lines)
        assert fuzz_feeds.main(["--inputs", "100", "--found", str(tmp_path)]) == 1
    assert "Failed: each post has its origin\n" in capsys.readouterr().out
    (kept,) = tmp_path.iterdir()
    assert fuzz_feeds.main([str(kept)]) == 0


def test_finds_nothing(fuzz: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = fuzz.main(["--jobs", "1", "--inputs", "2000", "--seed", "1", "--found", str(tmp_path)])
    output = capsys.readouterr().out
    assert code == 0, output
    assert output.startswith("2,000 inputs in ")
    assert list(tmp_path.iterdir()) == []


def test_every_seed_passes_every_check(fuzz: Any) -> None:
    contents = ["\n".join(lines).encode() for group in fuzz.seeds() for lines in group]
    assert len(contents) > 50
    assert [failure for content in contents if (failure := fuzz.failure_of(content, fuzz.check))] == []


def test_inputs_depend_only_on_the_seed(fuzz: Any) -> None:
    one, same, other = (list(islice(fuzz.inputs(Random(seed), fuzz.seeds()), 100)) for seed in ("1", "1", "2"))
    assert one == same != other
    assert max(map(len, one)) < 4 * fuzz.LONGEST


def test_finds_and_minimises_a_planted_bug(
    fuzz: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_summaries(posts: tuple[Post, ...], **header: str | None) -> str:
        return write_listing([post.model_copy(update={"summary": ""}) for post in posts], **header)

    with monkeypatch.context() as planted:
        planted.setattr(fuzz, "write_listing", without_summaries)
        assert fuzz.main(["--jobs", "1", "--inputs", "2000", "--found", str(tmp_path)]) == 1
        assert "Failed: posts are read back equal\n" in capsys.readouterr().out
        (kept,) = tmp_path.iterdir()
        head, title, summary = kept.read_bytes().decode().split("\n")
        assert len(head) <= len("September 30 2026")
        assert (len(title), len(summary)) == (1, 1)
        assert fuzz.main([str(kept)]) == 1
    assert fuzz.main([str(kept)]) == 0


def test_finds_unexpected_exceptions(
    fuzz: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(content: bytes | str, *, strict: bool = True) -> Any:
        if "茶" in (content if isinstance(content, str) else content.decode(errors="replace")):
            raise RecursionError("a bowl of tea")
        return parse_listings(content, strict=strict)

    monkeypatch.setattr(fuzz, "parse_listings", stumbling)
    assert fuzz.main(["--jobs", "1", "--inputs", "2000", "--found", str(tmp_path)]) == 1
    assert "RecursionError: a bowl of tea" in capsys.readouterr().out
    assert [kept.read_bytes().decode() for kept in tmp_path.iterdir()] == ["茶"]
