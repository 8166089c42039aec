"""Text that answers a message of the bot, and text that may be meant for the team."""

from typing import Final

from bot.domain.errors import (
    QuestionClosedError,
)
from bot.domain.inbox.threads import About, Destination, Thread, Written
from bot.domain.text.phrases import Msg
from bot.screens.codec import Action, StaleActionError, decode
from bot.screens.inbox import own as own_screens
from bot.screens.inbox import words as screens
from bot.screens.inbox.actions import (
    OfferWords,
    SendWords,
    ShowQuestion,
    ShowThread,
    WriteQuestion,
    WriteReply,
)
from bot.screens.screen import Screen
from bot.services.inbox import replies
from bot.services.privacy import passcodes
from bot.transport.visit import MediaMessage, Said, Text, Visit
from handlers.broadcasts import drafts
from handlers.home import matches
from handlers.inbox import own

SCREENS: Final = (ShowQuestion, WriteQuestion, ShowThread, WriteReply)
"""Screens to which an answer belongs somewhere, also when they are no longer in front."""


async def answer_message(visit: Visit, said: Said) -> Screen | None:
    """What answers an older message goes to the question that it was about, or is offered there.

    Returns:
        None if that message was about nothing that somebody could answer, or nothing can be read.
    """
    where = await _where(visit, said.reply_to or 0)
    if where is None or not _can_be_read(said):
        return None
    words = Written(said.text, said.enclosed, visit.message_id)
    if not where.thread or passcodes.is_locked(visit.person, visit.now):
        return await _offer(visit, words, where)
    try:
        thread = await replies.send(visit.case, words, where)
    except QuestionClosedError:
        return await _offer(visit, words, Destination(about=where.about))
    if visit.router.waits_at(visit.here) and getattr(visit.here, "thread", 0) != thread.id:
        note = Msg("Your answer is on its way.") if where.from_team else None
        return await visit.stay(note or own_screens.tell_added(thread))
    return await _sent(visit, thread, where)


async def read_text(visit: Visit, text: Text) -> Screen:
    """A free text is searched for; soon after a message to the person it may be its answer."""
    where = await _likely(visit)
    if where is not None and where.from_team:
        screen = await matches.search(visit, text)
    else:
        screen = await drafts.quick_post(visit, text)
    return await _with_offer(visit, screen, text, where)


async def read_file(visit: Visit, sent: MediaMessage) -> Screen:
    """A picture, a file or a voice message; likewise."""
    where = await _likely(visit)
    if where is not None and where.from_team:
        screen = await matches.attachment(visit, sent)
    else:
        screen = await drafts.quick_file(visit, sent)
    return await _with_offer(visit, screen, sent, where)


async def show_offer(visit: Visit, _action: OfferWords) -> Screen:
    """Asks whether what was typed is for the team, or is the answer to a question."""
    return screens.offer_words(await replies.kept(visit.case), visit.content)


async def send(visit: Visit, _action: SendWords) -> Screen:
    """What was typed is with the team, or on its way to who asked."""
    where = await replies.kept(visit.case)
    return await _sent(visit, await replies.send_kept(visit.case), where)


async def _sent(visit: Visit, thread: Thread, where: Destination) -> Screen:
    if where.from_team:
        screen = await visit.draw(ShowThread(thread.id))
        return screen.with_intro(Msg("Your answer is on its way."))
    return own.confirm(visit, thread, added=bool(where.thread))


async def _offer(visit: Visit, words: Written, where: Destination) -> Screen:
    """Keeps words and asks whether to send them, on the screen that waits if there is one."""
    await replies.keep(visit.case, words, where)
    if visit.here is not None and visit.router.waits_at(visit.here):
        return screens.with_words(await visit.draw(visit.here), where)
    return screens.offer_words(where, visit.content)


async def _with_offer(
    visit: Visit, screen: Screen, said: Said, where: Destination | None
) -> Screen:
    if where is None or not _can_be_read(said):
        return screen
    await replies.keep(visit.case, Written(said.text, said.enclosed, visit.message_id), where)
    return screens.with_words(screen, where)


async def _likely(visit: Visit) -> Destination | None:
    return await replies.likely(visit.case)


async def _where(visit: Visit, message_id: int) -> Destination | None:
    """Where an answer to a message belongs: by what was sent, or by what a screen showed."""
    where = await replies.answered(visit.case, message_id)
    if where is not None:
        return where
    shown = await replies.shown_at(visit.case, message_id)
    return _destination(_known(shown)) if shown else None


def _known(code: str) -> Action | None:
    try:
        return decode(code)
    except StaleActionError:
        return None


def _destination(screen: Action | None) -> Destination | None:
    match screen:
        case ShowQuestion(thread=thread):
            return Destination(thread=thread)
        case ShowThread(thread=thread) | WriteReply(thread=thread):
            return Destination(thread=thread, from_team=True)
        case WriteQuestion(programme=programme, municipality=municipality):
            return Destination(about=About(programme, municipality))
    return None


def _can_be_read(said: Said) -> bool:
    return bool(said.text.strip()) or said.enclosed is not None
