"""Sending a broadcast, watching it, and what became of it."""

from collections.abc import Mapping

from bot.domain.broadcasts.broadcast import Broadcast, BroadcastError, changed
from bot.domain.delivery.campaigns import CampaignStateError
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act
from bot.domain.text.languages import OFFERED, Language
from bot.domain.text.phrases import Msg
from bot.screens.broadcasts import check as broadcast_check
from bot.screens.broadcasts import progress as screens
from bot.screens.broadcasts.actions import (
    ApproveBroadcast,
    CancelBroadcast,
    CheckBroadcast,
    ChooseChats,
    ConfirmCancelBroadcast,
    ConfirmRecall,
    ListNoticeChats,
    OpenBroadcast,
    PauseBroadcast,
    PickChatLanguage,
    RecallBroadcast,
    RegisterChat,
    ReportBroadcast,
    ResumeBroadcast,
    ReturnBroadcast,
    SendBroadcast,
    ShowApproval,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowBroadcasts,
    ToggleChat,
    UndoBroadcast,
)
from bot.screens.codec import Action
from bot.screens.screen import Attachment, Screen
from bot.screens.staff import team as team_screens
from bot.services.broadcasts import chats as notice_chats
from bot.services.broadcasts import drafts as broadcasts
from bot.services.broadcasts import edits as broadcast_edits
from bot.services.broadcasts import reach as broadcast_reach
from bot.services.broadcasts import recall as broadcast_recall
from bot.services.broadcasts import sending
from bot.services.broadcasts.report import as_workbook
from bot.services.staff import audit, team
from bot.services.staff import members as staff
from bot.transport.visit import Visit


async def send(visit: Visit, _action: SendBroadcast) -> Screen:
    """Send the draft, or ask a colleague."""
    try:
        sent = await sending.send(
            visit.uow,
            visit.content,
            visit.person.id,
            visit.limits,
            visit.edition.status_words,
            visit.now,
        )
    except BroadcastError:
        return await visit.draw(CheckBroadcast())
    if sent.campaign_id is None:
        return await visit.draw(ShowApproval(sent.id))
    return await visit.draw(ShowBroadcast(sent.id))


async def show_approval(visit: Visit, action: ShowApproval) -> Screen:
    """A broadcast that waits; its maker can take it back, others agree."""
    held = await broadcasts.viewed(visit.uow, visit.person.id, action.broadcast)
    if held.campaign_id is not None:
        return await visit.draw(ShowBroadcast(held.id))
    me = await staff.require(visit.uow, visit.person.id, Act.SEND_BROADCAST)
    if held.made_by != me.number:
        await sending.awaiting(visit.uow, visit.person.id, held.id)
    elif held.state.value != "waiting":
        return await visit.draw(ShowBroadcastDraft())
    readers = await _readers(visit, held)
    maker = team_screens.colleague_name(held.made_by, await team.names(visit.uow))
    return broadcast_check.show_approval(held, readers, mine=held.made_by == me.number, maker=maker)


async def approve(visit: Visit, action: ApproveBroadcast) -> Screen:
    """Agree."""
    try:
        sent = await sending.approve(
            visit.uow, visit.content, visit.person.id, action.broadcast, visit.now
        )
    except BroadcastError:
        return await _again(visit, ShowApproval(action.broadcast))
    return await visit.draw(ShowBroadcast(sent.id))


async def send_back(visit: Visit, action: ReturnBroadcast) -> Screen:
    """Do not agree, or take it back."""
    await sending.send_back(visit.uow, visit.person.id, action.broadcast, visit.now)
    screen = await visit.draw(ShowBroadcasts())
    return screen.with_toast(Msg("It is a draft again."))


async def show(visit: Visit, action: ShowBroadcast) -> Screen:
    """How far it is."""
    found = await sending.sent(visit.uow, visit.person.id, action.broadcast)
    return screens.show(
        found.broadcast,
        found.campaign,
        found.progress,
        found.recall,
        visit.limits.rate,
        visit.now,
    )


async def undo(visit: Visit, action: UndoBroadcast) -> Screen:
    """Nothing is out yet: a draft again."""
    try:
        await sending.undo(visit.uow, visit.person.id, action.broadcast, visit.now)
    except BroadcastError:
        return await _again(visit, ShowBroadcast(action.broadcast))
    held = await visit.uow.broadcasts.locked(action.broadcast)
    me = await staff.require(visit.uow, visit.person.id, Act.SEND_BROADCAST)
    mine = held.made_by == me.number
    screen = await visit.draw(ShowBroadcastDraft() if mine else ShowBroadcasts())
    return screen.with_toast(Msg("Undone. Nobody got it."))


async def pause(visit: Visit, action: PauseBroadcast) -> Screen:
    """Nothing more for now."""
    try:
        await sending.pause(visit.uow, visit.person.id, action.broadcast, visit.now)
    except CampaignStateError:
        return await _again(visit, ShowBroadcast(action.broadcast))
    return await visit.draw(ShowBroadcast(action.broadcast))


async def resume(visit: Visit, action: ResumeBroadcast) -> Screen:
    """Go on."""
    try:
        await sending.resume(visit.uow, visit.person.id, action.broadcast, visit.now)
    except CampaignStateError:
        return await _again(visit, ShowBroadcast(action.broadcast))
    return await visit.draw(ShowBroadcast(action.broadcast))


