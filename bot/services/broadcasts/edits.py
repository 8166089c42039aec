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
from bot.services.broadcasts.drafts import find_draft, viewed
from bot.services.staff import audit
from bot.services.staff.members import require
from bot.storage.broadcasts.edits import Holder
from bot.storage.unit_of_work import UnitOfWork

KIND: Final = "broadcast_edit"
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
        have: Messages that are in the chats.
        will_get: People who do not have it yet.
    """

    have: Mapping[Language, int]
    will_get: Mapping[Language, int]

    def of(self, languages: Sequence[Language]) -> int:
        """How many there are in some languages."""
        return sum(self.have.get(one, 0) + self.will_get.get(one, 0) for one in languages)


async def begin(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> Broadcast:
    """Start to change a broadcast, or go on with that.

    Raises:
        CannotEditError: if it cannot be changed, or the person works on another draft.
        NotAllowedError, NotFoundError: if it is not theirs, nor within their reach.
    """
    me = await require(uow, person_id, Act.SEND_BROADCAST)
    original = await viewed(uow, person_id, broadcast_id)
    await _editable(uow, original, now)
    held = await find_draft(uow, person_id)
    if held is None:
        number = await uow.broadcast_edits.begin(original, me.number, now)
        return await uow.broadcasts.locked(number)
    if held.edits != original.id:
        raise CannotEditError("another draft")
    return held


async def original_of(uow: UnitOfWork, change: Broadcast) -> Broadcast:
    """What a change changes; locked.

    Raises:
        NotFoundError: if it is not kept any more.
    """
    if change.edits is None:
        raise NotFoundError("broadcast")
    return await uow.broadcasts.locked(change.edits)


async def reach_of_edit(uow: UnitOfWork, original: Broadcast) -> EditReach:
    """Who has a message of a broadcast, and who will get it."""
    have: Counter[Language] = Counter()
    will_get: Counter[Language] = Counter()
    for one in await _holders(uow, original):
        spoken = _spoken(original, one)
        if spoken is None or one.opened:
            continue
        (have if one.state is DeliveryState.SENT else will_get)[spoken] += 1
    return EditReach(have, will_get)


async def check(uow: UnitOfWork, change: Broadcast, now: datetime) -> int:
    """How many messages a change concerns.

    Raises:
        CannotEditError, NothingChangedError: if it cannot go out like this.
    """
    original = await original_of(uow, change)
    await _editable(uow, original, now)
    words = changed(original, change)
    if not words:
        raise NothingChangedError
    concerned = (await reach_of_edit(uow, original)).of(tuple(words))
    if not concerned:
        raise CannotEditError("nobody")
    return concerned


async def issue(uow: UnitOfWork, change: Broadcast, now: datetime) -> None:
    """Change what is in the chats, message by message; who has none yet gets the new words."""
    original = await original_of(uow, change)
    begun = await _editable(uow, original, now)
    words = changed(original, change)
    await uow.broadcast_edits.hold_unsent(begun.id)
    for language, version in words.items():
        await uow.broadcasts.write(original.id, language, version)
    kept = {one: used for one, used in original.fallbacks.items() if one in change.fallbacks}
    await uow.broadcasts.change(original.id, fallbacks=kept)
    maker = await uow.staff.numbered(change.made_by)
    by = maker.person_id if maker else None
    ends = begun.not_before + RECALL
    new = NewCampaign(KIND, now, ends, {"broadcast": original.id}, made_by=by)
    campaign = await uow.campaigns.add(new, now)
    messages = [
        _edit(original.id, campaign, one, now, ends)
        for one in await _holders(uow, original)
        if one.state is not DeliveryState.QUEUED and _spoken(original, one) in words
    ]
    await uow.outbox.enqueue_all(one for one in messages if one is not None)
    recipients = await uow.campaigns.complete(campaign)
    await uow.broadcasts.go(change, BroadcastState.ISSUED)
    await uow.broadcasts.change(change.id, campaign_id=campaign)
    subject = f"broadcast:{original.id}:changed:{recipients}"
    await audit.note(uow, by, Act.SEND_BROADCAST, subject, now)


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


async def _holders(uow: UnitOfWork, original: Broadcast) -> Sequence[Holder]:
    if original.campaign_id is None:
        return ()
    return await uow.broadcast_edits.holders(original.id, original.campaign_id)


def _spoken(original: Broadcast, holder: Holder) -> Language | None:
    return None if holder.language is None else original.spoken(holder.language)


async def _editable(uow: UnitOfWork, original: Broadcast, now: datetime) -> Campaign:
    found = None
    if original.campaign_id is not None:
        found = await uow.campaigns.find(original.campaign_id)
    if found is None or not may_edit(original, found.not_before, now):
        raise CannotEditError("too late")
    return found
