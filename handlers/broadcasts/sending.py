"""Sending a broadcast, watching it, and what became of it."""

from collections.abc import Awaitable, Callable

from bot.domain.broadcasts.broadcast import BroadcastError
from bot.domain.delivery.campaigns import CampaignStateError
from bot.domain.staff.notices import ReturnReason
from bot.domain.text.phrases import Msg, Phrase
from bot.screens.broadcasts import check as checks
from bot.screens.broadcasts import progress as screens
from bot.screens.broadcasts import sheets
from bot.screens.broadcasts.actions import (
    ApproveBroadcast,
    CancelBroadcast,
    CheckBroadcast,
    ChooseReturnReason,
    ConfirmCancelBroadcast,
    ConfirmRecall,
    OpenBroadcast,
    PauseBroadcast,
    RecallBroadcast,
    ReportBroadcast,
    ResumeBroadcast,
    ReturnBroadcast,
    SendBroadcast,
    ShowApproval,
    ShowBroadcast,
    ShowBroadcastDraft,
    ShowBroadcasts,
    UndoBroadcast,
)
from bot.screens.codec import Action
from bot.screens.screen import Attachment, Screen
from bot.screens.staff.team import colleague_name
from bot.services.broadcasts import drafts, overview, sending
from bot.services.broadcasts import recall as recalls
from bot.services.case import Case
from bot.services.staff import team
from bot.transport.visit import Visit
from handlers.figures.exports import workbook


async def send(visit: Visit, _action: SendBroadcast) -> Screen:
    """The draft goes out, or a colleague is asked; what is in the way is said once more."""
    try:
        broadcast = await sending.send(visit.case, visit.limits, visit.edition.status_words)
    except BroadcastError as error:
        screen = await visit.draw(CheckBroadcast())
        return screen.with_toast(_why_not(error))
    if broadcast.campaign_id is None:
        return await visit.draw(ShowApproval(broadcast.id))
    return await visit.draw(ShowBroadcast(broadcast.id))


async def show_approval(visit: Visit, action: ShowApproval) -> Screen:
    """A broadcast that waits; its maker can take it back, others agree."""
    broadcast = await overview.viewed(visit.case, action.broadcast)
    if broadcast.campaign_id is not None:
        return await visit.draw(ShowBroadcast(broadcast.id))
    approval = await sending.approval(visit.case, broadcast)
    if approval is None:
        return await visit.draw(ShowBroadcastDraft())
    maker = colleague_name(broadcast.made_by, approval.colleagues)
    return checks.show_approval(broadcast, approval.readers, mine=approval.mine, maker=maker)


async def approve(visit: Visit, action: ApproveBroadcast) -> Screen:
    """A second person agrees, and the broadcast is on its way."""
    try:
        broadcast = await sending.approve(visit.case, action.broadcast)
    except BroadcastError as error:
        screen = await visit.draw(ShowApproval(action.broadcast))
        return screen.with_toast(_why_not(error))
    return await visit.draw(ShowBroadcast(broadcast.id))


async def choose_reason(visit: Visit, action: ChooseReturnReason) -> Screen:
    """The reasons for which a second person may not agree."""
    return checks.choose_reason(await sending.awaiting(visit.case, action.broadcast))


async def send_back(visit: Visit, action: ReturnBroadcast) -> Screen:
    """A broadcast that waited is a draft of its maker again."""
    why = action.why if action.why in set(ReturnReason) else ""
    await sending.send_back(visit.case, action.broadcast, why)
    screen = await visit.draw(ShowBroadcasts())
    return screen.with_toast(Msg("It is a draft again."))


async def show(visit: Visit, action: ShowBroadcast) -> Screen:
    """How far a broadcast is, and what can be done with it."""
    shown = await overview.sent(visit.case, action.broadcast)
    return screens.show(
        shown.broadcast,
        shown.campaign,
        shown.progress,
        shown.recall,
        visit.limits.rate,
        visit.now,
    )


async def undo(visit: Visit, action: UndoBroadcast) -> Screen:
    """A broadcast of which nothing is out yet is a draft again."""
    try:
        mine = await sending.undo(visit.case, action.broadcast)
    except BroadcastError:
        return await _again(visit, ShowBroadcast(action.broadcast))
    screen = await visit.draw(ShowBroadcastDraft() if mine else ShowBroadcasts())
    return screen.with_toast(Msg("Undone. Nobody got it."))


async def pause(visit: Visit, action: PauseBroadcast) -> Screen:
    """Nothing more of a broadcast goes out for now."""
    return await _steer(visit, sending.pause, action.broadcast)


async def resume(visit: Visit, action: ResumeBroadcast) -> Screen:
    """A paused broadcast goes on."""
    return await _steer(visit, sending.resume, action.broadcast)


async def confirm_cancel(visit: Visit, action: ConfirmCancelBroadcast) -> Screen:
    """Asks whether a broadcast is to end, and says how many would not get it."""
    shown = await overview.sent(visit.case, action.broadcast)
    return screens.confirm_cancel(shown.broadcast, shown.progress)


async def cancel(visit: Visit, action: CancelBroadcast) -> Screen:
    """A broadcast is over for those who do not have it yet."""
    return await _steer(visit, sending.cancel, action.broadcast)


async def confirm_recall(visit: Visit, action: ConfirmRecall) -> Screen:
    """Asks whether a message is to be taken out of all chats."""
    shown = await overview.sent(visit.case, action.broadcast)
    return screens.confirm_recall(shown.broadcast, shown.progress)


async def recall(visit: Visit, action: RecallBroadcast) -> Screen:
    """A message is on its way out of all chats."""
    return await _steer(visit, recalls.recall, action.broadcast)


async def report(visit: Visit, action: ReportBroadcast) -> Screen:
    """Recipients by state and reason, in the chat and as a table that office programs open."""
    shown = await overview.report(visit.case, action.broadcast)
    broadcast = shown.broadcast
    words = {language: drafts.words_of(one) for language, one in broadcast.versions.items()}
    names = await team.names(visit.uow)
    tables = [
        sheets.counts_of(broadcast, overview.report_rows(shown.progress), shown.progress.erased),
        sheets.about(broadcast, shown.campaign, words, names, visit.content),
    ]
    name = f"komshi-broadcast-{action.broadcast}.xlsx"
    table = Attachment(name, await workbook(visit, tables), keepable=True)
    return screens.report(shown.broadcast, shown.progress, table)


async def open_for_me(visit: Visit, action: OpenBroadcast) -> Screen:
    """The words come below, of which a discreet reader got only a sign."""
    await recalls.open_for_me(visit.case, action.broadcast)
    return screens.announce_below()


async def _steer(
    visit: Visit, verb: Callable[[Case, int], Awaitable[None]], broadcast_id: int
) -> Screen:
    """How far a broadcast is after something was done with it, or that it is too late for that."""
    try:
        await verb(visit.case, broadcast_id)
    except (BroadcastError, CampaignStateError):
        return await _again(visit, ShowBroadcast(broadcast_id))
    return await visit.draw(ShowBroadcast(broadcast_id))


async def _again(visit: Visit, action: Action) -> Screen:
    screen = await visit.draw(action)
    return screen.with_toast(_too_late())


def _why_not(error: BroadcastError) -> Phrase:
    match error:
        case sending.LanguagesMissingError(languages=missing):
            return checks.explain_lacking(missing)
        case sending.NobodyError():
            return checks.explain_nobody()
        case sending.WordsError():
            return checks.explain_words()
        case _:
            return _too_late()


def _too_late() -> Msg:
    return Msg("This is not possible any more.")
