"""How far a broadcast is, what became of it, and what is said about it on the bot's own account."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.domain.broadcasts.broadcast import Broadcast, may_recall
from bot.domain.delivery.campaigns import Campaign, CampaignState, Progress
from bot.domain.delivery.outbox import DeliveryReason, DeliveryState
from bot.domain.text.phrases import Labelled, Moment, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.broadcasts import edits
from bot.screens.broadcasts.actions import (
    CancelBroadcast,
    ConfirmCancelBroadcast,
    ConfirmRecall,
    OpenBroadcast,
    PauseBroadcast,
    RecallBroadcast,
    ReportBroadcast,
    ResumeBroadcast,
    ShowApproval,
    ShowBroadcast,
    ShowBroadcasts,
    UndoBroadcast,
)
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Attachment, Button, Row, Screen

_BAR: Final = 12
STATES: Final[Mapping[DeliveryState, Msg]] = {
    DeliveryState.SENT: Msg("Sent"),
    DeliveryState.UNREACHABLE: Msg("Not reachable"),
    DeliveryState.UNCERTAIN: Msg("Uncertain"),
    DeliveryState.FAILED: Msg("Failed"),
    DeliveryState.EXPIRED: Msg("Too late"),
    DeliveryState.CANCELLED: Msg("Not sent any more"),
}
REASONS: Final[Mapping[DeliveryReason, Msg]] = {
    DeliveryReason.BLOCKED: Msg("has blocked the bot"),
    DeliveryReason.DEACTIVATED: Msg("the account is gone"),
    DeliveryReason.NO_CHAT: Msg("there is no such chat"),
    DeliveryReason.NO_RIGHTS: Msg("the bot may not write there"),
    DeliveryReason.KNOWN_UNREACHABLE: Msg("was not reachable before"),
    DeliveryReason.STOPPED: Msg("wants no messages"),
    DeliveryReason.TIMED_OUT: Msg("no answer came in time"),
    DeliveryReason.BROKEN: Msg("the connection broke"),
    DeliveryReason.INTERRUPTED: Msg("the sending was interrupted"),
    DeliveryReason.NO_CONNECTION: Msg("there was no connection"),
    DeliveryReason.GATEWAY: Msg("Telegram was out of order"),
    DeliveryReason.FLOOD: Msg("Telegram asked to wait"),
    DeliveryReason.QUIET: Msg("quiet hours of the person"),
    DeliveryReason.REFUSED: Msg("Telegram refused the message"),
    DeliveryReason.NOT_RENDERED: Msg("the message could not be made"),
    DeliveryReason.OBSOLETE: Msg("there was nothing to say any more"),
    DeliveryReason.WITHDRAWN: Msg("taken back by staff"),
    DeliveryReason.TOO_LATE: Msg("the time was over"),
    DeliveryReason.NOT_WRITTEN: Msg("what became of it could not be noted"),
    DeliveryReason.UNREADABLE: Msg("the entry in the queue was damaged"),
}
ERASED: Final = Msg("Erased their data meanwhile")
"""Recipients of whom nothing is known any more; with them the lines add up."""
_TITLES: Final[Mapping[CampaignState, Msg]] = {
    CampaignState.SCHEDULED: Msg("The broadcast begins soon"),
    CampaignState.RUNNING: Msg("The broadcast is on its way"),
    CampaignState.PAUSED: Msg("The broadcast is paused"),
    CampaignState.CANCELLED: Msg("The broadcast was ended"),
    CampaignState.DONE: Msg("The broadcast is done"),
}


def show(
    broadcast: Broadcast,
    campaign: Campaign,
    progress: Progress,
    recall: Progress | None,
    rate: int,
    now: datetime,
) -> Screen:
    """Live counts while it runs, final ones afterwards.

    Args:
        recall: How far it is taken back, if somebody asked for that.
        rate: Messages a second.
    """
    lines: list[Phrase | None] = []
    waits = campaign.state is CampaignState.SCHEDULED and now < campaign.not_before
    if waits:
        lines.append(Labelled(Msg("Begins"), Moment(campaign.not_before)))
        lines.append(Msg("Until then you can still undo it."))
    lines.append(Plain(_bar(progress)))
    lines += [
        Labelled(state_name(state, broadcast), Plain(str(progress.counts.get(state, 0))))
        for state in STATES
        if progress.counts.get(state, 0) or state is DeliveryState.SENT
    ]
    lines.append(Labelled(Msg("Left"), Plain(str(progress.left))))
    if progress.erased:
        lines.append(Labelled(ERASED, Plain(str(progress.erased))))
    if recall is not None:
        gone = f"{recall.counts.get(DeliveryState.SENT, 0)}/{recall.recipients}"
        lines.append(Labelled(Msg("Taken out of the chats"), Plain(gone)))
    if progress.twice:
        lines.append(Labelled(Msg("Perhaps got it twice"), Plain(str(progress.twice))))
    if campaign.state is CampaignState.RUNNING and progress.left:
        end = now + timedelta(seconds=progress.left / rate)
        lines.append(Labelled(Msg("Done at about"), Moment(end)))
    return Screen(
        here=ShowBroadcast(broadcast.id),
        title=(_TITLES if broadcast.edits is None else edits.TITLES)[campaign.state],
        lines=tuple(lines),
        rows=(
            *_controls(broadcast.id, campaign, waits=waits),
            edits.offer(broadcast, campaign, now),
            _recall_row(broadcast, campaign, progress, now),
            navigation.footer(ShowBroadcasts()),
        ),
    )


def confirm_cancel(broadcast: Broadcast, progress: Progress) -> Screen:
    """Asks whether a broadcast is to end; the safe choice comes first."""
    return Screen(
        here=ConfirmCancelBroadcast(broadcast.id),
        title=Msg("End the broadcast?"),
        lines=(
            Labelled(Msg("Sent"), Plain(str(progress.counts.get(DeliveryState.SENT, 0)))),
            Labelled(Msg("Would not get it"), Plain(str(progress.left))),
        ),
        rows=(
            (Button(Msg("No, go on"), ShowBroadcast(broadcast.id), "◀️"),),
            (Button(Msg("Yes, end it"), CancelBroadcast(broadcast.id), "✖️"),),
        ),
    )


def confirm_recall(broadcast: Broadcast, progress: Progress) -> Screen:
    """Asks whether a message is to be taken out of all chats; the safe choice comes first."""
    return Screen(
        here=ConfirmRecall(broadcast.id),
        title=Msg("Take the message out of all chats?"),
        lines=(
            Labelled(Msg("Sent"), Plain(str(progress.counts.get(DeliveryState.SENT, 0)))),
            Msg("Who has read it has read it. Nobody is told that it is gone."),
        ),
        rows=(
            (Button(Msg("No, leave it"), ShowBroadcast(broadcast.id), "◀️"),),
            (Button(Msg("Yes, take it out"), RecallBroadcast(broadcast.id), "🗑"),),
        ),
    )


def report(broadcast: Broadcast, progress: Progress, table: Attachment | None = None) -> Screen:
    """Counts per state and reason, and the same as a table."""
    lines: list[Phrase | None] = [Labelled(Msg("Recipients"), Plain(str(progress.recipients)))]
    lines += [
        Labelled(label, Plain(str(count))) for label, count in report_rows(broadcast, progress)
    ]
    return Screen(
        here=ShowBroadcast(broadcast.id),
        title=Msg("Report of the broadcast"),
        lines=tuple(lines),
        rows=(navigation.footer(ShowBroadcast(broadcast.id)),),
        files=(table,) if table else (),
    )


def report_rows(broadcast: Broadcast, progress: Progress) -> Sequence[tuple[Phrase, int]]:
    """Each state with its count, and below it the reasons that were met."""
    rows: list[tuple[Phrase, int]] = []
    for state in STATES:
        if not progress.counts.get(state, 0):
            continue
        rows.append((state_name(state, broadcast), progress.counts[state]))
        rows += [
            (reason_name(why), count)
            for (where, why), count in sorted(progress.reasons.items())
            if where is state and count
        ]
    if progress.left:
        rows.append((Msg("Left"), progress.left))
    if progress.erased:
        rows.append((ERASED, progress.erased))
    if progress.twice:
        rows.append((Msg("Perhaps got it twice"), progress.twice))
    return rows


def state_name(state: DeliveryState, broadcast: Broadcast) -> Phrase:
    """What became of messages that were sent, or edited."""
    edited = state is DeliveryState.SENT and broadcast.edits is not None
    return edits.CHANGED if edited else STATES.get(state, Msg("Left"))


def reason_name(why: str) -> Phrase:
    """Why a message stands where it stands."""
    known = {reason.value: text for reason, text in REASONS.items()}
    return known.get(why, Plain(why))


def sign(broadcast_id: int) -> Screen:
    """What a discreet reader gets; a tap opens the words."""
    read = OpenBroadcast(broadcast_id)
    return Screen(
        here=read,
        title=Msg("A message from Komshi"),
        lines=(Msg("Tap to read."),),
        rows=((Button(Msg("Read"), read),),),
    )


def announce_below() -> Screen:
    """Says that the words come below, as a message of their own."""
    return Screen(
        here=ShowHome(),
        title=Msg("Here is the message"),
        lines=(Msg("It comes below in a moment."),),
        rows=(navigation.footer(),),
    )


def ask_approver(broadcast_id: int) -> Screen:
    """Tells a colleague who may agree that a broadcast waits."""
    here = ShowApproval(broadcast_id)
    return Screen(
        here=here,
        title=Msg("A broadcast waits for a second person"),
        lines=(Msg("A colleague wants to write to many people. Please look at it."),),
        rows=((Button(Msg("Look at it"), here, "👁"),),),
    )


def _bar(progress: Progress) -> str:
    done = progress.recipients - progress.left
    full = _BAR * done // progress.recipients if progress.recipients else _BAR
    return f"{'▓' * full}{'░' * (_BAR - full)} {done}/{progress.recipients}"


def _recall_row(broadcast: Broadcast, campaign: Campaign, progress: Progress, now: datetime) -> Row:
    """Offered while Telegram allows it and there is something to take back."""
    sent = progress.counts.get(DeliveryState.SENT, 0) if broadcast.edits is None else 0
    over = campaign.finished_at is not None
    if not (sent and over and broadcast.recall_id is None and may_recall(campaign.not_before, now)):
        return ()
    return (Button(Msg("Take it back"), ConfirmRecall(broadcast.id), "🗑"),)


def _controls(number: int, campaign: Campaign, *, waits: bool) -> Sequence[Row]:
    if waits:
        return [(Button(Msg("Undo"), UndoBroadcast(number), "↩️"),)]
    report_row: Row = (Button(Msg("Report"), ReportBroadcast(number), "📊"),)
    end = Button(Msg("End it"), ConfirmCancelBroadcast(number), "✖️")
    match campaign.state:
        case CampaignState.RUNNING | CampaignState.SCHEDULED:
            return [(Button(Msg("Pause"), PauseBroadcast(number), "⏸"), end), report_row]
        case CampaignState.PAUSED:
            return [(Button(Msg("Go on"), ResumeBroadcast(number), "▶️"), end), report_row]
        case _:
            return [report_row]
