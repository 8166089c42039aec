"""Asking the team, and reading what it answered."""

from collections.abc import Sequence
from datetime import date

from bot.domain.errors import NotFoundError, QuestionClosedError, TooManyQuestionsError
from bot.domain.inbox.threads import About, Destination, Thread, ThreadEntry, Written
from bot.domain.text.phrases import Msg
from bot.domain.working_days import last_day
from bot.screens.inbox import own as screens
from bot.screens.inbox import pages
from bot.screens.inbox.actions import (
    AskTeam,
    ConfirmWithdrawal,
    ListQuestions,
    ShowQuestion,
    ShowQuestionFiles,
    WithdrawQuestion,
    WriteQuestion,
)
from bot.screens.inbox.words import offer_words, with_words
from bot.screens.screen import Enclosed, Screen
from bot.services.inbox import desk, own, replies
from bot.transport.visit import ChangedText, Said, Text, Visit
from handlers.home.matches import search


async def choose_topic(visit: Visit, _action: AskTeam) -> Screen:
    """The topics that a question to the team may have."""
    return screens.ask_topic(visit.content)


async def write(visit: Visit, action: WriteQuestion) -> Screen:
    """Where the question about a topic is typed, and what becomes of it."""
    return screens.write_question(_about(visit, action), visit.content)


async def send(visit: Visit, said: Said) -> Screen:
    """The question is with the team: its number, and until when it is answered.

    Words, a picture, a file or a voice message are a question.
    """
    here = visit.here
    about = _about(visit, here) if isinstance(here, WriteQuestion) else About()
    try:
        thread = await own.ask(
            visit.case, about, said.text, enclosed=said.enclosed, source=visit.message_id
        )
    except TooManyQuestionsError:
        return screens.ask_topic(visit.content, many=True)
    except ValueError:
        return screens.write_question(about, visit.content, empty=True)
    return confirm(visit, thread)


async def show_list(visit: Visit, action: ListQuestions) -> Screen:
    """Every question of the person, and how it stands."""
    threads = await own.mine(visit.case)
    return screens.list_questions(threads, visit.content, action.page)


async def show(visit: Visit, action: ShowQuestion) -> Screen:
    """A question of the person with its answers.

    What the team sent goes along once, when the question is opened and not at each step in it.
    """
    came_from_it = getattr(visit.here, "thread", None) == action.thread
    thread, entries = await own.read(visit.case, action.thread)
    screen = screens.show_question(thread, entries, visit.content, action.page)
    return screen if came_from_it else _with_files(screen, entries, action.page, from_team=True)


async def show_files(visit: Visit, action: ShowQuestionFiles) -> Screen:
    """The question again, with what the person and the team sent below it."""
    thread, entries = await own.read(visit.case, action.thread)
    screen = screens.show_question(thread, entries, visit.content, action.page)
    return _with_files(screen, entries, action.page)


def _with_files(
    screen: Screen, entries: Sequence[ThreadEntry], page: int, *, from_team: bool = False
) -> Screen:
    """A question with what was sent on a page of it; where asked, only what the team sent."""
    dealt = pages.paged(entries, {}, mine=True)
    files = dealt[min(page, len(dealt) - 1)].files
    wanted = [file for author, file in files if author is not None or not from_team]
    return screen.with_enclosed(*(Enclosed(file, keepable=True) for file in wanted))


async def add(visit: Visit, said: Said) -> Screen:
    """What is said below a question is added to it.

    Below a closed one it is a search, and a new question is offered.
    """
    here = visit.here
    if not isinstance(here, ShowQuestion):
        raise NotFoundError("question")
    where = Destination(thread=here.thread)
    words = Written(said.text, said.enclosed, visit.message_id)
    try:
        thread = await replies.send(visit.case, words, where)
    except QuestionClosedError:
        thread, _entries = await own.read(visit.case, here.thread)
        where = Destination(about=thread.about)
        await replies.keep(visit.case, words, where)
        if isinstance(said, Text):
            return with_words(await search(visit, said), where)
        return offer_words(where, visit.content)
    except ValueError:
        return await visit.draw(here)
    return confirm(visit, thread, added=True)


async def take_change(visit: Visit, changed: ChangedText) -> Screen:
    """New words of a question or an answer: the team sees those of a question marked as changed.

    The person stays where they are; who changed an answer hears that it went out as it was.
    """
    source = visit.message_id or 0
    try:
        thread = await own.change(visit.case, source, changed.text)
    except (QuestionClosedError, TooManyQuestionsError):
        return await visit.stay(Msg("The team does not see this change. Please ask anew."))
    if thread is not None:
        note = Msg("The team sees your change to question {number}.", number=str(thread.id))
        return await visit.stay(note)
    if await desk.has_written(visit.case, source):
        return await visit.stay(
            Msg("The person has your first words. Please type the change as a new answer.")
        )
    return await visit.stay()


async def confirm_withdrawal(visit: Visit, action: ConfirmWithdrawal) -> Screen:
    """What taking a question back would erase, before it is done."""
    thread, _entries = await own.read(visit.case, action.thread)
    return screens.confirm_withdrawal(thread)


async def withdraw(visit: Visit, action: WithdrawQuestion) -> Screen:
    """A question is taken back, and its words are erased."""
    await own.withdraw(visit.case, action.thread)
    screen = await visit.draw(ShowQuestion(action.thread))
    return screen.with_toast(Msg("Taken back."))


def _about(visit: Visit, action: WriteQuestion) -> About:
    programme = action.programme if action.programme in visit.content.programmes else ""
    municipalities = visit.content.municipalities
    return About(programme, action.municipality if action.municipality in municipalities else "")


def confirm(visit: Visit, thread: Thread, *, added: bool = False) -> Screen:
    """That it is with the team: under which number, and until when they answer."""
    return screens.confirm_sent(thread, _due(visit, thread), added=added)


def _due(visit: Visit, thread: Thread) -> date:
    return last_day(thread.waiting_since or visit.now, visit.content.days_off)