async def confirm_cancel(visit: Visit, action: ConfirmCancelBroadcast) -> Screen:
    """End it?"""
    found = await sending.sent(visit.uow, visit.person.id, action.broadcast)
    return screens.confirm_cancel(found.broadcast, found.progress)


async def cancel(visit: Visit, action: CancelBroadcast) -> Screen:
    """End it."""
    try:
        await sending.cancel(visit.uow, visit.person.id, action.broadcast, visit.now)
    except CampaignStateError:
        return await _again(visit, ShowBroadcast(action.broadcast))
    return await visit.draw(ShowBroadcast(action.broadcast))


async def confirm_recall(visit: Visit, action: ConfirmRecall) -> Screen:
    """Take it out of all chats?"""
    found = await sending.sent(visit.uow, visit.person.id, action.broadcast)
    return screens.confirm_recall(found.broadcast, found.progress)


async def recall(visit: Visit, action: RecallBroadcast) -> Screen:
    """Take it out of all chats."""
    try:
        await broadcast_recall.recall(visit.uow, visit.person.id, action.broadcast, visit.now)
    except BroadcastError:
        return await _again(visit, ShowBroadcast(action.broadcast))
    return await visit.draw(ShowBroadcast(action.broadcast))


async def report(visit: Visit, action: ReportBroadcast) -> Screen:
    """Counts per state and reason, in the chat and as a table."""
    found = await sending.sent(visit.uow, visit.person.id, action.broadcast)

    def say(phrase: Msg) -> str:
        return visit.translator.plain(phrase, visit.language)

    known = {reason.value: say(text) for reason, text in screens.REASONS.items()}
    rows: list[tuple[str, str, int]] = []
    for state in DeliveryState:
        counted = found.progress.counts.get(state, 0)
        if not counted:
            continue
        name = visit.translator.plain(screens.state_name(state, found.broadcast), visit.language)
        why = {
            known.get(reason, reason): count
            for (where, reason), count in sorted(found.progress.reasons.items())
            if where is state
        }
        rows += [(name, reason, count) for reason, count in why.items()]
        rest = counted - sum(why.values())
        rows += [(name, "", rest)] if rest else []
    head = (say(Msg("State")), say(Msg("Reason")), say(Msg("Recipients")))
    table = Attachment(f"komshi-broadcast-{action.broadcast}.xlsx", as_workbook(head, rows))
    subject = f"broadcast:{action.broadcast}:report"
    await audit.note(visit.uow, visit.person.id, Act.SEND_BROADCAST, subject, visit.now)
    return screens.report(found.broadcast, found.progress, table)


async def open_for_me(visit: Visit, action: OpenBroadcast) -> Screen:
    """The words of which a discreet reader got only a sign."""
    await broadcast_recall.open_for_me(visit.uow, visit.person.id, action.broadcast, visit.now)
    return screens.announce_below()


async def choose_chats(visit: Visit, _action: ChooseChats) -> Screen:
    """Groups and channels that get the draft too."""
    held = await broadcasts.draft(visit.uow, visit.person.id)
    me = await staff.require(visit.uow, visit.person.id, Act.SEND_BROADCAST)
    chats = [
        (one.id, one.title, one.language)
        for one in await visit.uow.notice_chats.all()
        if one.language is not None
    ]
    return screens.choose_chats(chats, held.chats, allowed=broadcast_reach.reaches_everybody(me))


async def toggle_chat(visit: Visit, action: ToggleChat) -> Screen:
    """Add a group or take it out."""
    await notice_chats.toggle_chat(visit.uow, visit.person.id, action.chat)
    return await visit.draw(ChooseChats())


async def list_chats(visit: Visit, _action: ListNoticeChats) -> Screen:
    """Groups and channels to which staff added the bot."""
    await staff.require(visit.uow, visit.person.id, Act.REGISTER_CHATS)
    chats = await visit.uow.notice_chats.all()
    return screens.list_chats([(one.id, one.title, one.language) for one in chats])


async def pick_language(visit: Visit, action: PickChatLanguage) -> Screen:
    """In which language?"""
    await staff.require(visit.uow, visit.person.id, Act.REGISTER_CHATS)
    chat = await visit.uow.notice_chats.find(action.chat)
    if chat is None:
        raise NotFoundError("chat")
    return screens.pick_chat_language(chat.id, chat.title)


async def register(visit: Visit, action: RegisterChat) -> Screen:
    """This language, or no notices."""
    if action.language and action.language not in OFFERED:
        raise NotFoundError("language")
    language = Language(action.language) if action.language else None
    await notice_chats.note_registration(
        visit.uow, visit.person.id, action.chat, language, visit.now
    )
    return await visit.draw(ListNoticeChats())


async def _readers(visit: Visit, held: Broadcast) -> Mapping[Language, int]:
    """Whom it concerns, by language."""
    if held.edits is None:
        return await broadcast_reach.readers(visit.uow, visit.content, held, visit.now)
    original = await broadcast_edits.original_of(visit.uow, held)
    reach = await broadcast_edits.reach_of_edit(visit.uow, original)
    return {one: reach.of((one,)) for one in changed(original, held)}


async def _again(visit: Visit, action: Action) -> Screen:
    screen = await visit.draw(action)
    return screen.with_toast(Msg("This is not possible any more."))
