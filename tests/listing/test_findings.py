"""Findings: where a problem stands, what it shows, and how many are kept."""

import pytest

from postindex import Problem
from postindex.listing.findings import MOST_PROBLEMS, Findings


def reported(raw: str, index: int) -> Problem:
    findings = Findings("tea.txt")
    findings.report((17, raw), index, "bad-date", "is none")
    return findings.problems[0]


def places(problems: tuple[Problem, ...]) -> list[tuple[int, int]]:
    return [(problem.line, problem.column) for problem in problems]


def test_a_problem_names_its_place_and_shows_its_line() -> None:
    problem = reported("- 30/2/2026", 2)
    assert problem == Problem("tea.txt", 17, 3, "bad-date", "is none")
    assert problem.excerpt == "    - 30/2/2026\n      ^"


@pytest.mark.parametrize(
    ("raw", "index", "column"),
    [
        ("tea", 0, 1),
        ("tea", 2, 3),
        ("  tea", 0, 3),
        ("  tea", 1, 3),
        ("  tea", 2, 3),
        ("  tea", 3, 4),
        ("\t\u3000tea", 0, 3),
        ("\x85tea", 0, 2),
    ],
    ids=ascii,
)
def test_a_problem_stands_at_a_character_and_never_in_the_white_space_before(raw: str, index: int, column: int) -> None:
    problem = reported(raw, index)
    assert problem.column == column
    line, caret = problem.excerpt.split("\n")
    assert line == f"    {''.join(char if char in 'tea 	' else chr(0xFFFD) for char in raw)}"
    assert len(caret) == len("    ") + column


@pytest.mark.parametrize("raw", ["", " ", "\t\u3000 "], ids=ascii)
def test_a_problem_of_a_blank_line_stands_at_its_start_and_shows_nothing(raw: str) -> None:
    problem = reported(raw, 0)
    assert (problem.line, problem.column, problem.excerpt) == (17, 1, "")


def test_so_many_are_kept_and_the_rest_is_counted() -> None:
    findings = Findings(None)
    for number in range(1, MOST_PROBLEMS + 1):
        findings.report((number, "tea"), 0, "bad-date", "is none")
    assert findings.settle() == (tuple(findings.problems), 0)
    for number in range(3):
        findings.report((number, "tea"), 0, "bad-date", "is none")
    problems, omitted = findings.settle()
    assert (len(problems), omitted) == (MOST_PROBLEMS, 3)
    assert MOST_PROBLEMS == 100


def test_they_stand_in_the_order_of_the_text_and_of_one_place_in_that_of_their_reports() -> None:
    findings = Findings(None)
    for line, index, message in [(3, 0, "a"), (1, 4, "b"), (1, 0, "c"), (2, 0, "d"), (1, 0, "e")]:
        findings.report((line, "kettle"), index, "bad-tag", message)
    problems, _ = findings.settle()
    assert places(problems) == [(1, 1), (1, 1), (1, 5), (2, 1), (3, 1)]
    assert [problem.message for problem in problems] == ["c", "e", "b", "d", "a"]


@pytest.mark.parametrize("most", [0, 1, 7, 1000])
def test_whoever_reads_says_how_many_are_kept(most: int) -> None:
    findings = Findings(None, most)
    for number in range(1000):
        assert findings.full is (number >= most)
        findings.report((number, "tea"), 0, "bad-date", "is none")
    assert (len(findings.problems), findings.omitted) == (most, 1000 - most)
    problems, omitted = findings.settle()
    assert len(problems) == min(most, MOST_PROBLEMS)
    assert len(problems) + omitted == 1000


def test_none_are_none() -> None:
    assert Findings(None).settle() == ((), 0)
