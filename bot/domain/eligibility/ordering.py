"""In which order diagrams look at the questions: it decides how large they are, nothing else."""

from collections.abc import Iterator, Sequence

from bot.domain.eligibility.cells import RulesError
from bot.domain.eligibility.rules import Rule, RuleSet


def candidate_orders(rules: RuleSet) -> Iterator[tuple[str, ...]]:
    """A few orders worth trying; in each a gate stands before what depends on it.

    Raises:
        RulesError: A gate does not exist, or gates go in a circle.
    """
    mentioned = {call: _questions(rules, rule) for call, rule in rules.rules.items()}
    often = dict.fromkeys(rules.questions, 0)
    for questions in mentioned.values():
        for question in questions:
            often[question] = often.get(question, 0) + 1
    by_use = sorted(rules.questions, key=lambda question: -often[question])
    near = [question for ids in sorted(mentioned.values(), key=len) for question in ids]
    far = [question for ids in sorted(mentioned.values(), key=len)[::-1] for question in ids]
    wishes: list[Sequence[str]] = [tuple(rules.questions), by_use, by_use[::-1], near, far]
    yield from dict.fromkeys(_gates_first(rules, wish) for wish in wishes)


def _questions(rules: RuleSet, rule: Rule) -> tuple[str, ...]:
    """The questions that a rule speaks of, as they come, also through tables."""
    found: dict[str, None] = {}

    def note(attribute: str, above: tuple[str, ...]) -> None:
        if attribute in above:
            raise RulesError(f"{attribute}: the tables go in a circle")
        if attribute in rules.derived:
            for input_ in rules.derived[attribute].inputs:
                note(input_, (*above, attribute))
        elif attribute in rules.questions:
            found[attribute] = None

    for criterion in rule.criteria:
        note(criterion.attribute, ())
        for attribute in criterion.when:
            note(attribute, ())
    return tuple(found)


def _gates_first(rules: RuleSet, wish: Sequence[str]) -> tuple[str, ...]:
    """Keep to a wish as far as gates stand before their followers; the rest comes after."""
    placed: dict[str, None] = {}

    def place(question: str, above: tuple[str, ...]) -> None:
        if question in above:
            raise RulesError(f"{question}: the gates go in a circle")
        if question not in rules.questions:
            raise RulesError(f"{question}: there is no such question")
        if question not in placed:
            for gate in rules.questions[question].asked_only_if:
                place(gate, (*above, question))
            placed[question] = None

    for question in (*wish, *rules.questions):
        place(question, ())
    return tuple(placed)
