"""Checks of questions and derived tables, beyond the form of each file."""

from datetime import date
from graphlib import CycleError, TopologicalSorter

from bot.catalogue.checking.attributes import Selections, attributes_of, suggest
from bot.catalogue.form.screening import DerivedEntry, QuestionEntry
from bot.catalogue.library import Filed, Library, Subject
from bot.catalogue.report import Report
from bot.catalogue.source import Where
from bot.domain.eligibility.questions import Form

_FORMS_BY_KEY = {
    "options": {Form.CHOICE},
    "from": {Form.NUMBER, Form.DATE},
    "to": {Form.NUMBER, Form.DATE},
}
_FEWEST_OPTIONS = 2


def check_questions(library: Library, report: Report) -> None:
    """Check every question and every derived table.

    Args:
        library: The files.
        report: Takes the problems.
    """
    attributes = attributes_of(library)
    _check_ids(library, report)
    for filed in library.questions:
        check = Selections(filed.source, attributes, report)
        _check_form(check, filed.entry)
        _check_gates(check, filed.entry)
        _check_prior(check, filed.entry)
    _check_gate_cycles(library.questions, report)
    for table in library.derived:
        _check_table(Selections(table.source, attributes, report), table.entry)


def _check_ids(library: Library, report: Report) -> None:
    """One name for one thing: an answer is kept under the id of its question alone."""
    questions = library.ids(Subject.QUESTIONS) or frozenset()
    calls = library.ids(Subject.CALLS) or frozenset()
    taken = {"question": questions, "call": calls}
    for subject, kinds in ((Subject.QUESTIONS, ("call",)), (Subject.DERIVED, ("question", "call"))):
        for source in library.sources.get(subject, []):
            for kind in kinds:
                if source.stem in taken[kind]:
                    what = f"The id `{source.stem}` is that of a {kind} too."
                    report.error(source.file, source.line(("id",)), what, "Choose another id.")


def _check_form(check: Selections, entry: QuestionEntry) -> None:
    for key, forms in _FORMS_BY_KEY.items():
        if key in check.source.data and entry.form not in forms:
            what = f"`{key}` does not fit the form `{entry.form}`."
            check.error((key,), what, "Remove it, or change `form`.")
    if entry.form is Form.CHOICE:
        _check_options(check, entry)
    if entry.form is Form.NUMBER:
        _check_range(check, entry, int, "14")
    if entry.form is Form.DATE:
        _check_range(check, entry, date, "2000-01-31")


def _check_range(check: Selections, entry: QuestionEntry, kind: type, example: str) -> None:
    for key, bound in (("from", entry.low), ("to", entry.high)):
        if bound is None:
            mend = f"Add a line such as `{key}: {example}`."
            check.error(("form",), f"`{key}` is missing.", mend)
        elif not isinstance(bound, kind):
            what = f"`{key}` does not fit the form `{entry.form}`."
            check.error((key,), what, f"Write it as in {example}.")
    low, high = entry.low, entry.high
    if (isinstance(low, int) and isinstance(high, int) and low >= high) or (
        isinstance(low, date) and isinstance(high, date) and low >= high
    ):
        check.error(("from",), "`from` is not before `to`.", "Put the smaller one first.")


def _check_options(check: Selections, entry: QuestionEntry) -> None:
    if len(entry.options) < _FEWEST_OPTIONS:
        where: Where = ("options",) if entry.options else ("form",)
        what = "A question of choice has fewer than two options."
        check.error(where, what, "Write at least two `options`.")
    ids: set[str] = set()
    labels: dict[tuple[str, str], str] = {}
    for position, option in enumerate(entry.options):
        if option.id in ids:
            what = f"The option `{option.id}` stands here twice."
            check.error(("options", position, "id"), what, "Choose another id.")
        ids.add(option.id)
        for language, text in option.label.items():
            first = labels.setdefault((language, text.casefold()), option.id)
            if first != option.id:
                what = f"`{option.id}` and `{first}` have the same label in `{language}`."
                mend = "People cannot tell them apart; add what differs."
                check.error(("options", position, "label", language), what, mend)


def _check_gates(check: Selections, entry: QuestionEntry) -> None:
    for gate, ids in entry.asked_only_if.items():
        found = check.attributes.get(gate)
        if found is not None and found.is_derived:
            what = f"`asked_only_if` names `{gate}`, which is derived."
            mend = "Name the questions that it comes from."
            check.error(("asked_only_if", gate), what, mend)
        else:
            check.check(("asked_only_if", gate), gate, ids)


def _check_gate_cycles(questions: list[Filed[QuestionEntry]], report: Report) -> None:
    gates = {filed.entry.id: tuple(filed.entry.asked_only_if) for filed in questions}
    try:
        TopologicalSorter(gates).prepare()
    except CycleError as error:
        cycle: list[str] = list(reversed(error.args[1]))
        filed = next(one for one in questions if one.entry.id == cycle[0])
        line = filed.source.line(("asked_only_if",))
        what = f"E3: questions wait for each other: {' → '.join(cycle)}."
        report.error(filed.source.file, line, what, "Remove one `asked_only_if`.")


def _check_prior(check: Selections, entry: QuestionEntry) -> None:
    known = check.attributes[entry.id].values
    for name in entry.prior:
        if known is not None and name not in known:
            what = f"`prior` names `{name}`, which is no answer."
            check.error(("prior", name), what, suggest(name, known))
        elif entry.form in {Form.NUMBER, Form.DATE} and not _is_in_range(name, entry):
            what = f"`prior` names `{name}`, which is not between `from` and `to`."
            check.error(("prior", name), what, "Write the first number or day of each range.")
    if entry.prior and not sum(entry.prior.values()):
        check.error(("prior",), "`prior` expects no answer at all.", "Remove it.")


def _is_in_range(name: str, entry: QuestionEntry) -> bool:
    low, high = entry.low, entry.high
    if isinstance(low, int) and isinstance(high, int):
        return name.isdigit() and low <= int(name) <= high
    if isinstance(low, date) and isinstance(high, date):
        try:
            return low <= date.fromisoformat(name) <= high
        except ValueError:
            return False
    return True


def _check_table(check: Selections, entry: DerivedEntry) -> None:
    for position, name in enumerate(entry.inputs):
        found = check.attributes.get(name)
        if found is None:
            what = f"`inputs` names `{name}`, which is not a question."
            known = (key for key, one in check.attributes.items() if not one.is_derived)
            check.error(("inputs", position), what, suggest(name, known))
        elif found.is_derived:
            what = f"`inputs` names `{name}`, which is derived itself."
            check.error(("inputs", position), what, "Name the questions that it comes from.")
        elif found.form in {Form.NUMBER, Form.DATE}:
            what = f"`inputs` names `{name}`, which is answered with a number or a day."
            check.error(("inputs", position), what, "A table needs questions of choice.")
    for position, row in enumerate(entry.rows):
        for name, ids in row.when.items():
            where: Where = ("rows", position, "when", name)
            if name not in entry.inputs:
                what = f"`when` names `{name}`, which is not among the `inputs`."
                check.error(where, what, suggest(name, entry.inputs))
            elif name in check.attributes:
                check.check(where, name, ids)
