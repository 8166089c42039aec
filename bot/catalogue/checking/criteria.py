"""Checks of the criteria of calls: what each row asks of which attribute."""

from collections import Counter
from datetime import date

from bot.catalogue.checking.attributes import PLACE, Attribute, Selections, attributes_of, suggest
from bot.catalogue.checking.entries import ALL, OF_PROGRAMME
from bot.catalogue.form.schema import CallEntry
from bot.catalogue.form.screening import CriterionEntry
from bot.catalogue.library import Library, Subject
from bot.catalogue.report import Report
from bot.catalogue.source import Where
from bot.domain.eligibility.questions import Form
from bot.domain.eligibility.rules import Operator

_OF_LISTS = (Operator.IN, Operator.NOT_IN)
_OF_NUMBERS = (Operator.BETWEEN, Operator.AT_LEAST, Operator.AT_MOST)
_OF_DAYS = (Operator.BETWEEN, Operator.BEFORE, Operator.AFTER)
_OPERATORS = {Form.NUMBER: _OF_NUMBERS, Form.DATE: _OF_DAYS}


def check_criteria(library: Library, report: Report) -> None:
    """Check every row of every call.

    Args:
        library: The files.
        report: Takes the problems.
    """
    attributes = attributes_of(library)
    for filed in library.calls:
        check = Selections(filed.source, attributes, report)
        _check_place(check, filed.entry, library)
        for position, row in enumerate(filed.entry.criteria):
            _check_row(check, filed.entry, row, ("criteria", position))
        _check_groups(check, filed.entry)
        if attributes and not filed.entry.criteria:
            what = "`criteria` is missing: nobody can find out whether this call fits."
            report.warning(filed.source.file, 1, what, "Write at least one row.")


def covers_all(entry: CallEntry, library: Library) -> bool:
    """Whether people of every municipality can apply for a call."""
    everywhere = library.ids(Subject.MUNICIPALITIES) or frozenset()
    places = entry.municipalities
    if places == OF_PROGRAMME:
        programmes = (filed.entry for filed in library.programmes)
        own = next((one for one in programmes if one.id == entry.programme), None)
        if own is None or own.municipalities == ALL:
            return True
        places = own.municipalities
    return everywhere <= set(places)


def _check_place(check: Selections, entry: CallEntry, library: Library) -> None:
    if not entry.criteria or covers_all(entry, library):
        return
    found = check.attributes.get(PLACE)
    if found is None or found.form not in {Form.MUNICIPALITY, None}:
        what = f"The call is not for all municipalities, but no question `{PLACE}` asks for it."
        mend = f"Write questions/{PLACE}.yml with `form: municipality`."
        check.error(("municipalities",), what, mend)


def _check_row(check: Selections, call: CallEntry, row: CriterionEntry, where: Where) -> None:
    for name, ids in row.when.items():
        check.check((*where, "when", name), name, ids)
    if row.document is not None and row.document > len(call.bring):
        what = f"`document` is {row.document}, but `bring` has {len(call.bring)} lines."
        check.error((*where, "document"), what, "Write the number of the line that proves it.")
    found = check.attributes.get(row.attribute)
    if found is None:
        what = f"`{row.attribute}` is not a question or a derived attribute."
        check.error((*where, "attribute"), what, suggest(row.attribute, check.attributes))
    elif found.form is not None:
        _check_operator(check, call, row, where, found)


def _check_operator(
    check: Selections, call: CallEntry, row: CriterionEntry, where: Where, found: Attribute
) -> None:
    fitting = _OPERATORS.get(found.form or Form.CHOICE, _OF_LISTS)
    at = (*where, row.operator.value)
    if row.operator not in fitting:
        kind = "derived" if found.is_derived else f"of the form `{found.form}`"
        what = f"`{row.operator}` does not fit `{row.attribute}`, which is {kind}."
        check.error(at, what, f"Use {', '.join(f'`{one}`' for one in fitting)}.")
    elif row.operator in _OF_LISTS:
        check.check(at, row.attribute, [str(one) for one in row.limits])
    else:
        _check_limits(check, call, row, at, found)


def _check_limits(
    check: Selections, call: CallEntry, row: CriterionEntry, at: Where, found: Attribute
) -> None:
    limits = []
    for position, written in enumerate(row.limits):
        where = (*at, position) if row.operator is Operator.BETWEEN else at
        limit = _resolve(check, call, written, where)
        if limit is None:
            continue
        limits.append(limit)
        if isinstance(limit, int) != (found.form is Form.NUMBER):
            example = "a number such as 18" if found.form is Form.NUMBER else "a day: 2026-11-30"
            check.error(where, f"`{written}` is not what `{row.attribute}` is.", f"Use {example}.")
        elif not _is_within(limit, found):
            what = f"{limit} is outside `{row.attribute}`, which goes from {found.low} to"
            check.error(where, f"{what} {found.high}.", "Change one of them.")
    match limits:
        case [int() as first, int() as last] if first > last:
            _report_order(check, at)
        case [date() as first, date() as last] if first > last:
            _report_order(check, at)


def _report_order(check: Selections, at: Where) -> None:
    what = "`between` names the greater value first: nobody is between them."
    check.error(at, what, "Put the smaller one first.")


def _resolve(
    check: Selections, call: CallEntry, written: int | date | str, where: Where
) -> int | date | None:
    if not isinstance(written, str):
        return written
    value = call.values.get(written)
    numbers = [name for name, one in call.values.items() if one.number is not None]
    if value is None:
        what = f"`{written}` is not among the `values` of this call."
        check.error(where, what, suggest(written, numbers))
    elif value.number is None:
        what = f"`{written}` is an amount of money, not a number."
        check.error(where, what, "Write `{number: ...}` in `values`, or the number here.")
    else:
        return value.number
    return None


def _is_within(limit: int | date, found: Attribute) -> bool:
    low, high = found.low, found.high
    if isinstance(limit, int) and isinstance(low, int) and isinstance(high, int):
        return low <= limit <= high
    if isinstance(limit, date) and isinstance(low, date) and isinstance(high, date):
        return low <= limit <= high
    return True


def _check_groups(check: Selections, entry: CallEntry) -> None:
    sizes = Counter(row.group for row in entry.criteria if row.group is not None)
    for position, row in enumerate(entry.criteria):
        if row.group is not None and sizes[row.group] == 1:
            what = f"Only this row is in the group `{row.group}`; alternatives need two."
            others = set(sizes) - {row.group}
            mend = suggest(row.group, others) if others else "Remove `group`, or add a row."
            check.error(("criteria", position, "group"), what, mend)
