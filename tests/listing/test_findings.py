"""Findings: the place and excerpt of problems, and how many are kept."""

import pytest

from postindex import Problem
from postindex.listing.findings import MAX_PROBLEMS, Findings, first_problems


def reported(raw: str, index: int) -> Problem:
    findings = Findings("tea.txt")
    findings.report((17, raw), index, "bad-date", "is not a date")
    return findings.problems[0]


def places(problems: tuple[Problem, ...]) -> list[tuple[int, int]]:
    return [(problem.line, problem.column) for problem in problems]


def test_a_problem_has_its_place_and_shows_its_line() -> None:
    problem = reported("- 30/2/2026", 2)
    assert problem == Problem("tea.txt", 17, 3, "bad-date", "is not a date")
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
def test_leading_white_space_is_skipped(raw: str, index: int, column: int) -> None:
    problem = reported(raw, index)
    assert problem.column == column
    line, caret = problem.excerpt.split("\n")
    assert line == f"    {''.join(char if char in 'tea 	' else chr(0xFFFD) for char in raw)}"
    assert len(caret) == len("    ") + column


@pytest.mark.parametrize("raw", ["", " ", "\t\u3000 "], ids=ascii)
def test_a_problem_of_a_blank_line_has_no_excerpt(raw: str) -> None:
    problem = reported(raw, 0)
    assert (problem.line, problem.column, problem.excerpt) == (17, 1, "")


def test_keeps_a_hundred_and_counts_the_rest() -> None:
    findings = Findings(None)
    for number in range(1, MAX_PROBLEMS + 1):
        findings.report((number, "tea"), 0, "bad-date", "is not a date")
    assert findings.settle() == (tuple(findings.problems), 0)
    for number in range(3):
        findings.report((number, "tea"), 0, "bad-date", "is not a date")
    problems, omitted = findings.settle()
    assert (len(problems), omitted) == (MAX_PROBLEMS, 3)
    assert MAX_PROBLEMS == 100


def test_problems_are_sorted_by_place_then_by_report() -> None:
    findings = Findings(None)
    for line, index, message in [(3, 0, "a"), (1, 4, "b"), (1, 0, "c"), (2, 0, "d"), (1, 0, "e")]:
        findings.report((line, "kettle"), index, "bad-tag", message)
    problems, _ = findings.settle()
    assert places(problems) == [(1, 1), (1, 1), (1, 5), (2, 1), (3, 1)]
    assert [problem.message for problem in problems] == ["c", "e", "b", "d", "a"]


@pytest.mark.parametrize("most", [0, 1, 7, 1000])
def test_the_limit_can_be_set(most: int) -> None:
    findings = Findings(None, most)
    for number in range(1000):
        assert findings.full is (number >= most)
        findings.report((number, "tea"), 0, "bad-date", "is not a date")
    assert (len(findings.problems), findings.omitted) == (most, 1000 - most)
    problems, omitted = findings.settle()
    assert len(problems) == min(most, MAX_PROBLEMS)
    assert len(problems) + omitted == 1000


def test_errors_come_before_warnings() -> None:
    findings = Findings(None)
    for number in range(1, MAX_PROBLEMS + 1):
        findings.report((number, "Home"), 0, "navigation", "is a menu")
    findings.report((1, "tea"), 0, "bad-date", "is not a date")
    findings.report((2, "Home"), 0, "navigation", "is a menu")
    problems, omitted = findings.settle()
    assert (len(problems), omitted) == (MAX_PROBLEMS, 2)
    assert [problem.code for problem in problems].count("bad-date") == 1
    assert first_problems(problems + problems, 1)[1] == MAX_PROBLEMS + 1


def test_problems_of_some_codes_can_be_dropped() -> None:
    findings = Findings(None, 1)
    for code in ("bad-date", "bad-tag", "bad-tag"):
        findings.report((1, "tea"), 0, code, "is bad")
    assert findings.drop(("bad-tag", "bad-date")) == 3
    assert findings.settle() == ((), 0)


def test_no_problems() -> None:
    assert Findings(None).settle() == ((), 0)
