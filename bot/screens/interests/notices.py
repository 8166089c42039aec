"""What people are told about what they want to apply for."""

from bot.domain.content import Content
from bot.domain.interests.declared import Decision, Interest
from bot.domain.reading.references import spaced
from bot.domain.text.phrases import Labelled, Msg, Plain, Strong
from bot.screens.figures.figures import call_name
from bot.screens.inbox.actions import WriteQuestion
from bot.screens.interests.actions import ConfirmLeaving, ShowInterest
from bot.screens.interests.own import what_is_read
from bot.screens.notices import Notice
from bot.screens.screen import Button


def decided_notice(interest: Interest, content: Content, *, corrects: bool = False) -> Notice:
    """What the programme decided, and how to disagree.

    Args:
        corrects: The person was told another decision before.
    """
    decision = interest.decision or Decision.CONDITIONS
    call = content.calls.get(interest.call_id)
    programme = call.programme if call else ""
    return Notice(
        first=(
            Msg("A decision for you was corrected")
            if corrects
            else Msg("There is a decision for you")
        ),
        lines=(
            Strong(call_name(interest.call_id, content)),
            Labelled(Msg("Your number"), Plain(spaced(interest.reference))),
            *what_is_read(decision, corrects=corrects),
        ),
        act=Button(Msg("Open"), ShowInterest(interest.id), "📋"),
        stop=Button(Msg("Write to the team"), WriteQuestion(programme), "✉️"),
        read=ShowInterest(interest.id),
    )


def incomplete_notice(interest: Interest, content: Content) -> Notice:
    """The second one has not joined yet, and the call closes soon."""
    return Notice(
        first=Msg("Reminder: somebody still has to join"),
        lines=(
            Strong(call_name(interest.call_id, content)),
            Msg("It counts only when a second organisation, different from you, joins by code."),
            Labelled(Msg("Code"), Plain(spaced(interest.code or ""))),
        ),
        act=Button(Msg("Open"), ShowInterest(interest.id), "📋"),
        stop=Button(Msg("Take it back"), ConfirmLeaving(interest.id), "✖️"),
        read=ShowInterest(interest.id),
    )
