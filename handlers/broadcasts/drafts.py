"""Composing a broadcast and looking it over."""

import re
from datetime import datetime
from typing import Final

from bot.domain.broadcasts.broadcast import Broadcast, BroadcastState
from bot.domain.errors import NotFoundError
from bot.domain.localtime import from_local, local
from bot.domain.staff.roles import Act, StaffMember
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import check as broadcast_check
from bot.screens.broadcasts import drafts as screens
from bot.screens.broadcasts.actions import (
    BeginBroadcast,
    CheckBroadcast,
    ChoosePostButton,
    ChooseTime,
    ConfirmDropBroadcast,
    ConfirmWords,
    DeclareFallback,
    DropBroadcast,
    RemoveVersion,
    SendAtOnce,
    SetCallButton,
    ShowApproval,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ShowToMe,
    ShowVersions,
    TakeOffer,
    TypeLink,
    WriteVersion,
)
from bot.screens.codec import Action
from bot.screens.screen import Screen
from bot.services.broadcasts import drafts as broadcasts
from bot.services.broadcasts import reach as broadcast_reach
from bot.services.broadcasts.sending import KIND
from bot.services.staff import members as staff
from bot.transport.visit import MediaMessage, Text, Visit
from handlers.broadcasts import edits as broadcast_edits
from handlers.home import matches

_RECENT: Final = 30
_TIME: Final = re.compile(
    r"(\d{1,2})[./](\d{1,2})[./]?(\d{4})?[.,]?\s+(?:\D{1,4}\s+)?(\d{1,2})[:.](\d{2})"
)
_WORTH_OFFERING: Final = 60
"""A typed text of so many characters is rather a notice than something that is searched."""


async def show_list(visit: Visit, action: ShowBroadcasts) -> Screen:
    """What waits and what was sent."""
    uow, me = visit.uow, visit.person.id
    draft = await broadcasts.find_draft(uow, me)
    member = await staff.require(uow, me, Act.SEND_BROADCAST)
    recent = [
        (one, screens.excerpt(_words(one, visit.language))[:40])
        for one in await uow.broadcasts.recent(_RECENT)
        if one.made_by == member.number
        or broadcast_reach.is_covered(
            member, Act.SEND_BROADCAST, await broadcast_reach.reach_of(uow, one)
        )
    ]
    return screens.show_list(
        recent,
        action.page,
        has_draft=draft is not None,
        may_register=member.may(Act.REGISTER_CHATS),
    )


async def count_open(visit: Visit, _member: StaffMember) -> int:
    """How many are on their way or wait for a colleague."""
    running = [one for one in await visit.uow.campaigns.unfinished() if one.kind == KIND]
    return len(running) + await visit.uow.broadcasts.count_waiting()


async def begin(visit: Visit, _action: BeginBroadcast) -> Screen:
    """A new draft; one that was left behind is kept until something new is written."""
    if await broadcasts.find_draft(visit.uow, visit.person.id) is None:
        await broadcasts.begin(visit.uow, visit.person.id, visit.now)
        return await visit.draw(ShowVersions())
    return await visit.draw(ConfirmDropBroadcast())


async def show_draft(visit: Visit, _action: ShowBroadcastDraft) -> Screen:
    """How far the draft is."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    if held.edits is not None:
        return await broadcast_edits.show(visit, held)
    readers = await broadcast_reach.readers_and_chats(visit.uow, visit.content, held, visit.now)
    return screens.show_draft(held, readers, visit.content)


async def confirm_drop(visit: Visit, _action: ConfirmDropBroadcast) -> Screen:
    """Throw it away?"""
    await broadcasts.draft(visit.uow, visit.person.id)
    return screens.confirm_drop()


async def drop(visit: Visit, _action: DropBroadcast) -> Screen:
    """Throw it away."""
    await broadcasts.drop(visit.uow, visit.person.id)
    return await visit.draw(ShowBroadcasts())


async def show_versions(visit: Visit, _action: ShowVersions) -> Screen:
    """The languages side by side."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    if held.edits is not None:
        return await broadcast_edits.show(visit, held)
    readers = await broadcast_reach.readers_and_chats(visit.uow, visit.content, held, visit.now)
    return screens.show_versions(held, readers)


async def ask_version(visit: Visit, action: WriteVersion) -> Screen:
    """Send the message in this language."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    if held.edits is not None:
        return await broadcast_edits.ask(visit, held, action.language)
    return screens.write_version(held, action.language, _words_in(held, action.language))


async def write_text(visit: Visit, text: Text) -> Screen:
    """The message, typed or forwarded."""
    return await _write(visit, "text", text.html, "")


async def write_file(visit: Visit, sent: MediaMessage) -> Screen:
    """The message with a picture, a file or a voice."""
    return await _write(visit, sent.medium, sent.html, sent.file_id)


async def remove_version(visit: Visit, action: RemoveVersion) -> Screen:
    """Take the message in this language out."""
    await broadcasts.unwrite(visit.uow, visit.person.id, action.language)
    return await visit.draw(ShowVersions())


async def declare_fallback(visit: Visit, action: DeclareFallback) -> Screen:
    """Another language stands in."""
    await broadcasts.declare_fallback(
        visit.uow, visit.content, visit.person.id, action.wanted, action.used
    )
    return await visit.draw(ShowVersions())


async def choose_button(visit: Visit, action: ChoosePostButton) -> Screen:
    """A call, an address, or none."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    return screens.choose_button(held, visit.content, action.page)


async def set_call(visit: Visit, action: SetCallButton) -> Screen:
    """This call, or no button."""
    button = f"call:{action.call}" if action.call else ""
    if not await broadcasts.set_button(visit.uow, visit.content, visit.person.id, button):
        raise NotFoundError("call")
    return await visit.draw(ShowBroadcastDraft())


