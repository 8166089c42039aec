"""What happens next with what somebody wants to apply for: what to hand in, who writes when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.interests.declared import ContactWay, InterestState, Way
from bot.domain.interests.views import OwnInterest
from bot.domain.localtime import local_day
from bot.domain.rounds.rounds import Opening
from bot.domain.text.phrases import Day, Joined, Labelled, Msg, Phrase, Plain, Plural, Strong
from bot.screens.calls.contacts import of_place
from bot.screens.calls.filters import standing_phrase

WAYS: Final[Mapping[Way, Msg]] = {
    Way.CHAT: Msg("in the Telegram chat"),
    Way.PHONE: Msg("by phone"),
    Way.VISIT: Msg("in person at the office"),
}


def what_happens_next(
    own: OwnInterest, call: Call, content: Content, now: datetime, *, followed: bool
) -> list[Phrase | None]:
    """What is still to be handed in, where and until when, and who gets in touch by which day."""
    lines: list[Phrase | None] = []
    if own.interest.state is not InterestState.APPLIED:
        lines.append(Strong(Msg("This is not the application yet.")))
        lines.append(Labelled(Msg("Hand it in"), _hand_in(own, call, content, now)))
    lines.append(Labelled(Msg("We reach you"), _way_phrase(own.contact)))
    if own.hears_by is not None:
        is_late = local_day(now) > own.hears_by
        late = Msg(
            "The team wanted to reach you by {day}. Write to the team, or call.",
            day=Day(own.hears_by),
        )
        soon = Msg("The team gets in touch by {day}.", day=Day(own.hears_by))
        lines.append(Labelled(Msg("Next"), late if is_late else soon))
    if followed and own.standing.opening is Opening.OPEN:
        lines.append(Msg("I remind you 7 days and 1 day before it closes."))
    lines.append(Msg("Say this number to the team, on the phone or at the office."))
    return lines


def _hand_in(own: OwnInterest, call: Call, content: Content, now: datetime) -> Phrase:
    """What goes where until when, as far as the call says so."""
    parts: list[Phrase] = []
    if call.bring:
        parts.append(Plural("{n} document", "{n} documents", n=len(call.bring)))
    contact = content.contacts.get(call.contact)
    place = content.municipalities.get(own.interest.municipality)
    if contact is not None:
        parts.append(of_place(contact.name, place))
    parts.append(standing_phrase(own.standing, now))
    return Joined(tuple(parts), ", ")


def _way_phrase(contact: ContactWay | None) -> Phrase:
    if contact is None:
        return Plain("–")
    way = WAYS[contact.way]
    return Joined((way, Plain(contact.phone))) if contact.phone else way
