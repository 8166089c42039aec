"""The next steps of somebody who wants to apply: be reached, tick documents, take it back."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Call, Content
from bot.domain.interests.declared import Interest, Way
from bot.domain.text.phrases import Joined, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.figures.figures import call_name
from bot.screens.interests import phones
from bot.screens.interests.actions import (
    ChooseWay,
    ConfirmLeaving,
    LeaveInterest,
    SetWay,
    ShowInterest,
    ShowPapers,
    TickPaper,
    TypePhone,
)
from bot.screens.interests.own import tick_sign
from bot.screens.screen import Button, Screen

_WAY_BUTTONS: Final[Mapping[Way, tuple[Msg, str]]] = {
    Way.CHAT: (Msg("Here in this chat"), "💬"),
    Way.PHONE: (Msg("Phone me"), "📞"),
    Way.VISIT: (Msg("I come by myself"), "🚶"),
}


def choose_way(interest: Interest) -> Screen:
    """The ways in which the team can reach the person, to choose from."""
    rows = [
        (
            Button(
                label,
                TypePhone(interest.id) if way is Way.PHONE else SetWay(interest.id, way),
                sign,
            ),
        )
        for way, (label, sign) in _WAY_BUTTONS.items()
    ]
    return Screen(
        here=ChooseWay(interest.id),
        title=Msg("How do we reach you?"),
        lines=(Msg("Choose what is safe and easy for you. You can change it at any time."),),
        rows=(*rows, navigation.footer(ShowInterest(interest.id))),
    )


def type_phone(interest: Interest, *, refused: bool = False) -> Screen:
    """Ask for the phone number of the person.

    Args:
        refused: What was typed before is no number.
    """
    ask = Msg("Type your phone number, for example {phone}.", phone="044 123 456")
    keep = Msg("It is stored sealed, and only the team for this call sees it.")
    return Screen(
        here=TypePhone(interest.id),
        title=Msg("Your phone number"),
        lines=(phones.REFUSED, None, ask, keep) if refused else (ask, keep),
        rows=(navigation.footer(ChooseWay(interest.id)),),
    )


def show_papers(interest: Interest, call: Call, page: int) -> Screen:
    """The documents of the call, ticked or not."""
    pages = navigation.pages_of(list(call.bring), 500)
    numbered = list(enumerate(call.bring))
    page = min(max(page, 0), len(pages) - 1)
    first = sum(len(lines) for lines in pages[:page])
    shown = numbered[first : first + len(pages[page])]
    have = sum(interest.papers >> line & 1 for line, _words in numbered)
    lines: list[Phrase | None] = [
        Msg("You have {count} of {all}. Tap a number to tick it.", count=have, all=len(numbered)),
        None,
        *(
            Joined((Plain(f"{line + 1}."), Plain(_box(interest, line)), words))
            for line, words in shown
        ),
        None,
        Msg("Something is missing? Come all the same and ask."),
    ]
    buttons = [
        Button(Plain(str(line + 1)), TickPaper(interest.id, line), _box(interest, line))
        for line, _words in shown
    ]
    return Screen(
        here=ShowPapers(interest.id, page),
        title=Msg("What to bring"),
        lines=tuple(lines),
        rows=(
            *(tuple(buttons[at : at + 6]) for at in range(0, len(buttons), 6)),
            navigation.pager(
                len(pages),
                page,
                ShowPapers(interest.id, max(page - 1, 0)),
                ShowPapers(interest.id, page + 1),
                size=1,
            ),
            navigation.footer(ShowInterest(interest.id)),
        ),
    )


def page_of_paper(call: Call, line: int) -> int:
    """On which page a document stands, both counted from 0."""
    before = 0
    pages = navigation.pages_of(list(call.bring), 500)
    for page, lines in enumerate(pages):
        before += len(lines)
        if line < before:
            return page
    return 0


def confirm_leaving(interest: Interest, content: Content) -> Screen:
    """What will happen; the safe choice first."""
    return Screen(
        here=ConfirmLeaving(interest.id),
        title=Msg("Take it back?"),
        lines=(
            call_name(interest.call_id, content),
            Msg(
                "The team cannot see what you shared any more. What you gave on paper stays there."
            ),
        ),
        rows=(
            (Button(Msg("No, keep it"), ShowInterest(interest.id), "◀️"),),
            (Button(Msg("Yes, take it back"), LeaveInterest(interest.id), "✖️"),),
        ),
    )


def _box(interest: Interest, line: int) -> str:
    return tick_sign(is_on=bool(interest.papers >> line & 1))
