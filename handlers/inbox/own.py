"""Asking the team, and reading what it answered."""

from datetime import date

from bot.domain.errors import NotFoundError, QuestionClosedError, TooManyQuestionsError
from bot.domain.inbox.threads import About, Thread
from bot.domain.text.phrases import Msg
from bot.domain.working_days import last_day
from bot.screens.inbox import own as screens
from bot.screens.inbox.actions import (
    AskTeam,
    ConfirmWithdrawal,
    ListQuestions,
    ShowQuestion,
    WithdrawQuestion,
    WriteQuestion,
)
from bot.screens.screen import Screen
from bot.services.inbox import own
from bot.transport.visit import Text, Visit
from handlers.home.matches import search


async def choose_topic(visit: Visit, _action: AskTeam) -> Screen:
    """The topics that a question to the team may have."""
    return screens.ask_topic(visit.content)


async def write(visit: Visit, action: WriteQuestion) -> Screen:
    """Where the question about a topic is typed, and what becomes of it."""
    return screens.write_question(_about(visit, action), visit.content)


async def send(visit: Visit, text: Text) -> Screen:
    """The typed question is with the team: its number, and until when it is answered."""
    here = visit.here
    about = _about(visit, here) if isinstance(here, WriteQuestion) else About()
    try:
        thread = await own.ask(visit.case, about, text.text)
    except TooManyQuestionsError:
        return screens.ask_topic(visit.content, many=True)
    except ValueError:
        return screens.write_question(about, visit.content, empty=True)
    return screens.confirm_sent(thread, _due(visit, thread))


async def show_list(visit: Visit, action: ListQuestions) -> Screen:
    """Every question of the person, and how it stands."""
    threads = await own.mine(visit.case)
    return screens.list_questions(threads, visit.content, action.page)


async def show(visit: Visit, action: ShowQuestion) -> Screen:
    """A question of the person with its answers."""
    thread, entries = await own.read(visit.case, action.thread)
    return screens.show_question(thread, entries, visit.content, action.page)


async def add(visit: Visit, text: Text) -> Screen:
    """What is typed below a question is added to it; below a closed one it is a search."""
    here = visit.here
    if not isinstance(here, ShowQuestion):
        raise NotFoundError("question")
    try:
        thread = await own.add(visit.case, here.thread, text.text)
    except (QuestionClosedError, NotFoundError):
        return await search(visit, text)
    except ValueError:
        return await visit.draw(here)
    return screens.confirm_sent(thread, _due(visit, thread), added=True)


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


def _due(visit: Visit, thread: Thread) -> date:
    return last_day(thread.waiting_since or visit.now, visit.content.days_off)
