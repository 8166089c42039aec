"""The sheets of the report of a broadcast: what became of it, and what it was."""

from collections.abc import Mapping, Sequence

from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.content import Content
from bot.domain.delivery.campaigns import Campaign, CampaignState
from bot.domain.delivery.outbox import DeliveryState
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Joined, Moment, Msg, Phrase, Plain
from bot.screens.broadcasts.audiences import describe
from bot.screens.broadcasts.drafts import button_name
from bot.screens.broadcasts.progress import ERASED, reason_name, state_name
from bot.screens.figures.sheets import Table, Value
from bot.screens.staff.team import colleague_name


def counts_of(
    broadcast: Broadcast, counted: Sequence[tuple[DeliveryState, str, int]], erased: int
) -> Table:
    """How many recipients stand in each state, and why; every one is in exactly one row.

    Args:
        erased: How many erased their data before they got it.
    """
    rows: list[Sequence[Value]] = [
        (state_name(state, broadcast), reason_name(why) if why else None, recipients)
        for state, why, recipients in counted
    ]
    if erased:
        rows.append((ERASED, None, erased))
    return Table(Msg("Report"), (Msg("State"), Msg("Reason"), Msg("Recipients")), rows)


def about(
    broadcast: Broadcast,
    campaign: Campaign,
    words: Mapping[Language, str],
    names: Mapping[int, str],
    content: Content,
) -> Table:
    """Text, date, author, audience and language, so that the file can be read alone later.

    Args:
        words: What it said, by the language in which it was written.
        names: How colleagues call one another, by staff number.
    """
    conditions = tuple(describe(step, content) for step in broadcast.audience.steps)
    audience = (Msg("Everybody who wants messages"), *conditions)
    rows: list[tuple[Phrase, Phrase]] = [
        (Msg("Number"), Plain(str(broadcast.id))),
        (Msg("Begins") if campaign.state is CampaignState.SCHEDULED else Msg("Time"),
         Moment(campaign.not_before)),
        (Msg("Written by"), colleague_name(broadcast.made_by, names)),
        (Msg("To whom"), Joined(audience)),
        (Msg("Button"), button_name(broadcast.button, content)),
    ]  # fmt: skip
    if broadcast.approved_by is not None:
        agreed = colleague_name(broadcast.approved_by, names)
        rows.append((Msg("Agreed by"), agreed))
    rows += [(Plain(language.own_name), Plain(text)) for language, text in words.items()]
    return Table(Msg("About"), (Msg("What"), Msg("Text")), rows)
