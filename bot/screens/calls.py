"""Lists of calls and the card of one call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.domain.content import Call, Content, Interest, Municipality, Programme
from bot.domain.localtime import days_until, local_day
from bot.domain.rounds import Opening, Standing
from bot.domain.text import (
    Day,
    DayStyle,
    Joined,
    Labelled,
    Listed,
    Moment,
    Msg,
    Phrase,
    Plain,
    Plural,
    Strong,
)
from bot.domain.today import CallToday
from bot.screens import navigation
from bot.screens.actions import (
    Action,
    CardPart,
    ChooseInterest,
    ListCalls,
    ListOtherCalls,
    PickDistrict,
    Purpose,
    ShowCall,
    ShowContact,
    ShowHome,
    StartFollowing,
    StopFollowing,
    Topic,
    fits,
)
from bot.screens.screen import Button, Link, Row, Screen

NAMED_PLACES = 3
"""Up to so many municipalities are named on a card; more are counted."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which calls are meant: of a place, for an interest, or both."""

    municipality: Municipality | None = None
    interest: Interest | None = None

    @property
    def place_id(self) -> str:
        """The id of the place, empty for anywhere."""
        return self.municipality.id if self.municipality else ""

    @property
    def interest_id(self) -> str:
        """The id of the interest, empty for anything."""
        return self.interest.id if self.interest else ""

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self.municipality is not None or self.interest is not None


def standing_phrase(standing: Standing, now: datetime) -> Phrase:
    """Where a call stands, in a few words with the date that matters."""
    turn = standing.round
    if turn is None or standing.opening is Opening.NEVER:
        return Msg("not open at present")
    match standing.opening:
        case Opening.OPEN:
            closing = Msg("closes {when}", when=Moment(turn.closes_at))
            return Joined(
                (closing, Joined((Plain("("), _left(turn.closes_at, now), Plain(")")), ""))
            )
        case Opening.UPCOMING:
            return Msg("opens {when}", when=Moment(turn.opens_at))
        case _:
            day = Day(local_day(turn.closes_at), DayStyle.WITH_YEAR)
            return Msg("closed on {day}", day=day)


def standing_in_short(standing: Standing, now: datetime) -> Phrase:
    """Where a call stands, short enough for a line of a list."""
    turn = standing.round
    if standing.opening is Opening.OPEN and turn is not None:
        return _left(turn.closes_at, now)
    return standing_phrase(standing, now)


def list_open(
    chosen: Filter,
    found: Sequence[CallToday],
    content: Content,
    *,
    page: int,
    now: datetime,
    followed: bool,
) -> Screen:
    """The calls that are open today.

    Args:
        found: All calls that pass the filter, open or not.
        followed: Whether the person follows the chosen place.
    """
    open_now = [one for one in found if one.is_open]
    others = len(found) - len(open_now)
    shown, page = navigation.page_of(open_now, page, navigation.ENTRIES)
    lines = _entries(shown, content, now)
    if not open_now:
        lines = [
            Msg("No call is open for this today."),
            Msg("Follow a call or a place, and I tell you when one opens."),
        ]
    lines += _programmes_here(chosen, content)
    here = ListCalls(chosen.place_id, chosen.interest_id, page)
    rows: list[Row] = [
        _entry_buttons(shown, chosen),
        navigation.pager(
            len(open_now),
            page,
            ListCalls(chosen.place_id, chosen.interest_id, page - 1),
            ListCalls(chosen.place_id, chosen.interest_id, page + 1),
            navigation.ENTRIES,
        ),
        (
            Button(Msg("Place"), PickDistrict(Purpose.CALLS, chosen.interest_id), "📍"),
            Button(Msg("What I look for"), ChooseInterest(chosen.place_id), "🔎"),
        ),
    ]
    more: list[Button] = []
    if others:
        other = ListOtherCalls(chosen.place_id, chosen.interest_id)
        more.append(Button(Msg("Not open now ({count})", count=others), other, "🗂"))
    if chosen.municipality is not None:
        more.append(_follow(Topic.MUNICIPALITY, chosen.place_id, Msg("Follow place"), followed))
    rows.append(tuple(more))
    above = ListCalls() if chosen.is_set else ShowHome()
    return Screen(
        here=here,
        title=_title(Msg("Open calls: {count}", count=len(open_now)), chosen),
        lines=tuple(lines),
        rows=(*rows, navigation.footer(above)),
    )


