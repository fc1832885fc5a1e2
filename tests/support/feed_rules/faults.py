"""A fault, and a table of rules that find faults."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

Subject = TypeVar("Subject")

Finding = tuple[str, str]  # the place and the message of a fault
Check = Callable[[Subject], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a document breaks a rule.

    - `rule`: the name of the rule. For a rule in a table, this is the name of its function.
    - `section`: the section of the specification, such as "RFC 4287, 4.1.2".
    - `place`: the path of the element, such as "feed/entry[2]/link".
    - `message`: what is wrong.
    """

    rule: str
    section: str
    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} ({self.section}; {self.rule})"


class Rules(Generic[Subject]):
    """A table of rules. The call with a section returns a decorator that adds a function to the table:

    @RULES("RFC 4287, 4.1.2")
    def entry_author(feed: Feed) -> Iterator[Finding]: ...
    """

    def __init__(self) -> None:
        self._rules: dict[str, tuple[str, Check[Subject]]] = {}

    def __call__(self, section: str) -> Callable[[Check[Subject]], Check[Subject]]:
        def add(check: Check[Subject]) -> Check[Subject]:
            self._rules[check.__name__] = section, check
            return check

        return add

    @property
    def names(self) -> set[str]:
        return set(self._rules)

    def faults(self, subject: Subject) -> Iterator[Fault]:
        for name, (section, check) in self._rules.items():
            for place, message in check(subject):
                yield Fault(name, section, place, message)
