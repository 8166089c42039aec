"""The inbox of the team: what waits, for how long, who answers it, and what to do with it."""

from collections.abc import Container, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from bot.domain.content import Content
from bot.domain.inbox.threads import Closing, Thread, ThreadEntry, ThreadState, wait_of
from bot.domain.reading.references import spaced
from bot.domain.staff.roles import StaffMember
from bot.domain.text.phrases import Joined, Labelled, Moment, Msg, Phrase, Plain, Plural, Strong
from bot.screens import navigation
from bot.screens.home.actions import StopMessages
from bot.screens.inbox.actions import (
    Box,
    ChooseColleague,
    ChooseEnding,
    ClaimThread,
    CloseThread,
    HandOver,
    ListInbox,
    ShowThread,
    ShowThreadFiles,
    WriteReply,
)
from bot.screens.inbox.own import CLOSED_BECAUSE, name_of
from bot.screens.inbox.pages import files_row, paged, turn_row
from bot.screens.notices import Notice
from bot.screens.screen import Button, Row, Screen
from bot.screens.staff.actions import ShowPanel
from bot.screens.staff.team import colleague_name


class _BoxText(NamedTuple):
    """What a box is called, and what stands there while it is empty."""

    label: Msg
    emoji: str
    empty: Msg


_BOXES: Final[Mapping[Box, _BoxText]] = {
    Box.WAITING: _BoxText(Msg("Waiting"), "📨", Msg("Nothing waits. Everybody has an answer.")),
    Box.MINE: _BoxText(Msg("Mine"), "🙋", Msg("You answer no question at the moment.")),
    Box.ANSWERED: _BoxText(Msg("Answered"), "✅", Msg("No answered question is open.")),
    Box.CLOSED: _BoxText(Msg("Closed"), "🗄", Msg("No question was closed in the last year.")),
}
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


def list_inbox(
    box: Box,
    threads: Sequence[Thread],
    page: int,
    names: Mapping[int, str],
    content: Content,
    now: datetime,
    *,
    unknown: bool = False,
) -> Screen:
    """Questions, who waits longest first, each with the time that is left; no text of theirs.

    A number can be typed.

    Args:
        names: How colleagues are called, by staff number.
        unknown: What was typed is no number within reach.
    """
    shown, page = navigation.page_of(threads, page, navigation.ENTRIES)
    lines: list[Phrase | None] = []
    for number, thread in enumerate(shown, start=1):
        about = Joined((Plain(f"№ {thread.id}"), name_of(thread.about, content)), " · ")
        standing = _standing(thread, content.days_off, now)
        lines.append(navigation.numbered(number, Strong(about)))
        lines.append(Joined((standing, _owner(thread, names)), " · "))
    others = [
        Button(_BOXES[other].label, ListInbox(other), _BOXES[other].emoji)
        for other in Box
        if other is not box
    ]
    count = Plural("{n} question", "{n} questions", n=len(threads))
    head: list[Phrase | None] = []
    if unknown:
        head = [Msg("No question with this number is within your role."), None]
    lines = [Labelled(_BOXES[box].label, count), None, *lines] if shown else [_BOXES[box].empty]
    return Screen(
        here=ListInbox(box, page),
        title=Msg("Inbox"),
        lines=(*head, *lines, None, Msg("Somebody tells you their number? Just type it.")),
        rows=(
            navigation.numbers([ShowThread(thread.id) for thread in shown]),
            navigation.pager(
                len(threads),
                page,
                ListInbox(box, max(page - 1, 0)),
                ListInbox(box, page + 1),
                navigation.ENTRIES,
            ),
            *navigation.pairs(others),
            navigation.footer(ShowPanel()),
        ),
    )


def show_thread(
    member: StaffMember,
    thread: Thread,
    entries: Sequence[ThreadEntry],
    page: int,
    names: Mapping[int, str],
    content: Content,
    now: datetime,
) -> Screen:
    """A question with its messages, the newest ones on the first page, and what can be done.

    Args:
        member: Who of the team reads it.
        names: How colleagues are called, by staff number.
    """
    authors = {entry.author for entry in entries if entry.author is not None}
    writers = {author: colleague_name(author, names) for author in authors}
    pages = paged(entries, writers, mine=False)
    page = min(page, len(pages) - 1)
    return Screen(
        here=ShowThread(thread.id, page),
        title=Msg("Question {number}", number=f"{thread.id}"),
        lines=(
            Labelled(Msg("About"), name_of(thread.about, content)),
            Joined((_standing(thread, content.days_off, now), _owner(thread, names)), " · "),
            None,
            *pages[page].lines,
        ),
        rows=(
            turn_row(page, len(pages), partial(ShowThread, thread.id)),
            files_row(pages[page], ShowThreadFiles(thread.id, page)),
            *_steps(member, thread),
            navigation.footer(ListInbox()),
        ),
    )


def write_reply(thread: Thread, content: Content, *, empty: bool = False) -> Screen:
    """Waits for the answer, which goes out at once.

    Args:
        empty: What came had no words.
    """
    hint: tuple[Phrase | None, ...] = (Msg("Please write it in words."), None) if empty else ()
    return Screen(
        here=WriteReply(thread.id),
        title=Msg("Type the answer"),
        lines=(
            *hint,
            Labelled(Msg("Question"), Plain(str(thread.id))),
            Labelled(Msg("About"), name_of(thread.about, content)),
            None,
            Msg("What you type next goes to the person at once. They do not see your name."),
        ),
        rows=(navigation.footer(ShowThread(thread.id)),),
    )