def list_others(
    chosen: Filter, found: Sequence[CallToday], content: Content, *, page: int, now: datetime
) -> Screen:
    """The calls that are not open today; each card offers to tell when it opens."""
    closed = [one for one in found if not one.is_open]
    shown, page = navigation.page_of(closed, page, navigation.ENTRIES)
    place, interest = chosen.place_id, chosen.interest_id
    return Screen(
        here=ListOtherCalls(place, interest, page),
        title=_title(Msg("Not open now: {count}", count=len(closed)), chosen),
        lines=tuple(_entries(shown, content, now)),
        rows=(
            _entry_buttons(shown, chosen),
            navigation.pager(
                len(closed),
                page,
                ListOtherCalls(place, interest, page - 1),
                ListOtherCalls(place, interest, page + 1),
                navigation.ENTRIES,
            ),
            navigation.footer(ListCalls(place, interest)),
        ),
    )


def choose_interest(interests: Sequence[Interest], place_id: str) -> Screen:
    """What a person looks for (need D4)."""
    buttons = [
        Button(interest.label, ListCalls(place_id, interest.id), interest.emoji)
        for interest in interests
    ]
    return Screen(
        here=ChooseInterest(place_id),
        title=Msg("What do you look for?"),
        lines=(Msg("I show the calls that can help with it."),),
        rows=(*navigation.pairs(buttons), navigation.footer(ListCalls(place_id))),
    )


def show_card(
    one: CallToday, content: Content, chosen: Filter, *, now: datetime, followed: bool, bot: str
) -> Screen:
    """The card of a call: what, for whom, until when, what one gets.

    Args:
        chosen: The list it was opened from, for the way back.
        bot: The bot's user name, for the link that can be shared.
    """
    call = one.call
    programme = content.programmes[call.programme]
    lines: list[Phrase | None] = [
        Joined((Plain(programme.short_name), standing_phrase(one.standing, now)), " · "),
        None,
        Labelled(Msg("For"), call.who),
        Labelled(Msg("You get"), call.get),
    ]
    if call.add is not None:
        lines.append(Labelled(Msg("You add"), call.add))
    lines.append(Labelled(Msg("Where"), _places(call, content)))
    if programme.footnote is not None:
        lines += [None, programme.footnote]
    wish = Msg("Follow") if one.is_open else Msg("Tell me when it opens")
    steps = [Button(Msg("What to bring"), _part(call, CardPart.BRING, chosen), "📄")]
    if call.apply_by_bot:
        steps.append(Button(Msg("How to apply"), _part(call, CardPart.APPLY, chosen), "✍️"))
    return Screen(
        here=_part(call, CardPart.CARD, chosen),
        title=call.title,
        lines=tuple(lines),
        rows=(
            tuple(steps),
            (_follow(Topic.CALL, call.id, wish, followed),),
            (
                Button(Msg("Who do I ask?"), ShowContact(call.contact), "☎️"),
                Link(Msg("Share"), share_link(bot, f"call-{call.id}"), "📤"),
            ),
            navigation.footer(_above(one, chosen)),
        ),
    )


def show_documents(call: Call, chosen: Filter) -> Screen:
    """What to bring, and what to know where there is no way to apply by oneself."""
    note: tuple[Phrase | None, ...] = (
        (None, call.note) if call.note and not call.apply_by_bot else ()
    )
    return Screen(
        here=_part(call, CardPart.BRING, chosen),
        title=call.title,
        lines=(
            Strong(Msg("What to bring")),
            *(Joined((Plain("•"), item)) for item in call.bring),
            None,
            Msg("Something is missing? Come all the same and ask."),
            *note,
        ),
        rows=(navigation.footer(_part(call, CardPart.CARD, chosen)),),
    )


