"""Sending a broadcast: agreeing to it, undoing, pausing, ending it, and knowing who got it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.broadcasts.broadcast import (
    LIVES,
    Broadcast,
    BroadcastError,
    BroadcastState,
    SendLimits,
    begins_at,
    lacking,
)
from bot.domain.content import Content
from bot.domain.delivery.campaigns import Campaign, CampaignState, NewCampaign, Progress
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.localtime import local_day
from bot.domain.reading.status_words import StatusWords
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.services.broadcasts import edits as broadcast_edits
from bot.services.broadcasts.drafts import draft, findings, viewed
from bot.services.broadcasts.reach import (
    calls_of,
    covers,
    is_covered,
    reach_of,
    readers,
    readers_and_chats,
)
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.unit_of_work import UnitOfWork

KIND: Final = "broadcast"


class LanguagesMissingError(BroadcastError):
    """Somebody in the audience could not read it (need L12)."""

    def __init__(self, languages: Sequence[Language]) -> None:
        super().__init__("languages")
        self.languages = languages


class NobodyError(BroadcastError):
    """There is nobody to send it to."""


class WordsError(BroadcastError):
    """A word may take sides, and nobody said that it is meant (need U11)."""


class TooLateError(BroadcastError):
    """The first message is out already."""


@dataclass(frozen=True, slots=True)
class Sending:
    """A broadcast on its way."""

    broadcast: Broadcast
    campaign: Campaign
    progress: Progress
    recall: Progress | None = None


async def send(
    uow: UnitOfWork,
    content: Content,
    person_id: int,
    limits: SendLimits,
    words: StatusWords,
    now: datetime,
) -> Broadcast:
    """Send the draft, or ask a colleague where it goes to many.

    Raises:
        LanguagesMissingError, NobodyError, WordsError: if it cannot go out like this.
    """
    held = await draft(uow, person_id)
    people = await _check(uow, content, held, now)
    if not held.confirmed and findings(held, words):
        raise WordsError
    if people > limits.approval_above:
        await uow.broadcasts.go(held, BroadcastState.WAITING)
        await audit.note(
            uow, person_id, Act.SEND_BROADCAST, f"broadcast:{held.id}:asked:{people}", now
        )
        await _tell_approvers(uow, held, now)
    else:
        await _issue(uow, content, held, now)
    return await uow.broadcasts.locked(held.id)


async def awaiting(uow: UnitOfWork, person_id: int, broadcast_id: int) -> Broadcast:
    """A broadcast that the person may agree to.

    Raises:
        NotAllowedError: if they may not, or made it themselves.
        NotFoundError: if it does not wait any more.
    """
    me = await require(uow, person_id, Act.APPROVE_BROADCAST)
    found = await uow.broadcasts.locked(broadcast_id)
    covers(me, Act.APPROVE_BROADCAST, await reach_of(uow, found))
    if found.state is not BroadcastState.WAITING:
        raise NotFoundError("broadcast")
    return found


async def approve(
    uow: UnitOfWork, content: Content, person_id: int, broadcast_id: int, now: datetime
) -> Broadcast:
    """Agree to what a colleague made; it goes out.

    Raises:
        NotAllowedError, NotFoundError: as above.
        BroadcastError: if the person made it themselves, or it cannot go out any more.
    """
    held = await awaiting(uow, person_id, broadcast_id)
    me = await require(uow, person_id, Act.APPROVE_BROADCAST)
    if me.number == held.made_by:
        raise BroadcastError("a second person has to agree")
    people = await _check(uow, content, held, now)
    await uow.broadcasts.change(held.id, approved_by=me.number)
    await audit.note(
        uow, person_id, Act.APPROVE_BROADCAST, f"broadcast:{held.id}:agreed:{people}", now
    )
    await _issue(uow, content, held, now)
    return await uow.broadcasts.locked(held.id)


async def send_back(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """Do not agree, or take back what waits: it is a draft of its maker again.

    Raises:
        NotAllowedError, NotFoundError: as above.
    """
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    held = await uow.broadcasts.locked(broadcast_id)
    act = Act.SEND_BROADCAST
    if me.number != held.made_by:
        held = await awaiting(uow, person_id, broadcast_id)
        act = Act.APPROVE_BROADCAST
    if held.state is not BroadcastState.WAITING:
        raise NotFoundError("broadcast")
    await uow.broadcasts.go(held, BroadcastState.DRAFT)
    await audit.note(uow, person_id, act, f"broadcast:{held.id}:returned", now)


async def undo(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """Make a broadcast of which nothing is out yet into a draft again.

    Raises:
        TooLateError: if it has begun.
    """
    sending = await sent(uow, person_id, broadcast_id)
    campaign = sending.campaign
    if campaign.state is not CampaignState.SCHEDULED or campaign.not_before <= now:
        raise TooLateError
    await uow.campaigns.cancel(campaign.id, now)
    await uow.broadcasts.change(broadcast_id, campaign_id=None, approved_by=None, send_at=None)
    await uow.broadcasts.go(sending.broadcast, BroadcastState.DRAFT)
    await audit.note(uow, person_id, Act.SEND_BROADCAST, f"broadcast:{broadcast_id}:undone", now)


async def pause(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """Let nothing more go out for now.

    Raises:
        CampaignStateError: if it is over.
    """
    sending = await sent(uow, person_id, broadcast_id)
    await uow.campaigns.pause(sending.campaign.id)
    await _note(uow, person_id, broadcast_id, "paused", now)


async def resume(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """Go on with a paused broadcast."""
    sending = await sent(uow, person_id, broadcast_id)
    await uow.campaigns.resume(sending.campaign.id)
    await _note(uow, person_id, broadcast_id, "resumed", now)


async def cancel(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """End it; who has it keeps it."""
    sending = await sent(uow, person_id, broadcast_id)
    await uow.campaigns.cancel(sending.campaign.id, now)
    await _note(uow, person_id, broadcast_id, "cancelled", now)


async def sent(uow: UnitOfWork, person_id: int, broadcast_id: int) -> Sending:
    """A broadcast on its way or gone out, and how far it is.

    Raises:
        NotAllowedError, NotFoundError: see there.
    """
    return await sending_of(uow, await viewed(uow, person_id, broadcast_id))


async def sending_of(uow: UnitOfWork, broadcast: Broadcast) -> Sending:
    """How far a broadcast is.

    Raises:
        NotFoundError: if it was never sent.
    """
    campaign = None
    if broadcast.campaign_id is not None:
        campaign = await uow.campaigns.find(broadcast.campaign_id)
    if campaign is None:
        raise NotFoundError("broadcast")
    recalled = None
    if broadcast.recall_id is not None:
        recalled = await uow.campaigns.progress(broadcast.recall_id)
    return Sending(broadcast, campaign, await uow.campaigns.progress(campaign.id), recalled)


async def _check(uow: UnitOfWork, content: Content, held: Broadcast, now: datetime) -> int:
    if held.edits is not None:
        return await broadcast_edits.check(uow, held, now)
    people = await readers(uow, content, held, now)
    everybody = await readers_and_chats(uow, content, held, now)
    missing = lacking(held, everybody)
    if missing or not held.versions:
        raise LanguagesMissingError(missing)
    if not any(everybody.values()):
        raise NobodyError
    return sum(people.values())


async def _issue(uow: UnitOfWork, content: Content, held: Broadcast, now: datetime) -> None:
    if held.edits is not None:
        await broadcast_edits.issue(uow, held, now)
        return
    begins = begins_at(held, now)
    ends = begins + LIVES
    maker = await uow.staff.numbered(held.made_by)
    new = NewCampaign(
        KIND, begins, ends, {"broadcast": held.id}, made_by=maker.person_id if maker else None
    )
    campaign = await uow.campaigns.add(new, now)
    reach = await reach_of(uow, held)
    people = await uow.audiences.people(held.audience, reach, calls_of(content), local_day(now))
    chats = await uow.notice_chats.registered(sorted(held.chats))
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=KIND,
            dedupe_key=f"b{campaign}:{person or chat}",
            not_before=begins,
            expires_at=ends,
            person_id=person,
            chat_id=chat,
            params={"broadcast": held.id},
            campaign_id=campaign,
        )
        for person, chat in (
            *((one, None) for one in people),
            *((None, one.chat_id) for one in chats),
        )
    )
    recipients = await uow.campaigns.complete(campaign)
    await uow.broadcasts.go(held, BroadcastState.ISSUED)
    await uow.broadcasts.change(held.id, campaign_id=campaign)
    by = maker.person_id if maker else None
    subject = f"broadcast:{held.id}:sent:{recipients}"
    await audit.note(uow, by, Act.SEND_BROADCAST, subject, now)


async def _tell_approvers(uow: UnitOfWork, held: Broadcast, now: datetime) -> None:
    reach = await reach_of(uow, held)
    stamp = int(now.timestamp())
    for member in await uow.staff.all():
        if member.number != held.made_by and is_covered(member, Act.APPROVE_BROADCAST, reach):
            await uow.outbox.enqueue(
                OutboxMessage(
                    kind="broadcast_waiting",
                    dedupe_key=f"bw{held.id}:{member.person_id}:{stamp}",
                    not_before=now,
                    person_id=member.person_id,
                    params={"broadcast": held.id},
                )
            )


async def _note(
    uow: UnitOfWork, person_id: int, broadcast_id: int, what: str, now: datetime
) -> None:
    await audit.note(uow, person_id, Act.SEND_BROADCAST, f"broadcast:{broadcast_id}:{what}", now)
