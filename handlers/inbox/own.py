"""Asking the team, and reading what it answered."""

from datetime import date, timedelta

from bot.domain.errors import NotFoundError, QuestionClosedError, TooManyQuestionsError
from bot.domain.inbox.threads import About, Thread, wait_of
from bot.domain.localtime import local_day
from bot.domain.text.phrases import Msg
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
from bot.services.inbox import own as questions
from bot.transport.visit import Text, Visit
from handlers.home.matches import search


async def choose_topic(visit: Visit, _action: AskTeam) -> Screen:
    """What is it about?"""
    return screens.ask_topic(visit.content)


async def write(visit: Visit, action: WriteQuestion) -> Screen:
    """Type the question about this."""
    return screens.write_question(_about(visit, action), visit.content)


async def send(visit: Visit, text: Text) -> Screen:
    """The typed question."""
    here = visit.here
    about = _about(visit, here) if isinstance(here, WriteQuestion) else About()
    try:
        thread = await questions.ask(
            visit.uow, visit.content, visit.person.id, about, text.text, visit.now
        )
    except TooManyQuestionsError:
        return screens.ask_topic(visit.content, many=True)
    except ValueError:
        return screens.write_question(about, visit.content, empty=True)
    return screens.confirm_sent(thread, _due(visit, thread))


async def show_list(visit: Visit, action: ListQuestions) -> Screen:
    """My questions."""
    found = await questions.mine(visit.uow, visit.person.id)
    return screens.list_questions(found, visit.content, action.page)


async def show(visit: Visit, action: ShowQuestion) -> Screen:
    """One of my questions with its answers."""
    thread, entries = await questions.read(visit.uow, visit.person.id, action.thread)
    return screens.show_question(thread, entries, visit.content, action.page)


async def add(visit: Visit, text: Text) -> Screen:
    """What is typed below one of my questions; below a closed one it is a search."""
    here = visit.here
    if not isinstance(here, ShowQuestion):
        raise NotFoundError("question")
    try:
        thread = await questions.add(visit.uow, visit.person.id, here.thread, text.text, visit.now)
    except (QuestionClosedError, NotFoundError):
        return await search(visit, text)
    except ValueError:
        return await visit.draw(here)
    return screens.confirm_sent(thread, _due(visit, thread), added=True)


async def confirm_withdrawal(visit: Visit, action: ConfirmWithdrawal) -> Screen:
    """The question before a question is taken back."""
    thread, _entries = await questions.read(visit.uow, visit.person.id, action.thread)
    return screens.confirm_withdrawal(thread)


async def withdraw(visit: Visit, action: WithdrawQuestion) -> Screen:
    """Take a question back."""
    await questions.withdraw(visit.uow, visit.person.id, action.thread, visit.now)
    screen = await visit.draw(ShowQuestion(action.thread))
    return screen.with_toast(Msg("Taken back."))


def _about(visit: Visit, action: WriteQuestion) -> About:
    programme = action.programme if action.programme in visit.content.programmes else ""
    place = action.municipality if action.municipality in visit.content.municipalities else ""
    return About(programme, place)


def _due(visit: Visit, thread: Thread) -> date:
    since = thread.waiting_since or visit.now
    due_at = wait_of(since, visit.now, visit.content.days_off).due_at
    # What is due at midnight is to be answered on the day before.
    return local_day(due_at - timedelta(seconds=1))