def show_steps(call: Call, chosen: Filter) -> Screen:
    """How to apply, step by step."""
    note: tuple[Phrase | None, ...] = (None, call.note) if call.note else ()
    return Screen(
        here=_part(call, CardPart.APPLY, chosen),
        title=call.title,
        lines=(
            Strong(Msg("How to apply")),
            *(navigation.numbered(number, step) for number, step in enumerate(call.apply, 1)),
            *note,
        ),
        rows=(
            (Button(Msg("Who do I ask?"), ShowContact(call.contact), "☎️"),),
            navigation.footer(_part(call, CardPart.CARD, chosen)),
        ),
    )


def share_link(bot: str, payload: str) -> str:
    """A link with which a person passes something on to somebody else."""
    return f"https://t.me/share/url?url={quote(f'https://t.me/{bot}?start={payload}', safe='')}"


def card_of(call: Call, chosen: Filter) -> ShowCall:
    """The action that opens a card; where the filter does not fit into a button, without it."""
    return _part(call, CardPart.CARD, chosen)


def _part(call: Call, part: CardPart, chosen: Filter) -> ShowCall:
    whole = ShowCall(call.id, part, chosen.place_id, chosen.interest_id)
    return whole if fits(whole) else ShowCall(call.id, part)


def _above(one: CallToday, chosen: Filter) -> Action:
    if one.is_open:
        return ListCalls(chosen.place_id, chosen.interest_id)
    return ListOtherCalls(chosen.place_id, chosen.interest_id)


def _title(count: Phrase, chosen: Filter) -> Phrase:
    parts: list[Phrase] = [count]
    if chosen.municipality is not None:
        parts.append(chosen.municipality.pair)
    if chosen.interest is not None:
        parts.append(chosen.interest.label)
    return Joined(tuple(parts), " · ")


def _entries(shown: Sequence[CallToday], content: Content, now: datetime) -> list[Phrase | None]:
    lines: list[Phrase | None] = []
    for number, one in enumerate(shown, start=1):
        name = Plain(content.programmes[one.call.programme].short_name)
        lines.append(navigation.numbered(number, Strong(one.call.title)))
        lines.append(Joined((name, standing_in_short(one.standing, now)), " · "))
    return lines


def _entry_buttons(shown: Sequence[CallToday], chosen: Filter) -> Row:
    return navigation.numbers([card_of(one.call, chosen) for one in shown])


def _programmes_here(chosen: Filter, content: Content) -> list[Phrase | None]:
    if chosen.municipality is None:
        return []
    programmes: Sequence[Programme] = content.programmes_in(chosen.municipality.id)
    names = Listed(tuple(Plain(programme.short_name) for programme in programmes))
    return [None, Labelled(Msg("Programmes here"), names)]


def _places(call: Call, content: Content) -> Phrase:
    if len(call.municipalities) == len(content.municipalities):
        return Msg("everywhere in Kosovo")
    if len(call.municipalities) > NAMED_PLACES:
        count = len(call.municipalities)
        return Plural("{n} municipality", "{n} municipalities", n=count)
    named = [m.pair for m in content.municipalities.values() if m.id in call.municipalities]
    return Listed(tuple(named))


def _left(end: datetime, now: datetime) -> Phrase:
    days = days_until(end, now)
    if days == 0:
        return Msg("last day")
    return Plural("{n} day left", "{n} days left", n=days)


def _follow(topic: Topic, subject: str, wish: Msg, followed: bool) -> Button:  # noqa: FBT001 -- private
    if followed:
        return Button(Msg("Unfollow"), StopFollowing(topic, subject), "🔕")
    return Button(wish, StartFollowing(topic, subject), "🔔")
