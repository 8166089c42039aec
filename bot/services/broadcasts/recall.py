"""After a broadcast went out: taking it out of the chats, and reading what came as a mere sign."""

from typing import Final

from bot.domain.broadcasts.broadcast import RECALL, may_recall
from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.delivery.outbox import OutboxMessage
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act
from bot.services.broadcasts.overview import sent
from bot.services.broadcasts.sending import TooLateError
from bot.services.case import Case
from bot.services.staff import audit

RECALL_KIND: Final = "broadcast_recall"
"""Of the messages that take a broadcast out of the chats, and of their campaign."""


async def recall(case: Case, broadcast_id: int) -> None:
    """Take the messages of a broadcast that is over out of the chats again; twice is once.

    Raises:
        NotAllowedError: if the person may not see it.
        NotFoundError: if there is none, or it was never sent.
        TooLateError: if it is not over, or Telegram does not let messages so old be deleted.
    """
    sending = await sent(case, broadcast_id)
    if sending.broadcast.recall_id is not None:
        return
    begun = sending.campaign.not_before
    if sending.broadcast.edits is not None:
        raise TooLateError
    if sending.campaign.finished_at is None or not may_recall(begun, case.now):
        raise TooLateError
    ends = begun + RECALL
    new = NewCampaign(
        RECALL_KIND, case.now, ends, {"broadcast": broadcast_id}, made_by=case.person_id
    )
    campaign = await case.uow.campaigns.add(new, case.now)
    await case.uow.outbox.enqueue_all(
        OutboxMessage(
            kind=RECALL_KIND,
            dedupe_key=f"br{campaign}:{message.person_id or message.chat_id}",
            not_before=case.now,
            expires_at=ends,
            person_id=message.person_id,
            chat_id=message.chat_id,
            params={"message": message.message_id},
            campaign_id=campaign,
        )
        for message in await case.uow.broadcasts.delivered(sending.campaign.id)
    )
    await case.uow.campaigns.complete(campaign)
    await case.uow.broadcasts.change(broadcast_id, recall_id=campaign)
    subject = f"broadcast:{broadcast_id}:recalled"
    await audit.note(case.uow, case.person_id, Act.SEND_BROADCAST, subject, case.now)


async def open_for_me(case: Case, broadcast_id: int) -> None:
    """Send somebody discreet the words of which they got only a sign.

    Raises:
        NotFoundError: if they got none; nobody reads a broadcast by guessing its number.
    """
    broadcast = await case.uow.broadcasts.find(broadcast_id)
    if broadcast is None or broadcast.campaign_id is None:
        raise NotFoundError("broadcast")
    if not await case.uow.broadcasts.was_for(broadcast.campaign_id, case.person_id):
        raise NotFoundError("broadcast")
    stamp = int(case.now.timestamp())
    await case.uow.outbox.enqueue(
        OutboxMessage(
            kind="broadcast_shown",
            dedupe_key=f"bo{broadcast_id}:{case.person_id}:{stamp}",
            not_before=case.now,
            person_id=case.person_id,
            params={"broadcast": broadcast_id},
        )
    )
