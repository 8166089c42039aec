"""Sending a broadcast: agreeing to it, undoing, pausing and ending it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.broadcasts.broadcast import (
    LIVES,
    Broadcast,
    BroadcastError,
    BroadcastState,
    Readers,
    SendLimits,
    begins_at,
    changed,
    lacking,
)
from bot.domain.delivery.campaigns import CampaignState, NewCampaign
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.localtime import local_day
from bot.domain.reading.status_words import StatusWords
from bot.domain.staff.notices import News
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.services.broadcasts import edits
from bot.services.broadcasts.drafts import draft_of, findings
from bot.services.broadcasts.overview import KIND, sent
from bot.services.broadcasts.reach import (
    calls_of,
    is_covered,
    reach_of,
    readers_of,
    require_cover,
)
from bot.services.case import Case
from bot.services.staff import audit, notices
from bot.services.staff.members import require


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
class Approval:
    """What a member of the staff sees of a broadcast that waits for a second person.

    Args:
        readers: Whom it concerns, by the language that they read.
        mine: Whether the person who looks made it.
        colleagues: How colleagues call one another, by staff number.
    """

    readers: Readers
    mine: bool
    colleagues: Mapping[int, str]


async def send(case: Case, limits: SendLimits, words: StatusWords) -> Broadcast:
    """Send the draft, or ask a colleague where it goes to many.

    Returns:
        What became of the draft: it has a campaign, or waits for a colleague.

    Raises:
        CannotEditError, NothingChangedError: if it is a change that cannot go out like this.
        LanguagesMissingError, NobodyError, WordsError: if it cannot go out like this.
        NotFoundError: if there is no draft.
    """
    draft = await draft_of(case)
    concerned = await _check(case, draft)
    if not draft.confirmed and findings(draft, words):
        raise WordsError
    if concerned > limits.approval_above:
        await case.uow.broadcasts.go(draft, BroadcastState.WAITING)
        await _note(case, Act.SEND_BROADCAST, draft.id, f"asked:{concerned}")
        await _tell_approvers(case, draft)
    else:
        await _issue(case, draft)
    return await case.uow.broadcasts.locked(draft.id)


async def approval(case: Case, broadcast: Broadcast) -> Approval | None:
    """What its maker, or a colleague who may agree to it, sees of a broadcast that waits.

    Returns:
        None where it is a draft of the person's own again.

    Raises:
        NotAllowedError: if the person neither made it nor may agree to it.
        NotFoundError: if a colleague's does not wait any more.
    """
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    mine = broadcast.made_by == me.number
    if not mine:
        await awaiting(case, broadcast.id)
    elif broadcast.state is not BroadcastState.WAITING:
        return None
    readers = await _count_concerned(case, broadcast)
    return Approval(readers, mine, await case.uow.staff.names())


async def awaiting(case: Case, broadcast_id: int) -> Broadcast:
    """A broadcast that waits and that the person may agree to.

    Raises:
        NotAllowedError: if no role of theirs lets them agree to what reaches so far.
        NotFoundError: if it does not wait any more.
    """
    me = await require(case.uow, case.person_id, Act.APPROVE_BROADCAST)
    broadcast = await case.uow.broadcasts.locked(broadcast_id)
    require_cover(me, Act.APPROVE_BROADCAST, await reach_of(case.uow, broadcast))
    if broadcast.state is not BroadcastState.WAITING:
        raise NotFoundError("broadcast")
    return broadcast


async def approve(case: Case, broadcast_id: int) -> Broadcast:
    """Agree to what a colleague made; it goes out.

    Raises:
        NotAllowedError, NotFoundError: as above.
        BroadcastError: if the person made it themselves, or it cannot go out any more.
    """
    broadcast = await awaiting(case, broadcast_id)
    me = await require(case.uow, case.person_id, Act.APPROVE_BROADCAST)
    if me.number == broadcast.made_by:
        raise BroadcastError("a second person has to agree")
    concerned = await _check(case, broadcast)
    await case.uow.broadcasts.change(broadcast.id, approved_by=me.number)
    await _note(case, Act.APPROVE_BROADCAST, broadcast.id, f"agreed:{concerned}")
    await _issue(case, broadcast)
    await notices.tell_number(
        case.uow, broadcast.made_by, News.BROADCAST_AGREED, broadcast.id, case.now
    )
    return await case.uow.broadcasts.locked(broadcast.id)


async def send_back(case: Case, broadcast_id: int, why: str = "") -> None:
    """Do not agree, or take back what waits: it is a draft of its maker again, who is told.

    Args:
        why: The code of the reason that a second person gave; empty for none.

    Raises:
        NotAllowedError: if the person neither made it nor may agree to it.
        NotFoundError: if it does not wait any more.
    """
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    broadcast = await case.uow.broadcasts.locked(broadcast_id)
    act = Act.SEND_BROADCAST
    if me.number != broadcast.made_by:
        broadcast = await awaiting(case, broadcast_id)
        act = Act.APPROVE_BROADCAST
    if broadcast.state is not BroadcastState.WAITING:
        raise NotFoundError("broadcast")
    await case.uow.broadcasts.go(broadcast, BroadcastState.DRAFT)
    await _note(case, act, broadcast.id, "returned")
    if act is Act.APPROVE_BROADCAST:
        await notices.tell_number(
            case.uow, broadcast.made_by, News.BROADCAST_RETURNED, broadcast.id, case.now, why
        )


async def undo(case: Case, broadcast_id: int) -> bool:
    """Make a broadcast of which nothing is out yet into a draft again.

    Returns:
        Whether it is a draft of the person's own; else it is a colleague's.

    Raises:
        NotAllowedError, NotFoundError: if they may not see it, or it was never sent; so do all
            below.
        TooLateError: if it has begun.
    """
    sending = await sent(case, broadcast_id)
    campaign = sending.campaign
    if campaign.state is not CampaignState.SCHEDULED or campaign.not_before <= case.now:
        raise TooLateError
    await case.uow.campaigns.cancel(campaign.id, case.now)
    await case.uow.broadcasts.change(broadcast_id, campaign_id=None, approved_by=None, send_at=None)
    await case.uow.broadcasts.go(sending.broadcast, BroadcastState.DRAFT)
    await _note(case, Act.SEND_BROADCAST, broadcast_id, "undone")
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    return sending.broadcast.made_by == me.number


async def pause(case: Case, broadcast_id: int) -> None:
    """Let nothing more of a broadcast go out for now.

    Raises:
        CampaignStateError: if it is over.
    """
    sending = await sent(case, broadcast_id)
    await case.uow.campaigns.pause(sending.campaign.id)
    await _note(case, Act.SEND_BROADCAST, broadcast_id, "paused")


async def resume(case: Case, broadcast_id: int) -> None:
    """Let a paused broadcast go on.

    Raises:
        CampaignStateError: if it is not paused.
    """
    sending = await sent(case, broadcast_id)
    await case.uow.campaigns.resume(sending.campaign.id)
    await _note(case, Act.SEND_BROADCAST, broadcast_id, "resumed")


async def cancel(case: Case, broadcast_id: int) -> None:
    """End a broadcast for good; who has it keeps it.

    Raises:
        CampaignStateError: if it is over.
    """
    sending = await sent(case, broadcast_id)
    await case.uow.campaigns.cancel(sending.campaign.id, case.now)
    await _note(case, Act.SEND_BROADCAST, broadcast_id, "cancelled")


async def _check(case: Case, broadcast: Broadcast) -> int:
    """How many people a broadcast concerns, if it can go out like this."""
    if broadcast.edits is not None:
        return await edits.check(case, broadcast)
    readers = await readers_of(case, broadcast)
    missing = lacking(broadcast, readers)
    if missing or not broadcast.versions:
        raise LanguagesMissingError(missing)
    if not readers:
        raise NobodyError
    return readers.number_of_people


async def _count_concerned(case: Case, broadcast: Broadcast) -> Readers:
    """Whom a broadcast or a change of one concerns, by language."""
    if broadcast.edits is None:
        return await readers_of(case, broadcast)
    original = await edits.original_of(case, broadcast)
    reach = await edits.reach_of_edit(case, original)
    return Readers({language: reach.of((language,)) for language in changed(original, broadcast)})


async def _issue(case: Case, broadcast: Broadcast) -> None:
    if broadcast.edits is not None:
        await edits.issue(case, broadcast)
        return
    uow, now = case.uow, case.now
    begins = begins_at(broadcast, now)
    ends = begins + LIVES
    maker = await uow.staff.numbered(broadcast.made_by)
    made_by = maker.person_id if maker else None
    new = NewCampaign(KIND, begins, ends, {"broadcast": broadcast.id}, made_by=made_by)
    campaign = await uow.campaigns.add(new, now)
    reach = await reach_of(uow, broadcast)
    calls, today = calls_of(case.content), local_day(now)
    people = await uow.audiences.people(broadcast.audience, reach, calls, today)
    chats = await uow.notice_chats.registered(sorted(broadcast.chats))
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=KIND,
            dedupe_key=f"b{campaign}:{person or chat}",
            not_before=begins,
            expires_at=ends,
            person_id=person,
            chat_id=chat,
            params={"broadcast": broadcast.id},
            campaign_id=campaign,
        )
        for person, chat in (
            *((person, None) for person in people),
            *((None, chat.chat_id) for chat in chats),
        )
    )
    recipients = await uow.campaigns.complete(campaign)
    await uow.broadcasts.go(broadcast, BroadcastState.ISSUED)
    await uow.broadcasts.change(broadcast.id, campaign_id=campaign)
    subject = f"broadcast:{broadcast.id}:sent:{recipients}"
    await audit.note(uow, made_by, Act.SEND_BROADCAST, subject, now)


async def _tell_approvers(case: Case, broadcast: Broadcast) -> None:
    reach = await reach_of(case.uow, broadcast)
    stamp = int(case.now.timestamp())
    for member in await case.uow.staff.all():
        if member.number != broadcast.made_by and is_covered(member, Act.APPROVE_BROADCAST, reach):
            await case.uow.outbox.enqueue(
                OutboxMessage(
                    kind="broadcast_waiting",
                    dedupe_key=f"bw{broadcast.id}:{member.person_id}:{stamp}",
                    not_before=case.now,
                    person_id=member.person_id,
                    params={"broadcast": broadcast.id},
                )
            )


async def _note(case: Case, act: Act, broadcast_id: int, deed: str) -> None:
    subject = f"broadcast:{broadcast_id}:{deed}"
    await audit.note(case.uow, case.person_id, act, subject, case.now)
