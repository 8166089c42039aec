"""Asking the team: what it is about, the words, and the answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from bot.domain.content import Content
from bot.domain.delivery.media import Enclosure
from bot.domain.inbox.threads import About, Closing, Thread, ThreadEntry, ThreadState
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import Day, Joined, Labelled, Msg, Phrase, Plain, Strong
from bot.screens import navigation
from bot.screens.calls.actions import PickDistrict, PickedFor, ShowContacts
from bot.screens.figures.figures import call_name
from bot.screens.inbox.actions import (
    AskTeam,
    ConfirmWithdrawal,
    ListQuestions,
    ShowQuestion,
    ShowQuestionFiles,
    WithdrawQuestion,
    WriteQuestion,
)
from bot.screens.inbox.pages import files_row, paged, turn_row
from bot.screens.notices import Notice
from bot.screens.screen import Button, Row, Screen

SHOWN_IN_NOTICE: Final = 400
"""Characters of an answer in the message that tells of it."""

CLOSED_BECAUSE: Final[Mapping[Closing, Msg]] = {
    Closing.ANSWERED: Msg("answered"),
    Closing.NOT_FOR_US: Msg("not for this team"),
    Closing.DUPLICATE: Msg("asked twice"),
    Closing.WITHDRAWN: Msg("taken back"),
}

_WHY_CLOSED: Final[Mapping[Closing, Msg]] = {
    Closing.ANSWERED: Msg("The team takes it as answered. Do you still wait? Ask again with /ask."),
    Closing.NOT_FOR_US: Msg("This team cannot help with it. The offices under /ask may know more."),
    Closing.DUPLICATE: Msg("It was asked twice; the answer comes to your other question."),
    Closing.WITHDRAWN: Msg("The team takes it as taken back. Do you still wait? Ask with /ask."),
}
"""What the person reads of a question that was closed, by why."""

SENDING_IS_THE_YES: Final = (
    Msg(
        "The team for this programme or place reads it and answers here, usually within two "
        "working days."
    ),
    Msg("It is stored sealed and erased 12 months after it is closed. Sending it is your yes."),
)


def ask_topic(content: Content, *, many: bool = False) -> Screen:
    """What the question is about; it may be typed at once.

    Args:
        many: The person tried to open more questions than one may have.
    """
    programmes = [
        Button(Plain(programme.short_name), WriteQuestion(programme.id))
        for programme in content.programmes.values()
    ]
    place = Button(Msg("A municipality"), PickDistrict(PickedFor.QUESTION), "📍")
    unsure = Button(Msg("I'm not sure"), WriteQuestion(), "🤷")
    too_many: tuple[Phrase | None, ...] = (
        (Msg("You have ten open questions. Please add to one of them, or take one back."), None)
        if many
        else ()
    )
    return Screen(
        here=AskTeam(),
        title=Msg("Write to the team"),
        lines=(
            *too_many,
            Msg("What is it about? Choose, or type your question right here."),
            None,
            *SENDING_IS_THE_YES,
        ),
        rows=(
            *navigation.pairs([*programmes, place, unsure]),
            (Button(Msg("My questions"), ListQuestions(), "💬"),),
            navigation.footer(ShowContacts()),
        ),
    )


def write_question(about: About, content: Content, *, empty: bool = False) -> Screen:
    """Waits for the question, and says what becomes of it.

    Args:
        empty: What came had no words.
    """
    hint: tuple[Phrase | None, ...] = (Msg("Please write it in words."), None) if empty else ()
    return Screen(
        here=WriteQuestion(about.programme, about.municipality),
        title=Msg("Type your question"),
        lines=(
            *hint,
            Labelled(Msg("About"), name_of(about, content)),
            None,
            *SENDING_IS_THE_YES,
        ),
        rows=(navigation.footer(AskTeam()),),
    )


def tell_added(thread: Thread) -> Phrase:
    """A note on whatever screen the person stands at, that their words are with the team."""
    return Msg("Added to your question {number}.", number=str(thread.id))


def confirm_sent(thread: Thread, answer_by: date, *, added: bool = False) -> Screen:
    """It is with the team: under which number, and until when they answer. No text is shown."""
    return Screen(
        here=ShowQuestion(thread.id),
        title=Msg("Added to your question") if added else Msg("Your question is with the team"),
        lines=(
            Labelled(Msg("Number"), Plain(str(thread.id))),
            Labelled(Msg("Answer by"), Day(answer_by)),
            None,
            Msg("The answer comes here. To add something, just type it now."),
        ),
        rows=(
            (Button(Msg("My questions"), ListQuestions(), "💬"),),
            navigation.footer(),
        ),
    )


def list_questions(threads: Sequence[Thread], content: Content, page: int) -> Screen:
    """Every question of the person, and how it stands."""
    shown, page = navigation.page_of(threads, page, navigation.ENTRIES)
    lines: list[Phrase] = []
    for number, thread in enumerate(shown, start=1):
        about = Joined((Plain(f"№ {thread.id}"), name_of(thread.about, content)), " · ")
        lines += [navigation.numbered(number, Strong(about)), state_of(thread)]
    previous, following = ListQuestions(max(page - 1, 0)), ListQuestions(page + 1)
    none = Msg("You have not asked the team anything yet.")
    return Screen(
        here=ListQuestions(page),
        title=Msg("My questions"),
        lines=tuple(lines) if lines else (none,),
        rows=(
            navigation.numbers([ShowQuestion(thread.id) for thread in shown]),
            navigation.pager(len(threads), page, previous, following, navigation.ENTRIES),
            (Button(Msg("Ask something new"), AskTeam(), "✉️"),),
            navigation.footer(ShowContacts()),
        ),
    )


def show_question(
    thread: Thread, entries: Sequence[ThreadEntry], content: Content, page: int
) -> Screen:
    """A question of the person, the newest messages on the first page."""
    pages = paged(entries, mine=True, names={})
    page = min(page, len(pages) - 1)
    is_open = thread.state is not ThreadState.CLOSED
    more = Msg("To add something, just type it here; the team reads it.")
    back_row: Row = (
        (Button(Msg("Take it back"), ConfirmWithdrawal(thread.id), "✖️"),)
        if entries
        else (Button(Msg("Ask something new"), AskTeam(), "✉️"),)
    )
    return Screen(
        here=ShowQuestion(thread.id, page),
        title=title_of(thread),
        lines=(
            Labelled(Msg("About"), name_of(thread.about, content)),
            state_of(thread),
            None,
            *pages[page].lines,
            *((None, more) if is_open else ()),
        ),
        rows=(
            turn_row(page, len(pages), partial(ShowQuestion, thread.id)),
            files_row(pages[page], ShowQuestionFiles(thread.id, page)),
            back_row,
            navigation.footer(ListQuestions()),
        ),
    )


def confirm_withdrawal(thread: Thread) -> Screen:
    """What taking a question back would erase; the safe choice first."""
    return Screen(
        here=ConfirmWithdrawal(thread.id),
        title=Msg("Take the question back?"),
        lines=(
            Msg("Its words and the answers are erased. The team cannot read them any more."),
            Msg("What stays for 12 months: its number, and that it was taken back."),
        ),
        rows=(
            (Button(Msg("No, keep it"), ShowQuestion(thread.id), "◀️"),),
            (Button(Msg("Yes, take it back"), WithdrawQuestion(thread.id), "✖️"),),
        ),
    )


def answer_notice(
    thread: Thread, text: str, content: Content, enclosed: Enclosure | None = None
) -> Notice:
    """That the team answered or wrote by itself: the beginning, and what came with it."""
    shown = text if len(text) <= SHOWN_IN_NOTICE else f"{text[:SHOWN_IN_NOTICE].rstrip()}…"
    about: tuple[Phrase, ...] = (Labelled(Msg("Question"), Plain(str(thread.id))),)
    if thread.about.reference:
        about = (
            Strong(call_name(thread.about.call, content)),
            Labelled(Msg("Your number"), Plain(spaced(thread.about.reference))),
        )
    return Notice(
        first=(
            Msg("The team writes to you about a call")
            if thread.about.reference
            else Msg("The team answered you")
        ),
        lines=(*about, *((None, Plain(shown)) if shown else ())),
        enclosed=enclosed,
        act=Button(Msg("Read and reply"), ShowQuestion(thread.id), "💬"),
        stop=Button(
            Msg("Take messages back") if thread.about.reference else Msg("Take question back"),
            ConfirmWithdrawal(thread.id),
            "✖️",
        ),
        read=ShowQuestion(thread.id),
    )


def closed_notice(thread: Thread, closing: Closing) -> Notice:
    """That the team closed a question without an answer, and why."""
    why = _WHY_CLOSED.get(closing, _WHY_CLOSED[Closing.ANSWERED])
    return Notice(
        first=Msg("The team closed your question"),
        lines=(Labelled(Msg("Question"), Plain(str(thread.id))), why),
        act=Button(Msg("Who do I ask?"), ShowContacts(), "☎️"),
        stop=Button(Msg("My questions"), ListQuestions(), "💬"),
        read=ShowQuestion(thread.id),
    )


def name_of(about: About, content: Content) -> Phrase:
    """What a question is about: an interest, a programme, a municipality, or nothing chosen."""
    if about.reference:
        return Joined((call_name(about.call, content), Plain(spaced(about.reference))), ", ")
    programme = content.programmes.get(about.programme)
    place = content.municipalities.get(about.municipality)
    parts: list[Phrase] = []
    if programme:
        parts.append(Plain(programme.short_name))
    if place:
        parts.append(place.pair)
    return Joined(tuple(parts), ", ") if parts else Msg("no topic chosen")


def title_of(thread: Thread) -> Phrase:
    """What a screen with a question is called; the team's own letters are no question."""
    if thread.about.reference:
        return Msg("Messages about {number}", number=spaced(thread.about.reference))
    return Msg("Question {number}", number=f"{thread.id}")


def state_of(thread: Thread) -> Phrase:
    """How a question stands, for who asked."""
    match thread.state:
        case ThreadState.WAITING:
            return Msg("waits for the team")
        case ThreadState.ANSWERED:
            is_letter = thread.about.reference
            return Msg("the team wrote to you") if is_letter else Msg("the team answered")
        case ThreadState.CLOSED:
            why = CLOSED_BECAUSE[thread.closing or Closing.ANSWERED]
            return Labelled(Msg("closed"), why)
