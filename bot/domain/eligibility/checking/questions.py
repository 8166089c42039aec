"""Whether every question can be asked, is needed and has its texts; whether tables are whole."""

from collections.abc import Iterator

from bot.domain.eligibility.checking.findings import Finding, applying, having, listed
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.diagrams import FALSE, TRUE, levels_of
from bot.domain.eligibility.questions import Derived, Form, Question
from bot.domain.text.languages import COMPLETE
from bot.domain.text.phrases import Phrase, Words

MOST_OPTIONS = 12
"""More buttons than that do not fit on a phone."""

BUTTON = 30
"""The longest text that a button shows whole, in characters."""

_REMOVE = "Write a row that uses it, or remove the file."


def verify_questions(compiled: Compiled) -> Iterator[Finding]:
    """Find questions that nobody is asked (E3) or no call needs (E5), and bad tables (E4, E10)."""
    support = 0
    for node in compiled.calls.values():
        support |= node.support
    needed = {compiled.order[level] for level in levels_of(support)}
    for question in compiled.rules.questions:
        if compiled.applies[question] is FALSE:
            what = f"E3: nobody can ever be asked `{question}`."
            mend = "Check `asked_only_if`: its answers exclude each other."
            yield Finding("E3", what, mend, question=question, where=("asked_only_if",))
        elif question not in needed:
            yield Finding("E5", f"E5: no call needs `{question}`.", _REMOVE, question=question)
    for table in compiled.rules.derived.values():
        if not _is_used(compiled, table.id):
            yield Finding("E5", f"E5: no call needs `{table.id}`.", _REMOVE, question=table.id)
        yield from _wrong_table(compiled, table)


def verify_texts(compiled: Compiled) -> Iterator[Finding]:
    """Find texts that are missing in a language (E6) or too much for a button (E9)."""
    for question in compiled.rules.questions.values():
        texts = {"label": question.label, "short": question.short, "why": question.why}
        for key, text in texts.items():
            if missing := _missing(text):
                what = f"E6: `{key}` is not written in {missing}."
                yield Finding("E6", what, "Write it.", question=question.id, where=(key,))
        if question.form is Form.CHOICE:
            yield from _wrong_options(question)
    for rule in compiled.rules.rules.values():
        for row in rule.criteria:
            if missing := _missing(row.why):
                what = f"E6: `why` of this row is not written in {missing}."
                yield Finding("E6", what, "Write it.", call=rule.call, line=row.line)


def _missing(text: Phrase | None) -> str:
    if not isinstance(text, Words):
        return ""
    keys = dict.fromkeys(language.content_key for language in COMPLETE)
    return ", ".join(key for key in keys if not text.texts.get(key))


def _wrong_options(question: Question) -> Iterator[Finding]:
    if len(question.options) > MOST_OPTIONS:
        what = f"E9: there are {len(question.options)} options; {MOST_OPTIONS} buttons fit."
        mend = "Ask in two steps, the second with `asked_only_if`."
        yield Finding("E9", what, mend, question=question.id, where=("options",))
    for place, option in enumerate(question.options):
        where = ("options", place, "label")
        if missing := _missing(option.label):
            what = f"E6: `{option.id}` has no label in {missing}."
            yield Finding("E6", what, "Write it.", question=question.id, where=where)
        longest = max(map(len, option.label.texts.values()), default=0)
        if longest > BUTTON:
            what = f"E9: the label of `{option.id}` has {longest} characters; {BUTTON} fit."
            mend = "Say it in fewer words."
            yield Finding("E9", what, mend, question=question.id, where=where)


def _is_used(compiled: Compiled, table: str) -> bool:
    return any(
        table == row.attribute or table in row.when
        for rule in compiled.rules.rules.values()
        for row in rule.criteria
    )


def _wrong_table(compiled: Compiled, table: Derived) -> Iterator[Finding]:
    """Find rows that earlier ones cover (E4), and people for whom no row says anything (E10).

    A table need say nothing about people to whom one of its questions does not apply.
    """
    diagrams = compiled.diagrams
    left = TRUE
    for place, row in enumerate(table.rows):
        here = diagrams.every(having(compiled, name, ids) for name, ids in row.when.items())
        if diagrams.both(left, here) is FALSE:
            earlier = (
                "nobody can be in this row" if here is FALSE else "earlier rows cover this one"
            )
            yield Finding(
                "E4",
                f"E4: {earlier}: it never gives {listed([row.value])}.",
                "Remove it, or put it before them.",
                question=table.id,
                where=("rows", place),
                witness=compiled.person(here),
                about=table.inputs,
            )
        left = diagrams.both(left, diagrams.negated(here))
    nowhere = diagrams.both(left, applying(compiled, table.id))
    if table.otherwise is None and nowhere is not FALSE:
        yield Finding(
            "E10",
            "E10: the table says nothing about some people.",
            "Add a row for them, or `otherwise`.",
            question=table.id,
            where=("rows",),
            witness=compiled.person(nowhere),
            about=table.inputs,
        )
