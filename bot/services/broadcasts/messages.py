"""What the words of a message about a broadcast are made of, looked up at the time of sending."""

from typing import Final

from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.delivery.outbox import Due, Recipient
from bot.domain.text.languages import Language
from bot.storage.unit_of_work import UnitOfWork

LABEL: Final = "label"
VERSION: Final = "version"
CONTROLS: Final = "controls"
"""The parts of what staff are shown before a broadcast goes out, as the outbox holds them."""


async def broadcast_of(uow: UnitOfWork, due: Due) -> Broadcast | None:
    """The broadcast that a message is about; None once it is not kept any more."""
    return await uow.broadcasts.find(int(due.params.get("broadcast") or 0))


async def language_for(uow: UnitOfWork, recipient: Recipient) -> Language | None:
    """What a recipient reads; None for a group or channel that gets no notices any more."""
    if recipient.person_id is None:
        return await uow.notice_chats.language_of(recipient.chat_id)
    return recipient.language or Language.ENGLISH


async def message_to_change(uow: UnitOfWork, due: Due) -> int | None:
    """The message, as Telegram numbers it in the chat, whose words change; None: none arrived."""
    return await uow.broadcast_edits.message_of(int(due.params["row"] or 0))
