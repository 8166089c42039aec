"""Which answers go with a declared interest: ordinary ones unless unticked, sensitive if ticked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.eligibility.questions import NoAnswer, Question
from bot.domain.eligibility.rules import RuleSet
from bot.domain.interests.declared import PLACE, Shared
from bot.domain.screening.conversation import Reply


@dataclass(frozen=True, slots=True)
class ShareableAnswer:
    """An answer that can go along.

    Args:
        bit: Its bit in the number that says what was ticked differently than at first.
    """

    question: Question
    answer: Reply
    bit: int
    is_on: bool


def ticks(
    rules: RuleSet, call_id: str, answers: Mapping[str, Reply], flipped: int
) -> Sequence[ShareableAnswer]:
    """The answers that matter for a call and its team, in the order of the questions.

    The place goes along for every call, because it says whose team that is.

    Args:
        answers: As the person gave them.
        flipped: A bit for each answer that the person ticked or unticked. At first ordinary
            answers are on and sensitive ones off.
    """
    wanted = questions_of(rules, call_id) | {PLACE}
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


def shared_of(verdict: str, answers: Iterable[ShareableAnswer]) -> Shared:
    """What goes to the team: the answers that are ticked, and nothing else.

    Args:
        verdict: What the check says of the call; empty where nothing was checked.
    """
    going = [one for one in answers if one.is_on]
    return Shared(
        verdict,
        {one.question.id: one.answer for one in going if not one.question.sensitive},
        {one.question.id: one.answer for one in going if one.question.sensitive},
    )


def place_of(shared: Shared) -> str:
    """The municipality whose team gets an interest; empty if the person did not share it."""
    place = shared.answers.get(PLACE)
    return place if isinstance(place, str) else ""


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


def compares_origin(rules: RuleSet, call_id: str) -> bool:
    """Whether a call asks about origin, so that only staff can say whether two partners differ."""
    return any(rules.questions[name].sensitive for name in questions_of(rules, call_id))


def _behind(rules: RuleSet, name: str) -> Iterator[str]:
    if name in rules.derived:
        yield from rules.derived[name].inputs
    elif name in rules.questions:
        yield from rules.questions[name].asked_only_if
