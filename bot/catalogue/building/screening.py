"""The rules of the pre-screening, made from files that passed every check."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from bot.catalogue.checking.attributes import PLACE, YES_NO
from bot.catalogue.form.schema import CallEntry
from bot.catalogue.form.screening import CriterionEntry, DerivedEntry, QuestionEntry
from bot.catalogue.library import Filed, Library
from bot.domain.content import Call, Municipality, Programme
from bot.domain.eligibility.questions import Derived, Form, Option, Question, Row, Value
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.text.languages import FACTS
from bot.domain.text.phrases import Listed, Msg, Param, Phrase, Plain, Words

_MOST_NAMED: Final = 3
"""More municipalities than that are named by their programme."""

_MARK_LENGTH: Final = 12

_YES_NO_LABELS: Final = {
    answer: {facts.content_key: facts.yes_no[place] for facts in FACTS.values() if facts.yes_no}
    for place, answer in enumerate(YES_NO)
}


def build_rules(
    library: Library,
    calls: Mapping[str, Call],
    programmes: Mapping[str, Programme],
    municipalities: Mapping[str, Municipality],
) -> RuleSet:
    """Make the rules of all calls that have criteria.

    Args:
        library: Files without errors.
        calls: The calls made from them, in the order of the content.
    """
    questions = {
        filed.entry.id: _question(filed.entry, municipalities) for filed in library.questions
    }
    derived = {filed.entry.id: _derived(filed.entry) for filed in library.derived}
    filed_calls = {filed.entry.id: filed for filed in library.calls if filed.entry.criteria}
    rules = {
        call.id: _rule(filed_calls[call.id], call, programmes[call.programme], municipalities)
        for call in calls.values()
        if call.id in filed_calls
    }
    return RuleSet(
        version=_version(questions, derived, rules),
        questions=MappingProxyType(questions),
        derived=MappingProxyType(derived),
        rules=MappingProxyType(rules),
    )


def _question(entry: QuestionEntry, municipalities: Mapping[str, Municipality]) -> Question:
    about = f"questions/{entry.id}"
    return Question(
        id=entry.id,
        form=entry.form,
        topic=entry.topic,
        label=Words(entry.label, f"{about} label"),
        short=Words(entry.short, f"{about} short"),
        why=Words(entry.why, f"{about} why"),
        help=Words(entry.help, f"{about} help") if entry.help is not None else None,
        options=_options(entry, municipalities),
        low=entry.low if isinstance(entry.low, int) else None,
        high=entry.high if isinstance(entry.high, int) else None,
        earliest=entry.low if isinstance(entry.low, date) else None,
        latest=entry.high if isinstance(entry.high, date) else None,
        sensitive=entry.sensitive,
        can_change=entry.can_change,
        asked_only_if=_selections(entry.asked_only_if),
        prior=MappingProxyType(entry.prior),
    )


def _options(
    entry: QuestionEntry, municipalities: Mapping[str, Municipality]
) -> tuple[Option, ...]:
    about = f"questions/{entry.id}"
    match entry.form:
        case Form.YES_NO:
            labels = _YES_NO_LABELS
            return tuple(Option(one, Words(labels[one], f"{about} {one}")) for one in YES_NO)
        case Form.MUNICIPALITY:
            return tuple(Option(place.id, place.pair) for place in municipalities.values())
        case _:
            return tuple(
                Option(option.id, Words(option.label, f"{about} {option.id}"))
                for option in entry.options
            )


def _selections(written: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({name: frozenset(ids) for name, ids in written.items()})


def _derived(entry: DerivedEntry) -> Derived:
    return Derived(
        id=entry.id,
        inputs=tuple(entry.inputs),
        rows=tuple(Row(_selections(row.when), row.value) for row in entry.rows),
        otherwise=entry.otherwise,
    )


def _rule(
    filed: Filed[CallEntry],
    call: Call,
    programme: Programme,
    municipalities: Mapping[str, Municipality],
) -> Rule:
    rows = [_criterion(filed, position, row) for position, row in enumerate(filed.entry.criteria)]
    if call.municipalities < set(municipalities):
        line = filed.source.line(("municipalities",))
        rows.insert(0, _place_criterion(call, programme, municipalities, line))
    return Rule(call.id, tuple(rows))


def _place_criterion(
    call: Call, programme: Programme, municipalities: Mapping[str, Municipality], line: int
) -> Criterion:
    """Who lives elsewhere cannot apply; a call says so by its municipalities alone."""
    places = [place for place in municipalities.values() if place.id in call.municipalities]
    why: Phrase
    if len(places) > _MOST_NAMED and call.municipalities == programme.municipalities:
        name = Plain(programme.short_name)
        why = Msg(
            "This call is for the municipalities of the programme {programme}.", programme=name
        )
    else:
        names = Listed(tuple(place.pair for place in places))
        why = Msg("This call is for people and organisations in {places}.", places=names)
    values = tuple(place.id for place in places)
    return Criterion(PLACE, Operator.IN, values, why, line=line)


def _criterion(filed: Filed[CallEntry], position: int, row: CriterionEntry) -> Criterion:
    entry = filed.entry
    numbers = {name: one.number for name, one in entry.values.items() if one.number is not None}
    fillers: Mapping[str, Param] = dict(numbers)
    is_list = row.operator in {Operator.IN, Operator.NOT_IN}
    values: tuple[Value, ...] = tuple(
        numbers[one] if isinstance(one, str) and not is_list else one for one in row.limits
    )
    return Criterion(
        attribute=row.attribute,
        operator=row.operator,
        values=values,
        why=Words(row.why, f"calls/{entry.id} criterion {position + 1} why", fillers),
        group=row.group or "",
        when=_selections(row.when),
        document=row.document or 0,
        line=filed.source.line(("criteria", position)),
    )


def _version(
    questions: Mapping[str, Question], derived: Mapping[str, Derived], rules: Mapping[str, Rule]
) -> str:
    """A mark that changes whenever a verdict could: texts and expected shares are not in it."""
    if not questions and not rules:
        return ""
    logic = {
        "questions": {one.id: _logic_of_question(one) for one in questions.values()},
        "derived": {
            one.id: [
                one.inputs,
                [[_plain(row.when), row.value] for row in one.rows],
                one.otherwise,
            ]
            for one in derived.values()
        },
        "rules": {one.call: [_logic_of_row(row) for row in one.criteria] for one in rules.values()},
    }
    text = json.dumps(logic, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]


def _logic_of_question(question: Question) -> list[Any]:
    bounds = (question.low, question.high, question.earliest, question.latest)
    options = [option.id for option in question.options]
    gates = _plain(question.asked_only_if)
    return [question.form, options, bounds, gates, question.sensitive]


def _logic_of_row(row: Criterion) -> list[Any]:
    return [row.attribute, row.operator, row.values, row.group, _plain(row.when)]


def _plain(selections: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {name: sorted(ids) for name, ids in selections.items()}
