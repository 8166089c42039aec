"""After a broadcast went out: taking it out of the chats, and reading what came as a mere sign."""

from datetime import datetime
from typing import Final

from bot.domain.broadcasts.broadcast import RECALL, may_recall
from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act
from bot.services.broadcasts.sending import TooLateError, sent
from bot.services.staff import audit
from bot.storage.unit_of_work import UnitOfWork

RECALL_KIND: Final = "broadcast_recall"


async def recall(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """Take the messages of a broadcast that is over out of the chats again; twice is once.

    Raises:
        TooLateError: if it is not over, or Telegram does not let messages so old be deleted.
    """
    found = await sent(uow, person_id, broadcast_id)
    if found.broadcast.recall_id is not None:
        return
    begun = found.campaign.not_before
    if found.broadcast.edits is not None:
        raise TooLateError
    if found.campaign.finished_at is None or not may_recall(begun, now):
        raise TooLateError
    ends = begun + RECALL
    new = NewCampaign(RECALL_KIND, now, ends, {"broadcast": broadcast_id}, made_by=person_id)
    campaign = await uow.campaigns.add(new, now)
    await uow.outbox.enqueue_all(
        OutboxMessage(
            kind=RECALL_KIND,
            dedupe_key=f"br{campaign}:{message.person_id or message.chat_id}",
            not_before=now,
            expires_at=ends,
            person_id=message.person_id,
            chat_id=message.chat_id,
            params={"message": message.message_id},
            campaign_id=campaign,
        )
        for message in await uow.broadcasts.delivered(found.campaign.id)
    )
    await uow.campaigns.complete(campaign)
    await uow.broadcasts.change(broadcast_id, recall_id=campaign)
    subject = f"broadcast:{broadcast_id}:recalled"
    await audit.note(uow, person_id, Act.SEND_BROADCAST, subject, now)


async def open_for_me(uow: UnitOfWork, person_id: int, broadcast_id: int, now: datetime) -> None:
    """Send somebody discreet the words of which they got only a sign.

    Raises:
        NotFoundError: if they got none; nobody reads a broadcast by guessing its number.
    """
    broadcast = await uow.broadcasts.find(broadcast_id)
    if broadcast is None or broadcast.campaign_id is None:
        raise NotFoundError("broadcast")
    if not await uow.broadcasts.was_for(broadcast.campaign_id, person_id):
        raise NotFoundError("broadcast")
    stamp = int(now.timestamp())
    await uow.outbox.enqueue(
        OutboxMessage(
            kind="broadcast_shown",
            dedupe_key=f"bo{broadcast_id}:{person_id}:{stamp}",
            not_before=now,
            person_id=person_id,
            params={"broadcast": broadcast_id},
        )
    )