async def ask_link(visit: Visit, _action: TypeLink) -> Screen:
    """Type an address."""
    await broadcasts.draft(visit.uow, visit.person.id)
    return screens.type_link()


async def set_link(visit: Visit, text: Text) -> Screen:
    """The typed address."""
    button = f"link:{text.text.strip()}"
    if not await broadcasts.set_button(visit.uow, visit.content, visit.person.id, button):
        return screens.type_link(refused=True)
    return await visit.draw(ShowBroadcastDraft())


async def choose_time(visit: Visit, _action: ChooseTime) -> Screen:
    """When does it begin?"""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    return screens.choose_time(held.send_at)


async def set_time(visit: Visit, text: Text) -> Screen:
    """The typed time, by the clock on the wall."""
    moment = read_time(text.text, visit.now)
    if moment is None or not await broadcasts.set_time(
        visit.uow, visit.person.id, moment, visit.now
    ):
        return screens.choose_time(None, refused=True)
    return await visit.draw(ShowBroadcastDraft())


async def send_at_once(visit: Visit, _action: SendAtOnce) -> Screen:
    """No waiting."""
    await broadcasts.set_time(visit.uow, visit.person.id, None, visit.now)
    return await visit.draw(ShowBroadcastDraft())


async def show_to_me(visit: Visit, action: ShowToMe) -> Screen:
    """Every version in my own chat, each as its readers see it."""
    await broadcasts.show_to_me(visit.uow, visit.person.id, action.broadcast, visit.now)
    held = await broadcasts.viewed(visit.uow, visit.person.id, action.broadcast)
    screens_of: dict[BroadcastState, Action] = {
        BroadcastState.WAITING: ShowApproval(held.id),
        BroadcastState.ISSUED: ShowBroadcast(held.id),
    }
    below = screens_of.get(held.state, ShowBroadcastDraft())
    checking = isinstance(visit.here, CheckBroadcast) and below == ShowBroadcastDraft()
    screen = await visit.draw(CheckBroadcast() if checking else below)
    return screen.with_toast(Msg("It comes below in a moment."))


async def check(visit: Visit, _action: CheckBroadcast) -> Screen:
    """Everything once more."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    if held.edits is not None:
        return await broadcast_edits.check(visit, held)
    readers = await broadcast_reach.readers(visit.uow, visit.content, held, visit.now)
    found = broadcasts.findings(held, visit.edition.status_words)
    chats = len(await visit.uow.notice_chats.registered(sorted(held.chats)))
    return broadcast_check.check(held, readers, chats, found, visit.limits.approval_above)


async def confirm_words(visit: Visit, _action: ConfirmWords) -> Screen:
    """It is meant so."""
    await broadcasts.confirm_words(visit.uow, visit.person.id)
    return await visit.draw(CheckBroadcast())


async def quick_post(visit: Visit, text: Text) -> Screen:
    """A free text is searched for; of a member of the staff it may be a notice for people."""
    screen = await matches.search(visit, text)
    is_notice = text.forwarded or len(text.text) >= _WORTH_OFFERING or "\n" in text.text
    return await _offer(visit, screen, "text", text.html, "") if is_notice else screen


async def quick_file(visit: Visit, sent: MediaMessage) -> Screen:
    """A picture, a file or a voice message; of a member of the staff likewise."""
    screen = await matches.attachment(visit, sent)
    return await _offer(visit, screen, sent.medium, sent.html, sent.file_id)


async def take_offer(visit: Visit, _action: TakeOffer) -> Screen:
    """The notice becomes the draft."""
    await broadcasts.take_offer(visit.uow, visit.person.id)
    return await visit.draw(ShowBroadcastDraft())


def read_time(text: str, now: datetime) -> datetime | None:
    """A time as people type it, day first; a year that is not given is the next to come."""
    found = _TIME.search(text)
    if found is None:
        return None
    day, month, year, hour, minute = found.groups()
    years = [int(year)] if year else [local(now).year, local(now).year + 1]
    for one in years:
        try:
            moment = from_local(datetime(one, int(month), int(day), int(hour), int(minute)))  # noqa: DTZ001 -- a time on the wall
        except ValueError:
            continue
        if moment > now or year:
            return moment
    return None


async def _offer(visit: Visit, screen: Screen, medium: str, html: str, file_id: str) -> Screen:
    version = screens.version_from(medium, html, file_id)
    if version is None or not await broadcasts.offer(
        visit.uow, visit.person.id, visit.language, version, visit.now
    ):
        return screen
    return screens.with_offer(screen)


async def _write(visit: Visit, medium: str, html: str, file_id: str) -> Screen:
    here = visit.here
    if not isinstance(here, WriteVersion):
        return await visit.draw(ShowBroadcastDraft())
    version = screens.version_from(medium, html, file_id)
    if version is None or not await broadcasts.write(
        visit.uow, visit.content, visit.person.id, here.language, version
    ):
        held = await broadcasts.draft(visit.uow, visit.person.id)
        if held.edits is not None:
            return await broadcast_edits.ask(visit, held, here.language, refused=True)
        words = _words_in(held, here.language)
        return screens.write_version(held, here.language, words, refused=True)
    return await visit.draw(ShowVersions())


def _words_in(broadcast: Broadcast, language: Language) -> str:
    version = broadcast.versions.get(language)
    return broadcasts.words_of(version) if version else ""


def _words(broadcast: Broadcast, language: Language) -> str:
    spoken = broadcast.spoken(language)
    return _words_in(broadcast, spoken) if spoken else ""
