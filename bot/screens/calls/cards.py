"""The card of one call, what to bring and how to apply."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from bot.domain.content import Call, Content
from bot.domain.rounds.today import CallToday
from bot.domain.text.phrases import Joined, Labelled, Listed, Msg, Phrase, Plain, Plural, Strong
from bot.screens import navigation
from bot.screens.calls.actions import (
    CardPart,
    ListCalls,
    ListenToCall,
    ListOtherCalls,
    ShowCall,
    ShowContact,
    Topic,
)
from bot.screens.calls.contacts import ask_people, contact_of
from bot.screens.calls.filters import Filter, follow_button, part_of, standing_phrase
from bot.screens.codec import Action, fits
from bot.screens.screen import Button, Link, Row, Screen
from bot.screens.screening.actions import CheckCall, ShowVerdict

NAMED_PLACES = 3
"""Up to so many municipalities are named on a card; more are counted."""


def show_card(
    today: CallToday,
    content: Content,
    chosen: Filter,
    *,
    now: datetime,
    followed: bool,
    bot: str,
    spoken: bool = False,
    checkable: bool = False,
    next_steps: Sequence[Row] = (),
) -> Screen:
    """The card of a call: what, for whom, until when, what one gets.

    Args:
        chosen: The list it was opened from, for the way back.
        bot: The bot's user name, for the link that can be shared.
        spoken: Whether it can be heard in the person's language.
        checkable: Whether it has a rule, so that a person can check whether it fits.
        next_steps: What the person can do about it who knows that it may fit.
    """
    call = today.call
    programme = content.programmes[call.programme]
    lines: list[Phrase | None] = [
        Joined((Plain(programme.short_name), standing_phrase(today.standing, now)), " · "),
        None,
        Labelled(Msg("For"), call.who),
        Labelled(Msg("You get"), call.get),
    ]
    if call.to_announce:
        lines.append(
            Msg("Ask the team how much it is exactly, or what.")
            if today.is_open
            else Msg("How much it is exactly, or what, is announced when the call opens.")
        )
    if call.add is not None:
        lines.append(Labelled(Msg("You add"), call.add))
    lines.append(Labelled(Msg("Where"), _places(call, content)))
    if programme.footnote is not None:
        lines += [None, programme.footnote]
    wish = Msg("Follow") if today.is_open else Msg("Tell me when it opens")
    steps = [Button(Msg("What to bring"), part_of(call, CardPart.BRING, chosen), "📄")]
    if call.apply_by_bot:
        steps.append(Button(Msg("How to apply"), part_of(call, CardPart.APPLY, chosen), "✍️"))
    return Screen(
        here=part_of(call, CardPart.CARD, chosen),
        title=call.title,
        lines=tuple(lines),
        rows=(
            *next_steps,
            (Button(Msg("Does this fit me?"), CheckCall(call.id), "🧭"),)
            if checkable and not chosen.results
            else (),
            tuple(steps),
            _listen_button(call, chosen) if spoken else (),
            (follow_button(Topic.CALL, call.id, wish, followed=followed),),
            (
                Button(Msg("Who do I ask?"), _contact(call, chosen), "☎️"),
                Link(Msg("Share"), share_link(bot, f"call-{call.id}"), "📤"),
            ),
            navigation.footer(_above(today, chosen)),
        ),
    )


def show_documents(call: Call, chosen: Filter) -> Screen:
    """What to bring, and what to know where there is no way to apply by oneself."""
    note: tuple[Phrase | None, ...] = (
        (None, call.note) if call.note and not call.apply_by_bot else ()
    )
    return Screen(
        here=part_of(call, CardPart.BRING, chosen),
        title=call.title,
        lines=(
            Strong(Msg("What to bring")),
            *(Joined((Plain("•"), item)) for item in call.bring),
            None,
            Msg("Something is missing? Come all the same and ask."),
            *note,
        ),
        rows=(navigation.footer(part_of(call, CardPart.CARD, chosen)),),
    )


def show_steps(call: Call, chosen: Filter) -> Screen:
    """How to apply, step by step, and whom to ask."""
    note: tuple[Phrase | None, ...] = (None, call.note) if call.note else ()
    return Screen(
        here=part_of(call, CardPart.APPLY, chosen),
        title=call.title,
        lines=(
            Strong(Msg("How to apply")),
            *(navigation.numbered(number, step) for number, step in enumerate(call.apply, 1)),
            *note,
        ),
        rows=(
            ask_people(call.programme, _contact(call, chosen)),
            navigation.footer(part_of(call, CardPart.CARD, chosen)),
        ),
    )


def share_link(bot: str, payload: str) -> str:
    """A link with which a person passes something on to somebody else."""
    return f"https://t.me/share/url?url={quote(f'https://t.me/{bot}?start={payload}', safe='')}"


def _listen_button(call: Call, chosen: Filter) -> Row:
    listen = ListenToCall(call.id, chosen.place_id, chosen.goal_id)
    return (Button(Msg("Listen"), listen if fits(listen) else ListenToCall(call.id), "🎧"),)


def _contact(call: Call, chosen: Filter) -> ShowContact:
    """Whom to ask about a call, and from there back to its card."""
    opened = contact_of(call.contact, part_of(call, CardPart.CARD, chosen))
    return opened if opened.above else contact_of(call.contact, ShowCall(call.id))


def _above(today: CallToday, chosen: Filter) -> Action:
    if chosen.results:
        return ShowVerdict(today.call.id, int(chosen.results))
    if today.is_open:
        return ListCalls(chosen.place_id, chosen.goal_id)
    return ListOtherCalls(chosen.place_id, chosen.goal_id)


def _places(call: Call, content: Content) -> Phrase:
    if len(call.municipalities) == len(content.municipalities):
        return Msg("everywhere in Kosovo")
    if len(call.municipalities) > NAMED_PLACES:
        count = len(call.municipalities)
        return Plural("{n} municipality", "{n} municipalities", n=count)
    places = content.municipalities.values()
    return Listed(tuple(place.pair for place in places if place.id in call.municipalities))
