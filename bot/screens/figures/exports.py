"""Taking figures and lists along: what is offered, asked for, and decided by a second person."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.domain.content import Content
from bot.domain.figures.exports import ExportReason, ExportRequest, ExportState, ExportTopic
from bot.domain.text.phrases import Joined, Labelled, Moment, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.figures.actions import (
    ApproveExport,
    AskExport,
    ChooseExport,
    ChooseExportReason,
    ExportFigures,
    RefuseExport,
    ShowExport,
    ShowExports,
    TakeExport,
)
from bot.screens.figures.figures import call_name
from bot.screens.screen import Attachment, Button, Row, Screen
from bot.screens.staff.actions import ShowPanel
from bot.screens.staff.team import colleague_name

REASONS: Final[Mapping[ExportReason, Msg]] = {
    ExportReason.REACH: Msg("to reach people outside Telegram or one by one"),
    ExportReason.CHECK: Msg("to check how a programme works"),
    ExportReason.CORRECT: Msg("to put a mistake right"),
    ExportReason.LAW: Msg("because the law asks for it"),
}
"""Why a list is needed, as the second person reads it."""

REASON_BUTTONS: Final[Mapping[ExportReason, Msg]] = {
    ExportReason.REACH: Msg("Reach people"),
    ExportReason.CHECK: Msg("Check the work"),
    ExportReason.CORRECT: Msg("Correct a mistake"),
    ExportReason.LAW: Msg("The law"),
}

STATES: Final[Mapping[ExportState, Msg]] = {
    ExportState.WAITING: Msg("waits for a second person"),
    ExportState.APPROVED: Msg("approved"),
    ExportState.REFUSED: Msg("refused"),
}


def show_exports(
    mine: Sequence[ExportRequest],
    waiting: Sequence[ExportRequest],
    content: Content,
    *,
    may_ask: bool,
) -> Screen:
    """What can be taken along now, my requests, and those that wait for me; a few of each."""
    lines: list[Phrase | None] = [Msg("Figures name nobody. Take them along at any time.")]
    rows: list[Row] = [(Button(Msg("Figures"), ExportFigures(), "📥"),)]
    if may_ask:
        lines.append(Msg("A list of people needs a reason and a second person's yes."))
        rows.append((Button(Msg("Ask for a list"), ChooseExport(), "👤"),))
    for request in mine[: navigation.ENTRIES]:
        lines.extend((None, _headed(request, content), STATES[request.state]))
        if request.state is ExportState.APPROVED:
            rows.append((Button(_take(request), TakeExport(request.id), "🔓"),))
    for request in waiting[: navigation.ENTRIES]:
        label = Joined((Msg("Decide"), Plain(f"{request.id}")))
        rows.append((Button(label, ShowExport(request.id), "⚖️"),))
    return Screen(
        here=ShowExports(),
        title=Msg("Take along"),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(ShowPanel())),
    )


def choose_subject(
    subjects: Sequence[tuple[ExportTopic, str]], page: int, content: Content
) -> Screen:
    """The programmes and calls whose followers can be asked for."""
    shown, page = navigation.page_of(subjects, page)
    rows = [
        (Button(subject_name(topic, subject, content), ChooseExportReason(topic, subject)),)
        for topic, subject in shown
    ]
    pager = navigation.pager(len(subjects), page, ChooseExport(page - 1), ChooseExport(page + 1))
    return Screen(
        here=ChooseExport(page),
        title=Msg("Ask for a list"),
        lines=(Msg("Whose followers? The list has chat numbers, languages, and since when."),),
        rows=(*rows, pager, navigation.footer(ShowExports())),
    )


def choose_reason(topic: ExportTopic, subject: str, content: Content) -> Screen:
    """The question why the list is needed."""
    rows = [
        (Button(label, AskExport(topic, subject, reason)),)
        for reason, label in REASON_BUTTONS.items()
    ]
    return Screen(
        here=ChooseExportReason(topic, subject),
        title=subject_name(topic, subject, content),
        lines=(
            Msg("What do you need the list for?"),
            Msg("A colleague sees your reason and decides. The request ends after 24 hours."),
        ),
        rows=(*rows, navigation.footer(ChooseExport())),
    )


def show_request(request: ExportRequest, names: Mapping[int, str], content: Content) -> Screen:
    """A colleague's request, with a yes and a no."""
    return Screen(
        here=ShowExport(request.id),
        title=Joined((Msg("A list of people"), Plain(f"{request.id}"))),
        lines=(
            Labelled(Msg("Who asks"), colleague_name(request.asked_by, names)),
            Labelled(
                listed_people(request.topic),
                subject_name(request.topic, request.subject, content),
            ),
            Labelled(Msg("What for"), REASONS[request.reason]),
            Labelled(Msg("Ends"), Moment(request.expires_at)),
            None,
            _contents(request.topic),
        ),
        rows=(
            (Button(Msg("No"), RefuseExport(request.id), "✖️"),),
            (Button(Msg("Yes, give the list"), ApproveExport(request.id), "✅"),),
            navigation.footer(ShowExports()),
        ),
    )


def hand_over(file: Attachment, lines: Sequence[Phrase]) -> Screen:
    """What to know about a workbook, which follows as a file."""
    return Screen(
        here=ShowExports(),
        title=Msg("Take along"),
        lines=tuple(lines),
        rows=(navigation.footer(ShowExports()),),
        files=(file,),
    )


def about_figures() -> tuple[Phrase, ...]:
    """What to know about a workbook of figures."""
    return (
        Msg("Here are the figures, one sheet a table."),
        Msg("Small numbers are hidden in it too. The first sheet says why."),
    )


def about_list() -> tuple[Phrase, ...]:
    """What to know about a list of people."""
    return (
        Msg("Here is the list. It is for you alone and cannot be passed on."),
        Msg("Remove it from this chat when you have done what you asked it for."),
    )


def explain_over() -> Msg:
    """Why a request leads nowhere: it is decided or a day old."""
    return Msg("This request is decided or has ended.")


def confirm_asked() -> Msg:
    """A word after asking for a list."""
    return Msg("A second person can decide now.")


def confirm_decided() -> Msg:
    """A word after a yes or a no to a request."""
    return Msg("Noted.")


def subject_name(topic: ExportTopic, subject: str, content: Content) -> Phrase:
    """What a programme or call is called."""
    if topic is not ExportTopic.PROGRAMME:
        return call_name(subject, content)
    known = content.programmes.get(subject)
    return Plain(known.short_name if known else subject)


def listed_people(topic: ExportTopic) -> Msg:
    """Whom a list is of, as a label before its subject."""
    if topic is ExportTopic.INTERESTS:
        return Msg("Who wants to apply")
    return Msg("Followers of")


def _contents(topic: ExportTopic) -> Msg:
    if topic is ExportTopic.INTERESTS:
        return Msg("The list has phone numbers and what people shared. Say yes only if needed.")
    return Msg("The list has chat numbers, languages, and since when. Say yes only if needed.")


def _headed(request: ExportRequest, content: Content) -> Phrase:
    subject = subject_name(request.topic, request.subject, content)
    return Labelled(Plain(f"{request.id}"), subject)


def _take(request: ExportRequest) -> Phrase:
    return Joined((Msg("Take the list"), Plain(f"{request.id}")))
