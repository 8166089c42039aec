"""What a broadcast says to each reader, found at the time of sending."""

from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.delivery.outbox import Due
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import progress as broadcast_progress
from bot.screens.broadcasts.post import Edit, Post, PostKind, Recall
from bot.screens.calls.actions import ShowCall
from bot.screens.screen import Button, Link, Row, Screen
from bot.storage.unit_of_work import UnitOfWork


async def say_broadcast(uow: UnitOfWork, due: Due) -> Post | Screen | None:
    """The words in the reader's language; a neutral sign for who wants nothing to be seen."""
    broadcast = await _of(uow, due)
    if broadcast is None:
        return None
    reader = due.recipient
    if reader.person_id is None:
        language = await uow.notice_chats.language_of(reader.chat_id)
        return None if language is None else _post(broadcast, language, in_group=True)
    if reader.discreet is True:
        return broadcast_progress.sign(broadcast.id)
    return _post(broadcast, reader.language or Language.ENGLISH)


async def show_broadcast(uow: UnitOfWork, due: Due) -> Post | None:
    """The words in full, to staff who try them and to discreet readers who opened them."""
    broadcast = await _of(uow, due)
    if broadcast is None:
        return None
    wanted = due.params.get("language") or due.recipient.language or Language.ENGLISH
    return _post(broadcast, Language(str(wanted)))


async def recall(_uow: UnitOfWork, due: Due) -> Recall:
    """The message goes out of the chat."""
    return Recall(int(due.params["message"] or 0))


async def edit(uow: UnitOfWork, due: Due) -> Edit | None:
    """The message says something else from now on; None if it never arrived."""
    broadcast = await _of(uow, due)
    message = await uow.broadcast_edits.message_of(int(due.params["row"] or 0))
    reader = due.recipient
    language: Language | None = reader.language or Language.ENGLISH
    if reader.person_id is None:
        language = await uow.notice_chats.language_of(reader.chat_id)
    if broadcast is None or message is None or language is None:
        return None
    post = _post(broadcast, language, in_group=reader.person_id is None)
    if post is None:
        return None
    as_sign = reader.discreet is True and not due.params.get("opened")
    return Edit(message, post, broadcast_progress.sign(broadcast.id), as_sign)


async def ask_approver(uow: UnitOfWork, due: Due) -> Screen | None:
    """A broadcast waits for a second person."""
    broadcast = await _of(uow, due)
    return None if broadcast is None else broadcast_progress.ask_approver(broadcast.id)


async def _of(uow: UnitOfWork, due: Due) -> Broadcast | None:
    return await uow.broadcasts.find(int(due.params.get("broadcast") or 0))


def _post(broadcast: Broadcast, wanted: Language, *, in_group: bool = False) -> Post | None:
    spoken = broadcast.spoken(wanted)
    if spoken is None:
        return None
    version = broadcast.versions[spoken]
    return Post(
        html=version.html,
        kind=PostKind(version.medium.value),
        file_id=version.file_id,
        rows=_rows(broadcast.button, in_group=in_group),
    )


def _rows(button: str, *, in_group: bool) -> tuple[Row, ...]:
    kind, _, subject = button.partition(":")
    if kind == "link":
        return ((Link(Msg("Read more"), subject, "🔗"),),)
    if kind == "call" and not in_group:  # in a group the bot answers no taps
        return ((Button(Msg("See the call"), ShowCall(subject), "📋"),),)
    return ()
