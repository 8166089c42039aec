"""A second way to judge: each row is true, false or unknown, and so are their and and or (Kleene).

It reads the rules directly. It never says more than is certain, but does not always see what is.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.domain.eligibility.questions import Answer, NoAnswer, Value
from bot.domain.eligibility.rules import Criterion, RuleSet
from tests.domain.eligibility.rule_sets import row_holds

Truth = bool | None
NOT_APPLICABLE: Final = object()


def judge_by_rows(rules: RuleSet, call: str, answers: Mapping[str, Answer]) -> Truth:
    """Whether the answers fit a call; None if the rows one by one do not say."""
    groups: dict[str, list[Truth]] = {}
    for place, criterion in enumerate(rules.rules[call].criteria):
        holds = _holds(rules, criterion, answers)
        counts = _condition(rules, criterion.when, answers)
        if criterion.group:
            groups.setdefault(criterion.group, []).append(_all([counts, holds]))
        else:
            groups[f"row {place}"] = [_not(counts), holds]
    return _all([_any(rows) for rows in groups.values()])


def _all(truths: Iterable[Truth]) -> Truth:
    said = set(truths)
    if False in said:
        return False
    return None if None in said else True


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _any(truths: Iterable[Truth]) -> Truth:
    return _not(_all([_not(truth) for truth in truths]))


def _applies(rules: RuleSet, question: str, answers: Mapping[str, Answer]) -> Truth:
    return _condition(rules, rules.questions[question].asked_only_if, answers)


def _condition(
    rules: RuleSet, conditions: Mapping[str, frozenset[str]], answers: Mapping[str, Answer]
) -> Truth:
    return _all([_among(rules, name, held, answers) for name, held in conditions.items()])


def _among(
    rules: RuleSet, attribute: str, held: frozenset[str], answers: Mapping[str, Answer]
) -> Truth:
    if attribute not in rules.derived:
        value = _answer(rules, attribute, answers)
        return None if value is None else value in held
    return _all_agree(value in held for value in _table_values(rules, attribute, answers))


def _answer(rules: RuleSet, question: str, answers: Mapping[str, Answer]) -> Value | object | None:
    answer = answers.get(question)
    if answer is not None and not isinstance(answer, NoAnswer):
        return answer
    return NOT_APPLICABLE if _applies(rules, question, answers) is False else None


def _table_values(rules: RuleSet, derived: str, answers: Mapping[str, Answer]) -> list[str | None]:
    """All values that a table may still have; None for none."""
    table, found = rules.derived[derived], list[str | None]()
    for row in table.rows:
        holds = _condition(rules, row.when, answers)
        if holds is not False:
            found.append(row.value)
        if holds:
            return found
    return [*found, table.otherwise]


def _all_agree(truths: Iterable[bool]) -> Truth:
    said = set(truths)
    return said.pop() if len(said) == 1 else None


def _holds(rules: RuleSet, criterion: Criterion, answers: Mapping[str, Answer]) -> Truth:
    if criterion.attribute in rules.derived:
        values = _table_values(rules, criterion.attribute, answers)
        return _all_agree(row_holds(criterion, value) for value in values)
    value = _answer(rules, criterion.attribute, answers)
    if value is None:
        return None
    return value is not NOT_APPLICABLE and row_holds(criterion, value)
