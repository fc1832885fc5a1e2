"""How good and how fast a search is, on questions whose answers are known."""

from collections.abc import Callable, Sequence
from math import ceil
from statistics import fmean
from time import perf_counter
from typing import NamedTuple

from questions import Question

DEPTH = 10  # answers that are looked at, as on the first page of a search


class Quality(NamedTuple):
    """What came of a set of questions: shares and mean from 0 to 1, times in milliseconds."""

    recall1: float  # share of the questions whose answer came first
    recall10: float  # share whose answer was among the first ten
    mrr: float  # mean of 1 ÷ the answer's place, 0 where it is not among the ten
    p50: float
    p95: float


def measure(search: Callable[[str], Sequence[str]], questions: Sequence[Question]) -> Quality:
    """Ask every question once, in order, and time it; `search` returns ids, best first, at most ten."""
    answers, times = [], []
    for question in questions:
        start = perf_counter()
        ids = search(question.query)
        times.append(perf_counter() - start)
        answers.append(ids)
    return judged(questions, answers, times)


def judged(questions: Sequence[Question], answers: Sequence[Sequence[str]], times: Sequence[float]) -> Quality:
    """Return the quality of answers that were given elsewhere, in so many seconds each."""
    ranks = [place_of(question.id, ids) for question, ids in zip(questions, answers, strict=True)]
    return Quality(
        recall1=fmean(rank == 1 for rank in ranks),
        recall10=fmean(rank > 0 for rank in ranks),
        mrr=fmean(1 / rank if rank else 0.0 for rank in ranks),
        p50=percentile(times, 50) * 1e3,
        p95=percentile(times, 95) * 1e3,
    )


def place_of(id: str, ids: Sequence[str]) -> int:
    """Return the place of an answer among the first ten, from 1, or 0 where it is not there."""
    return ids.index(id) + 1 if id in (ids := list(ids[:DEPTH])) else 0


def percentile(values: Sequence[float], share: int) -> float:
    """Return the smallest value that so many of a hundred do not exceed: the nearest rank."""
    return sorted(values)[max(0, ceil(len(values) * share / 100) - 1)]
