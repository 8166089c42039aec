"""Groups and channels that get notices: added by staff, registered by staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import NotAllowedError, NotFoundError
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.services.broadcasts.drafts import draft_of
from bot.services.broadcasts.reach import reaches_everybody
from bot.services.case import Case
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.broadcasts.chats import NoticeChat
from bot.storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ChatChoice:
    """The groups and channels that a draft could go to.

    Args:
        registered: Those that have a language, by title.
        chosen: The rows of those that get the draft.
        allowed: Whether the person may choose any, as a group may be anybody.
    """

    registered: Sequence[NoticeChat]
    chosen: frozenset[int]
    allowed: bool


async def chats_for_draft(case: Case) -> ChatChoice:
    """To which groups and channels the draft that the person works on goes, and could go.

    Raises:
        NotFoundError: if there is no draft.
    """
    draft = await draft_of(case)
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    known = await case.uow.notice_chats.all()
    registered = [chat for chat in known if chat.language is not None]
    return ChatChoice(registered, draft.chats, reaches_everybody(me))


async def toggle_chat(case: Case, chat_row: int) -> None:
    """Let a registered group or channel get the draft too, or not.

    Args:
        chat_row: The number of its row.

    Raises:
        NotAllowedError: if the person's role does not reach everybody, as a group may be anybody.
        NotFoundError: if the chat is not registered.
    """
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    draft = await draft_of(case)
    if not reaches_everybody(me):
        raise NotAllowedError(case.person_id, Act.SEND_BROADCAST.value)
    if not await case.uow.notice_chats.registered([chat_row]):
        raise NotFoundError("chat")
    await case.uow.broadcasts.change(draft.id, chats=draft.chats ^ {chat_row})


async def known_chats(case: Case) -> Sequence[NoticeChat]:
    """Every group and channel to which staff added the bot, by title, registered or not.

    Raises:
        NotAllowedError: if the person may not register groups; so do those below.
    """
    await require(case.uow, case.person_id, Act.REGISTER_CHATS)
    return await case.uow.notice_chats.all()


async def known_chat(case: Case, chat_row: int) -> NoticeChat:
    """One group or channel to which staff added the bot.

    Args:
        chat_row: The number of its row.

    Raises:
        NotFoundError: if the bot was taken out of it.
    """
    await require(case.uow, case.person_id, Act.REGISTER_CHATS)
    chat = await case.uow.notice_chats.find(chat_row)
    if chat is None:
        raise NotFoundError("chat")
    return chat


async def register_chat(case: Case, chat_row: int, language: Language | None) -> None:
    """Let a group or channel get notices in a language; None: no notices any more.

    Args:
        chat_row: The number of its row.

    Raises:
        NotFoundError: if the bot was taken out of it.
    """
    await known_chat(case, chat_row)
    await case.uow.notice_chats.register(chat_row, language)
    subject = f"chat:{chat_row}:{language.value if language else 'none'}"
    await audit.note(case.uow, case.person_id, Act.REGISTER_CHATS, subject, case.now)


async def note_chat(
    uow: UnitOfWork,
    chat_id: int,
    title: str | None,
    user_id: int | None,
    now: datetime,
    *,
    may_write: bool = True,
) -> None:
    """Remember a group or channel to which a member of the staff added the bot.

    Of what others do with the bot nothing is kept, except what changes a chat that is known
    already; where the bot was taken out, nothing stays.

    Args:
        chat_id: Of the group or channel, as Telegram numbers chats.
        title: None where the bot was taken out.
        user_id: Who added it, as Telegram numbers people.
        may_write: Whether the bot may write there.
    """
    if title is None:
        await uow.notice_chats.forget(chat_id)
        return
    if await uow.notice_chats.knows(chat_id):
        await uow.notice_chats.rename(chat_id, title)
        await uow.notice_chats.note_rights(chat_id, may_write=may_write)
        return
    person = None if user_id is None else await uow.people.look(user_id)
    member = None if person is None else await uow.staff.find(person.id)
    if member is not None and member.may(Act.REGISTER_CHATS):
        await uow.notice_chats.add(chat_id, title, member.number, now, may_write=may_write)


async def note_title(uow: UnitOfWork, chat_id: int, title: str) -> None:
    """Remember the new title of a group or channel; one that nobody of the staff added stays out.

    Args:
        chat_id: Of the group or channel, as Telegram numbers chats.
    """
    await uow.notice_chats.rename(chat_id, title)


async def note_move(uow: UnitOfWork, old: int, new: int) -> None:
    """Follow a group that says it became a supergroup, with what already waits for it."""
    await uow.outbox.follow_group(old, new)
    await follow_group(uow, old, new)


async def follow_group(uow: UnitOfWork, old: int, new: int) -> None:
    """Let notices for a group that became a supergroup go to its new number."""
    await uow.notice_chats.moved(old, new)
