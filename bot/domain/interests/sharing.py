"""Which answers go with a declared interest: ordinary ones unless unticked, sensitive if ticked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.eligibility.questions import Answer, NoAnswer, Question
from bot.domain.eligibility.rules import RuleSet


@dataclass(frozen=True, slots=True)
class ShareableAnswer:
    """An answer that can go along.

    Args:
        bit: Its bit in the number that says what was ticked differently than at first.
    """

    question: Question
    answer: Answer
    bit: int
    is_on: bool


def ticks(
    rules: RuleSet, call_id: str, answers: Mapping[str, Answer], flipped: int
) -> Sequence[ShareableAnswer]:
    """The answers that matter for a call, in the order of the questions.

    Args:
        flipped: A bit for each answer that the person ticked or unticked. At first ordinary
            answers are on and sensitive ones off.
    """
    wanted = questions_of(rules, call_id)
    shareable = []
    for position, question in enumerate(rules.questions.values()):
        answer = answers.get(question.id)
        if question.id in wanted and answer is not None and not isinstance(answer, NoAnswer):
            bit = 1 << position
            is_flipped = bool(flipped & bit)
            shareable.append(
                ShareableAnswer(question, answer, bit, question.sensitive is is_flipped)
            )
    return shareable


def questions_of(rules: RuleSet, call_id: str) -> frozenset[str]:
    """The questions that can matter for a call, with those that decide whether they are asked."""
    rule = rules.rules.get(call_id)
    if rule is None:
        return frozenset()
    reached: set[str] = set()
    todo = [name for criterion in rule.criteria for name in (criterion.attribute, *criterion.when)]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += _behind(rules, name)
    return frozenset(reached & rules.questions.keys())


def _behind(rules: RuleSet, name: str) -> Iterator[str]:
    if name in rules.derived:
        yield from rules.derived[name].inputs
    elif name in rules.questions:
        yield from rules.questions[name].asked_only_if