def choose_colleague(
    thread: Thread, colleagues: Sequence[StaffMember], page: int, names: Mapping[int, str]
) -> Screen:
    """The colleagues to whom a question can be handed over."""
    shown, page = navigation.page_of(colleagues, page)
    buttons = [
        Button(colleague_name(member.number, names), HandOver(thread.id, member.number))
        for member in shown
    ]
    line = (
        Msg("Who answers it from now on? They are told.")
        if shown
        else Msg("Nobody else may answer this question.")
    )
    return Screen(
        here=ChooseColleague(thread.id, page),
        title=Msg("Hand over"),
        lines=(Labelled(Msg("Question"), Plain(str(thread.id))), line),
        rows=(
            *((button,) for button in buttons),
            navigation.pager(
                len(colleagues),
                page,
                ChooseColleague(thread.id, max(page - 1, 0)),
                ChooseColleague(thread.id, page + 1),
            ),
            navigation.footer(ShowThread(thread.id)),
        ),
    )


def choose_closing(thread: Thread) -> Screen:
    """The reasons for which a question is closed, and which of them the person is told."""
    buttons = [
        Button(CLOSED_BECAUSE[closing], CloseThread(thread.id, closing)) for closing in Closing
    ]
    return Screen(
        here=ChooseEnding(thread.id),
        title=Msg("Close the question?"),
        lines=(
            Labelled(Msg("Question"), Plain(str(thread.id))),
            Msg("Choose why. Nothing can be added afterwards."),
            Msg("If it is not for this team, or asked twice, the person is told."),
            *((None, explain_waiting()) if thread.state is ThreadState.WAITING else ()),
        ),
        rows=(*navigation.pairs(buttons), navigation.footer(ShowThread(thread.id))),
    )


def confirm_closing(thread: Thread, closing: Closing, messages: int) -> Screen:
    """Somebody waits for an answer: close it all the same? The safe choice first.

    Args:
        messages: How many messages the question has, with the one that nobody answered.
    """
    return Screen(
        here=ChooseEnding(thread.id),
        title=Msg("Nobody answered yet. Close it all the same?"),
        lines=(
            Labelled(Msg("Question"), Plain(str(thread.id))),
            explain_waiting(),
            Labelled(Msg("closed"), CLOSED_BECAUSE[closing]),
            Msg("The person is told that it is closed and where to ask again."),
        ),
        rows=(
            (Button(Msg("No, look again"), ShowThread(thread.id), "◀️"),),
            (Button(Msg("Yes, close it"), CloseThread(thread.id, closing, messages), "✔️"),),
            navigation.footer(ChooseEnding(thread.id)),
        ),
    )


def explain_waiting() -> Msg:
    """That the last word of a question is the person's, and they wait."""
    return Msg("The person wrote last and waits for an answer.")


def staff_notice(thread: Thread, event: str) -> Notice:
    """A word to a colleague about a question that they answer.

    Args:
        event: ``added`` or ``handed``, as :mod:`bot.services.inbox.notices` has it.
    """
    handed = event == "handed"
    about: Phrase = Labelled(Msg("Question"), Plain(str(thread.id)))
    if thread.about.reference:
        about = Labelled(Msg("Interest"), Plain(spaced(thread.about.reference)))
    return Notice(
        first=(
            Msg("A colleague handed you a question")
            if handed
            else Msg("Somebody added to their question")
        ),
        lines=(about,),
        act=Button(Msg("Open"), ShowThread(thread.id), "📨"),
        stop=Button(Msg("Hand over"), ChooseColleague(thread.id), "🤝"),
        read=ShowThread(thread.id),
    )


def waiting_notice(count: int) -> Notice:
    """A word to a colleague that questions wait."""
    here = ListInbox()
    return Notice(
        first=Msg("A question waits for the team"),
        lines=(Plural("{n} question waits.", "{n} questions wait.", n=count),),
        act=Button(Msg("Open the inbox"), here, "📨"),
        stop=Button(Msg("Stop messages"), StopMessages(), "⏸"),
        read=here,
    )


def _steps(member: StaffMember, thread: Thread) -> tuple[Row, ...]:
    if thread.state is ThreadState.CLOSED:
        return ()
    end = Button(Msg("Close"), ChooseEnding(thread.id), "✔️")
    hand = Button(Msg("Hand over"), ChooseColleague(thread.id), "🤝")
    reply = Button(Msg("Answer"), WriteReply(thread.id), "✍️")
    if thread.claimed_by is None:
        claim = Button(Msg("I answer it"), ClaimThread(thread.id), "🙋")
        return (claim,), (reply, hand), (end,)
    if thread.claimed_by != member.number:
        take = Button(Msg("Take it over"), HandOver(thread.id, member.number), "🙋")
        return ((take,),)
    return (reply,), (hand, end)


def _owner(thread: Thread, names: Mapping[int, str]) -> Phrase:
    if thread.claimed_by is None:
        return Msg("nobody answers it yet")
    return colleague_name(thread.claimed_by, names)


def _standing(thread: Thread, days_off: Container[date], now: datetime) -> Phrase:
    if thread.state is ThreadState.CLOSED:
        return Labelled(Msg("closed"), CLOSED_BECAUSE[thread.closing or Closing.ANSWERED])
    if thread.waiting_since is None:
        return Msg("the team answered")
    wait = wait_of(thread.waiting_since, now, days_off)
    if wait.is_overdue:
        since = Msg("overdue since {moment}", moment=Moment(wait.due_at))
        return Joined((Plain("⏰"), Strong(since)))
    if wait.left >= _DAY:
        days = wait.left // _DAY
        return Plural("{n} working day left", "{n} working days left", n=days)
    return Plural("{n} hour left", "{n} hours left", n=wait.left // _HOUR)
