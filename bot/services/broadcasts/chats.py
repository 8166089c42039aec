"""Groups and channels that get notices: added by staff, registered by staff."""

from datetime import datetime

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.services.broadcasts.drafts import draft
from bot.services.broadcasts.reach import reaches_everybody
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork


async def toggle_chat(uow: UnitOfWork, person_id: int, chat_row: int) -> None:
    """Let a registered group or channel get the draft too, or not.

    Raises:
        NotAllowedError: if the person's role does not reach everybody, as a group may be anybody.
        NotFoundError: if the chat is not registered.
    """
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    held = await draft(uow, person_id)
    if not reaches_everybody(me):
        raise NotAllowedError(person_id, Act.SEND_BROADCAST.value)
    if not await uow.notice_chats.registered([chat_row]):
        raise NotFoundError("chat")
    await uow.broadcasts.change(held.id, chats=held.chats ^ {chat_row})


async def note_chat(
    uow: UnitOfWork, chat_id: int, title: str | None, user_id: int | None, now: datetime
) -> None:
    """Remember a group or channel to which a member of the staff added the bot.

    Of what others do with the bot nothing is kept; where it was taken out, nothing stays.

    Args:
        title: None where the bot was taken out.
        user_id: Who added it, as Telegram numbers people.
    """
    if title is None:
        await uow.notice_chats.forget(chat_id)
        return
    person = None if user_id is None else await uow.people.look(user_id)
    member = None if person is None else await uow.staff.find(person.id)
    if member is not None and member.may(Act.REGISTER_CHATS):
        await uow.notice_chats.add(chat_id, title, member.number, now)


async def follow_group(uow: UnitOfWork, old: int, new: int) -> None:
    """A group became a supergroup with another number."""
    await uow.notice_chats.moved(old, new)


async def note_registration(
    uow: UnitOfWork, person_id: int, chat_row: int, language: Language | None, now: datetime
) -> None:
    """Register a group or channel for notices in a language; None: not any more.

    Raises:
        NotAllowedError, NotFoundError: see there.
    """
    await require(uow, person_id, Act.REGISTER_CHATS)
    if await uow.notice_chats.find(chat_row) is None:
        raise NotFoundError("chat")
    await uow.notice_chats.register(chat_row, language)
    what = language.value if language else "none"
    await audit.note(uow, person_id, Act.REGISTER_CHATS, f"chat:{chat_row}:{what}", now)
