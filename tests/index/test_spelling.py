from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

import pytest
from rapidfuzz.process import extract_iter

from postindex.index import spelling as _spelling
from postindex.index.spelling import similar_slugs

DEFAULT = 0.88


def similarity(one: str, other: str) -> float:
    """Compare just these two, in both orders."""
    (found,) = {tuple(near for *_, near in similar_slugs(pair, 0.0)) for pair in ([one, other], [other, one])}
    return found[0] if found else 0.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ci-cd", "cicd"),
        ("homelab", "home-lab"),
        ("e-mail", "email"),
        ("go-fix", "gofix"),
        ("c-sharp", "csharp"),
        ("python-3", "python3"),
        ("cafe", "café"),
    ],
)
def test_hyphens_and_diacritics_do_not_count(one: str, other: str) -> None:
    assert similarity(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("self-hosted", "self-hosting", 1 - 0.5 / 13),
        ("test", "tests", 1 - 0.5 / 9),
        ("test", "testing", 1 - 0.5 / 11),
        ("api", "apis", 1 - 0.5 / 7),
        ("box", "boxes", 1 - 0.5 / 8),
        ("library", "libraries", 1 - 0.5 / 16),
        ("class", "classes", 1 - 0.5 / 12),
        ("strings", "string", 1 - 0.5 / 13),
        ("unit-tests", "unit-testing", 1 - 0.5 / 12),
        ("systems-design", "system-design", 1 - 0.5 / 13),
        ("micro-services", "microservice", 1 - 0.5 / 25),
    ],
)
def test_an_english_ending_costs_half_a_letter(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == round(expected, 12) >= DEFAULT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("postgres", "postgresql", 1 - 2 / 18),
        ("kubernetes", "kuberntes", 1 - 2 / 19),
        ("observability", "observabiltiy", 1 - 2 / 26),
        ("optimisation", "optimization", 1 - 2 / 24),
        ("behavior-tests", "behaviour-tests", 1 - 2 / 17),
    ],
)
def test_a_typo_in_a_long_name_is_similar(one: str, other: str, expected: float) -> None:
    assert similarity(one, other) == round(expected, 12) >= DEFAULT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("k8s", "kubernetes"),
        ("go", "google"),
        ("go", "gob"),
        ("c", "c-plus-plus"),
        ("c", "c-sharp"),
        ("c-plus-plus", "c-sharp"),
        ("python-2", "python-3"),
        ("python", "python-3"),
        ("gpt-4", "gpt-5"),
        ("go1-15", "go1-18"),
        ("k8s", "k3s"),
        ("java", "javascript"),
        ("javascript", "typescript"),
        ("react", "preact"),
        ("react", "react-native"),
        ("rust", "trust"),
        ("io", "ios"),
        ("css", "cs"),
        ("testing", "tracing"),
        ("gofmt", "gofix"),
        ("content", "context"),
        ("string", "strip"),
        ("speed", "spe"),
        ("graph", "graphql"),
        ("docker", "docker-compose"),
        ("culture", "culture-change"),
        ("data-act", "data-access"),
        ("introduction-to-rust", "introduction-to-ruby"),
        ("department-of-labor", "department-of-justice"),
        ("go-vet", "go-fix"),
        ("front-end", "back-end"),
        ("茶", "お茶"),
    ],
)
def test_different_things_are_not_similar(one: str, other: str) -> None:
    assert similarity(one, other) < DEFAULT


def test_a_similarity_is_never_below_0() -> None:
    assert similarity("ab", "acdefg") == 0.0


def test_common_words_at_both_ends_do_not_count() -> None:
    assert similarity("open-data", "open-date") == similarity("data", "date") == 0.75
    assert similarity("new-data-day", "new-date-day") == 0.75
    assert similarity("data", "data-data") == 0.0


def test_each_pair_once() -> None:
    slugs = ["test", "tests", "testing", "te-st", "tested"]
    pairs = [frozenset(pair[:2]) for pair in similar_slugs(slugs, DEFAULT)]
    assert len(pairs) == len(set(pairs)) == 10


def test_slugs_are_compared_within_first_letter_length_and_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = 0

    def counting(query: str, choices: list[str], **options: Any) -> Iterator[tuple[str, float, int]]:
        nonlocal compared
        compared += len(choices)
        return extract_iter(query, choices, **options)

    def count_of(slugs: Iterable[str]) -> int:
        nonlocal compared
        compared = 0
        assert list(similar_slugs(slugs, DEFAULT)) == []
        return compared

    monkeypatch.setattr(_spelling, "extract_iter", counting)
    random = Random(7)
    slugs = ["".join(random.choices("abcdefghijklmnop", k=random.randint(9, 16))) for _ in range(4000)]
    assert count_of(slugs) < 4000 * 3999 / 2 / 20  # of all pairs
    assert count_of(f"{slug}-{number}" for number, slug in enumerate(slugs)) == 0


@pytest.mark.parametrize("length", range(3, 40))
def test_a_pair_exactly_at_the_bound_is_found(length: int) -> None:
    one, other = f"{'a' * length}bc", f"{'a' * length}cb"
    ((_, _, similarity),) = similar_slugs([one, other], 0.0)
    assert [found for *_, found in similar_slugs([one, other], similarity)] == [similarity]
