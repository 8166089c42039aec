"""For staff: who wants to apply for what, what they share, and what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Content
from bot.domain.eligibility.questions import Answer
from bot.domain.figures.exports import ExportTopic
from bot.domain.interests.declared import (
    Interest,
    InterestState,
    InterestStep,
    Together,
    after,
    together,
)
from bot.domain.interests.views import CallInterests, OpenedInterest
from bot.domain.localtime import local_day
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import (
    Day,
    DayStyle,
    Joined,
    Labelled,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
)
from bot.screens import navigation
from bot.screens.figures.actions import ChooseExportReason
from bot.screens.figures.figures import call_name
from bot.screens.interests.actions import (
    ChooseDecision,
    ConfirmErasingFor,
    ListCallInterests,
    ListInterestCalls,
    MarkInterest,
    OpenInterest,
    OpenOrigin,
    TryCheck,
    TypePhoneFor,
    WriteToApplicant,
)
from bot.screens.interests.own import DECISIONS, WAYS
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.replies import describe
from bot.screens.staff.actions import ShowPanel

STATES: Final[Mapping[InterestState, Msg]] = {
    InterestState.DECLARED: Msg("nobody contacted them yet"),
    InterestState.CONTACTED: Msg("contacted"),
    InterestState.APPLIED: Msg("has applied"),
    InterestState.DECIDED: Msg("decided"),
    InterestState.WITHDRAWN: Msg("taken back"),
}
"""How an interest stands, for staff."""

VERDICTS: Final[Mapping[str, Msg]] = {
    "": Msg("not checked"),
    "fits": Msg("looks as if it fits"),
    "undecided": Msg("not all was asked"),
    "unclear": Msg("staff must look"),
}
"""What the check said when the interest was declared."""

_LISTED: Final = 5


def list_calls(
    found: Sequence[CallInterests], page: int, content: Content, *, unknown: bool = False
) -> Screen:
    """The calls with interests; a number can be typed.

    Args:
        unknown: What was typed is no number within reach.
    """
    shown, page = navigation.page_of(found, page, navigation.ENTRIES)
    lines: list[Phrase | None] = []
    if unknown:
        lines += [Msg("No interest with this number is within your role."), None]
    for number, one in enumerate(shown, start=1):
        lines.append(navigation.numbered(number, Strong(call_name(one.call_id, content))))
        lines.append(
            Joined(
                (
                    Labelled(Msg("new"), Plain(str(one.waiting))),
                    Labelled(Msg("open"), Plain(str(one.open))),
                    Labelled(Msg("all"), Plain(str(one.all))),
                ),
                " · ",
            )
        )
    if not shown:
        lines.append(Msg("Nobody has declared an interest yet."))
    lines += [None, Msg("Somebody tells you their number? Just type it.")]
    return Screen(
        here=ListInterestCalls(page),
        title=Msg("Who wants to apply"),
        lines=tuple(lines),
        rows=(
            navigation.numbers([ListCallInterests(one.call_id) for one in shown]),
            navigation.pager(
                len(found),
                page,
                ListInterestCalls(max(page - 1, 0)),
                ListInterestCalls(page + 1),
                navigation.ENTRIES,
            ),
            (Button(Msg("Check for somebody"), TryCheck(), "🧭"),),
            navigation.footer(ShowPanel()),
        ),
    )


def list_interests(
    call_id: str,
    found: Sequence[Interest],
    content: Content,
    *,
    everything: bool,
    page: int,
    may_ask: bool,
) -> Screen:
    """The interests of a call, oldest first; nothing of what is shared.

    Args:
        may_ask: Whether who reads may ask for a list with personal data.
    """
    reason = ChooseExportReason(ExportTopic.INTERESTS, call_id)
    take: Row = (Button(Msg("Take along"), reason, "📥"),) if may_ask and found else ()
    shown, page = navigation.page_of(found, page, _LISTED)
    lines: list[Phrase | None] = []
    for number, one in enumerate(shown, start=1):
        parts: list[Phrase] = [
            Strong(Plain(spaced(one.reference))),
            Day(local_day(one.declared_at), DayStyle.WITH_YEAR),
            STATES[one.state],
        ]
        if one.municipality in content.municipalities:
            parts.append(content.municipalities[one.municipality].name)
        if one.joined_to is not None:
            parts.append(Msg("joined by code"))
        if one.by_staff is not None:
            parts.append(Msg("declared at the desk"))
        lines.append(navigation.numbered(number, Joined(tuple(parts), " · ")))
    flag = int(everything)
    other = (
        Button(Msg("Only open ones"), ListCallInterests(call_id), "📂")
        if everything
        else Button(Msg("All of them"), ListCallInterests(call_id, 1), "🗂")
    )
    return Screen(
        here=ListCallInterests(call_id, flag, page),
        title=call_name(call_id, content),
        lines=(
            Plural("{n} interest, oldest first", "{n} interests, oldest first", n=len(found)),
            None,
            *lines,
        ),
        rows=(
            navigation.numbers([OpenInterest(one.id) for one in shown]),
            navigation.pager(
                len(found),
                page,
                ListCallInterests(call_id, flag, max(page - 1, 0)),
                ListCallInterests(call_id, flag, page + 1),
                _LISTED,
            ),
            (other, *take),
            navigation.footer(ListInterestCalls()),
        ),
    )


def show_interest(
    opened: OpenedInterest, content: Content, *, origin: bool, page: int, sent: bool = False
) -> Screen:
    """One of them with what the person shares, and what can be done.

    Args:
        origin: With the answers about origin.
        sent: A message to the person is on its way.
    """
    interest = opened.interest
    head: list[Phrase | None] = [Msg("Your message is on its way."), None] if sent else []
    head += [
        Strong(call_name(interest.call_id, content)),
        Labelled(Msg("How it stands"), _standing(interest)),
        *_reach_lines(opened, content),
        None,
    ]
    answers = _answer_lines(opened, content, origin=origin)
    pages = navigation.pages_of(answers, 400)
    page = min(max(page, 0), len(pages) - 1)
    step = OpenOrigin if origin else OpenInterest
    turn: list[Button] = []
    if page > 0:
        turn.append(Button(Msg("Previous"), step(interest.id, page - 1), "⬅️"))
    if page + 1 < len(pages):
        turn.append(Button(Msg("More"), step(interest.id, page + 1), "➡️"))
    return Screen(
        here=OpenInterest(interest.id),
        title=Msg("Interest {number}", number=spaced(interest.reference)),
        lines=(*head, *pages[page]),
        rows=(
            tuple(turn),
            *_steps(opened, origin=origin),
            *_others(opened),
            navigation.footer(ListCallInterests(interest.call_id)),
        ),
    )


def shared_lines(answers: Mapping[str, Answer], content: Content) -> list[Phrase]:
    """Answers that are shared, one a line."""
    questions = content.rules.questions
    return [
        Labelled(questions[one].short, describe(questions[one], answer))
        for one, answer in answers.items()
        if one in questions
    ]


def _standing(interest: Interest) -> Phrase:
    if interest.decision is not None:
        return DECISIONS[interest.decision]
    return STATES[interest.state]


def _reach_lines(opened: OpenedInterest, content: Content) -> list[Phrase]:
    lines: list[Phrase] = []
    if opened.contact is not None:
        way = WAYS[opened.contact.way]
        phone = opened.contact.phone
        lines.append(Labelled(Msg("Reach them"), Joined((way, Plain(phone))) if phone else way))
    if opened.interest.by_staff is not None:
        lines.append(Msg("A colleague declared it at the desk. Tell the person what is decided."))
    call = content.calls.get(opened.interest.call_id)
    if call is not None and call.bring:
        have = sum(opened.interest.papers >> line & 1 for line in range(len(call.bring)))
        lines.append(Labelled(Msg("Documents ticked"), Plain(f"{have}/{len(call.bring)}")))
    if call is not None and together(call) is Together.PARTNERSHIP:
        done = opened.interest.completed_at is not None
        lines.append(Msg("Partnership complete.") if done else Msg("Partnership not complete yet."))
    return lines


def _answer_lines(opened: OpenedInterest, content: Content, *, origin: bool) -> list[Phrase]:
    shared = opened.shared
    if shared is None:
        return [Msg("What was shared is erased.")]
    lines: list[Phrase] = [
        Labelled(Msg("The check said"), VERDICTS.get(shared.verdict) or Plain(shared.verdict))
    ]
    lines += shared_lines(shared.answers, content)
    if origin:
        about = shared_lines(shared.sensitive or {}, content)
        lines += about or [Msg("No answers about origin are shared.")]
    return lines


def _steps(opened: OpenedInterest, *, origin: bool) -> list[Row]:
    interest = opened.interest
    rows: list[Row] = []
    if opened.may_read_origin and opened.shared is not None and not origin:
        rows.append((Button(Msg("Answers about origin"), OpenOrigin(interest.id), "🔐"),))
    if not opened.may_handle or not interest.is_open:
        return rows
    if interest.by_staff is None:
        rows.append((Button(Msg("Write to the person"), WriteToApplicant(interest.id), "✍️"),))
    else:
        rows.append(
            (
                Button(Msg("Phone number"), TypePhoneFor(interest.id), "📞"),
                Button(Msg("Erase"), ConfirmErasingFor(interest.id), "🗑"),
            )
        )
    marks = (
        (InterestStep.CONTACT, Msg("Contacted"), "📞"),
        (InterestStep.APPLY, Msg("Has applied"), "📝"),
    )
    rows.append(
        tuple(
            Button(label, MarkInterest(interest.id, step), emoji)
            for step, label, emoji in marks
            if after(interest.state, step) is not None
        )
    )
    rows.append((Button(Msg("Decided"), ChooseDecision(interest.id), "⚖️"),))
    return rows


def _others(opened: OpenedInterest) -> list[Row]:
    rows: list[Row] = []
    for one in opened.others[:2]:
        label = Joined((Msg("Together with"), Plain(spaced(one.reference))))
        rows.append((Button(label, OpenInterest(one.id)),))
    return rows
