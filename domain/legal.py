"""Legal rules as versioned data, read once from `domain/rules/*.toml` (design.md §5)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict


class Rule(BaseModel):
    """One version of one rule. Dates are local and inclusive; `tier` is the evidence of domain.md (A official … D unconfirmed).

    `ends_in`: of what comes again and again, the months (1–12) in which each span ends; empty for everything else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    value: int | str
    unit: str
    document: str
    starts_on: date
    ends_on: date | None = None
    tier: str
    source: str
    confirmed_by: str | None = None
    ends_in: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """The value of a rule that is a number. Raises ValueError for one that is not."""
        return int(self.value)


class RuleBook:
    """All versions of all rules; `at` picks the one in force on a day."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = tuple(sorted(rules, key=lambda rule: rule.starts_on))
        self._by_key: dict[str, list[Rule]] = {}
        for rule in reversed(self._rules):
            self._by_key.setdefault(rule.key, []).append(rule)

    def at(self, key: str, on: date) -> Rule:
        """Raises KeyError when no version of the rule is in force on that day."""
        for rule in self._by_key.get(key, ()):
            if rule.starts_on <= on and (rule.ends_on is None or on <= rule.ends_on):
                return rule
        raise KeyError(f"no rule {key} in force on {on}")

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)


@cache
def rule_book() -> RuleBook:
    """The rules shipped with the program. Raises pydantic.ValidationError when a file is malformed."""
    rules: list[Rule] = []
    for item in sorted((resources.files("domain") / "rules").iterdir(), key=lambda entry: entry.name):
        if item.name.endswith(".toml"):
            rules += [Rule.model_validate(row) for row in tomllib.loads(item.read_text("utf-8"))["rule"]]
    return RuleBook(rules)
