"""What there is of broadcasts: which ones somebody may see, how far each is, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.delivery.campaigns import Campaign, Progress
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act
from bot.services.broadcasts.reach import is_covered, reach_of, require_cover
from bot.services.case import Case
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

KIND: Final = "broadcast"
"""Of the messages of a broadcast, and of its campaign."""
_RECENT: Final = 30
"""So many of the newest broadcasts are looked at for the list."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a member of the staff sees of all broadcasts.

    Args:
        recent: What waits for a colleague or was sent, newest first: their own, and what is
            within the reach of their roles.
        may_register: Whether they may register groups and channels.
    """

    recent: Sequence[Broadcast]
    may_register: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """A broadcast on its way or gone out.

    Args:
        recall: How far it is taken out of the chats again, if somebody asked for that.
    """

    broadcast: Broadcast
    campaign: Campaign
    progress: Progress
    recall: Progress | None = None


class ReportRow(NamedTuple):
    """How many recipients of a broadcast stand in a state for a reason; an empty one is unknown."""

    state: DeliveryState
    reason: str
    recipients: int


async def overview(case: Case) -> Overview:
    """What waits and what was sent, as far as the person may see it."""
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    recent = [
        broadcast
        for broadcast in await case.uow.broadcasts.recent(_RECENT)
        if broadcast.made_by == me.number
        or is_covered(me, Act.SEND_BROADCAST, await reach_of(case.uow, broadcast))
    ]
    return Overview(recent, me.may(Act.REGISTER_CHATS))


async def count_open(case: Case) -> int:
    """How many broadcasts are on their way or wait for a colleague, whoever made them."""
    unfinished = await case.uow.campaigns.unfinished()
    running = [campaign for campaign in unfinished if campaign.kind == KIND]
    return len(running) + await case.uow.broadcasts.count_waiting()


async def viewed(case: Case, broadcast_id: int) -> Broadcast:
    """A broadcast that the person may see: their own, or one within the reach of their role.

    Raises:
        NotAllowedError: if it is neither, or the person may not send broadcasts.
        NotFoundError: if there is no such broadcast.
    """
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    broadcast = await case.uow.broadcasts.locked(broadcast_id)
    if broadcast.made_by != me.number:
        require_cover(me, Act.SEND_BROADCAST, await reach_of(case.uow, broadcast))
    return broadcast


async def sent(case: Case, broadcast_id: int) -> Sending:
    """A broadcast on its way or gone out, and how far it is.

    Raises:
        NotAllowedError: if the person may not see it.
        NotFoundError: if there is none, or it was never sent.
    """
    return await sending_of(case.uow, await viewed(case, broadcast_id))


async def sending_of(uow: UnitOfWork, broadcast: Broadcast) -> Sending:
    """How far a broadcast is, whoever looks.

    Raises:
        NotFoundError: if it was never sent.
    """
    campaign = None
    if broadcast.campaign_id is not None:
        campaign = await uow.campaigns.find(broadcast.campaign_id)
    if campaign is None:
        raise NotFoundError("broadcast")
    recall = None
    if broadcast.recall_id is not None:
        recall = await uow.campaigns.progress(broadcast.recall_id)
    return Sending(broadcast, campaign, await uow.campaigns.progress(campaign.id), recall)


async def report(case: Case, broadcast_id: int) -> Sending:
    """A broadcast for whoever takes its counts out as a file; it is logged.

    Raises:
        NotAllowedError: if the person may not see it.
        NotFoundError: if there is none, or it was never sent.
    """
    sending = await sent(case, broadcast_id)
    subject = f"broadcast:{broadcast_id}:report"
    await audit.note(case.uow, case.person_id, Act.SEND_BROADCAST, subject, case.now)
    return sending


def report_rows(progress: Progress) -> Sequence[ReportRow]:
    """What became of a broadcast, by state and reason; the rows of a state add up to its count."""
    rows: list[ReportRow] = []
    for state in DeliveryState:
        reasons = [
            ReportRow(state, reason, count)
            for (where, reason), count in sorted(progress.reasons.items())
            if where is state
        ]
        rest = progress.counts.get(state, 0) - sum(row.recipients for row in reasons)
        rows += [*reasons, ReportRow(state, "", rest)] if rest else reasons
    return rows
