"""Changing what was sent: other words in the messages that people have, and for who has none yet.

A change is a broadcast of its own that names the one it changes. It is written, looked over and
agreed to as any other; where it is sent, messages are edited.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.broadcasts.broadcast import (
    RECALL,
    Broadcast,
    BroadcastError,
    BroadcastState,
    changed,
    may_edit,
)
from bot.domain.delivery.campaigns import Campaign, NewCampaign
from bot.domain.delivery.outbox import DeliveryState, OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.services.broadcasts.drafts import find_draft
from bot.services.broadcasts.overview import viewed
from bot.services.case import Case
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.broadcasts.edits import Holder

KIND: Final = "broadcast_edit"
"""Of the messages that change what was sent, and of their campaign."""
AFTER_A_TRY: Final = timedelta(seconds=65)
"""By then it is known what became of a message that is just being sent."""


class CannotEditError(BroadcastError):
    """It is too old, or taken back, or another draft is in the way."""


class NothingChangedError(BroadcastError):
    """All words are as they were sent."""


@dataclass(frozen=True, slots=True)
class EditReach:
    """Whom a change concerns, by the language of the version that they read.

    Args:
        have: How many messages are in the chats.
        will_get: How many people do not have it yet.
    """

    have: Mapping[Language, int]
    will_get: Mapping[Language, int]

    def of(self, languages: Sequence[Language]) -> int:
        """How many have it or will get it, together, in these languages."""
        return sum(
            self.have.get(language, 0) + self.will_get.get(language, 0) for language in languages
        )


async def begin(case: Case, broadcast_id: int) -> Broadcast:
    """Start to change a broadcast, or go on with that.

    Returns:
        The change: a draft with the words that were sent, or with what was written since.

    Raises:
        CannotEditError: if it cannot be changed, or the person works on another draft.
        NotAllowedError, NotFoundError: if it is not theirs, nor within their reach.
    """
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    original = await viewed(case, broadcast_id)
    await _campaign_to_edit(case, original)
    draft = await find_draft(case)
    if draft is None:
        number = await case.uow.broadcast_edits.begin(original, me.number, case.now)
        return await case.uow.broadcasts.locked(number)
    if draft.edits != original.id:
        raise CannotEditError("another draft")
    return draft


async def original_of(case: Case, change: Broadcast) -> Broadcast:
    """The broadcast that a change changes; locked until the transaction ends.

    Raises:
        NotFoundError: if it is not kept any more.
    """
    if change.edits is None:
        raise NotFoundError("broadcast")
    return await case.uow.broadcasts.locked(change.edits)


async def reach_of_edit(case: Case, original: Broadcast) -> EditReach:
    """Who has a message of a broadcast, and who will get it."""
    have: Counter[Language] = Counter()
    will_get: Counter[Language] = Counter()
    for holder in await _holders(case, original):
        spoken = _spoken(original, holder)
        if spoken is None or holder.opened:
            continue
        (have if holder.state is DeliveryState.SENT else will_get)[spoken] += 1
    return EditReach(have, will_get)


async def check(case: Case, change: Broadcast) -> int:
    """How many messages a change concerns.

    Raises:
        CannotEditError, NothingChangedError: if it cannot go out like this.
    """
    original = await original_of(case, change)
    await _campaign_to_edit(case, original)
    versions = changed(original, change)
    if not versions:
        raise NothingChangedError
    concerned = (await reach_of_edit(case, original)).of(tuple(versions))
    if not concerned:
        raise CannotEditError("nobody")
    return concerned


async def issue(case: Case, change: Broadcast) -> None:
    """Change what is in the chats, message by message; who has none yet gets the new words.

    Raises:
        CannotEditError: if its time is over, or it was taken back meanwhile.
    """
    uow, now = case.uow, case.now
    original = await original_of(case, change)
    begun = await _campaign_to_edit(case, original)
    versions = changed(original, change)
    await uow.broadcast_edits.hold_unsent(begun.id)
    for language, version in versions.items():
        await uow.broadcasts.write(original.id, language, version)
    kept = {
        wanted: used for wanted, used in original.fallbacks.items() if wanted in change.fallbacks
    }
    await uow.broadcasts.change(original.id, fallbacks=kept)
    maker = await uow.staff.numbered(change.made_by)
    made_by = maker.person_id if maker else None
    ends = begun.not_before + RECALL
    new = NewCampaign(KIND, now, ends, {"broadcast": original.id}, made_by=made_by)
    campaign = await uow.campaigns.add(new, now)
    messages = [
        _edit(original.id, campaign, holder, now, ends)
        for holder in await _holders(case, original)
        if holder.state is not DeliveryState.QUEUED and _spoken(original, holder) in versions
    ]
    await uow.outbox.enqueue_all(message for message in messages if message is not None)
    recipients = await uow.campaigns.complete(campaign)
    await uow.broadcasts.go(change, BroadcastState.ISSUED)
    await uow.broadcasts.change(change.id, campaign_id=campaign)
    subject = f"broadcast:{original.id}:changed:{recipients}"
    await audit.note(uow, made_by, Act.SEND_BROADCAST, subject, now)


def _edit(
    broadcast_id: int, campaign: int, holder: Holder, now: datetime, ends: datetime
) -> OutboxMessage | None:
    begins = now if holder.state is DeliveryState.SENT else now + AFTER_A_TRY
    if begins >= ends:
        return None
    return OutboxMessage(
        kind=KIND,
        dedupe_key=f"be{campaign}:{holder.row}",
        not_before=begins,
        expires_at=ends,
        person_id=holder.person_id,
        chat_id=holder.chat_id,
        params={"broadcast": broadcast_id, "row": holder.row, "opened": holder.opened},
        campaign_id=campaign,
    )


async def _holders(case: Case, original: Broadcast) -> Sequence[Holder]:
    if original.campaign_id is None:
        return ()
    return await case.uow.broadcast_edits.holders(original.id, original.campaign_id)


def _spoken(original: Broadcast, holder: Holder) -> Language | None:
    return None if holder.language is None else original.spoken(holder.language)


async def _campaign_to_edit(case: Case, original: Broadcast) -> Campaign:
    campaign = None
    if original.campaign_id is not None:
        campaign = await case.uow.campaigns.find(original.campaign_id)
    if campaign is None or not may_edit(original, campaign.not_before, case.now):
        raise CannotEditError("too late")
    return campaign
