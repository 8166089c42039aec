"""Finding a municipality: region, then place; or typing any of its names."""

from collections.abc import Sequence

from bot.domain.content import District, Municipality, Programme
from bot.domain.text.phrases import Labelled, Listed, Msg, Phrase, Plain
from bot.screens import navigation
from bot.screens.calls.actions import (
    AddAlert,
    ChooseMunicipality,
    ListCalls,
    PickAmong,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    ProgrammePart,
    ShowContacts,
    ShowProgramme,
)
from bot.screens.codec import Action
from bot.screens.inbox.actions import AskTeam
from bot.screens.privacy.actions import ShowMyData
from bot.screens.screen import Button, Row, Screen

_SIDE_BY_SIDE = 14
"""Names up to this length stand two in a row."""


def pick_district(
    districts: Sequence[District], purpose: PickedFor, subject: str, *, unknown: bool = False
) -> Screen:
    """The regions; a name may be typed at once.

    Args:
        unknown: Something was typed that is no place we know.
    """
    hint = (
        Msg("I do not know this place. Please check the spelling, or choose the region.")
        if unknown
        else Msg("Type the name of the municipality, or choose the region.")
    )
    buttons = [
        Button(district.name, PickMunicipality(purpose, district.id, subject))
        for district in districts
    ]
    return Screen(
        here=PickDistrict(purpose, subject),
        title=Msg("Which municipality?"),
        lines=(hint,),
        rows=(*navigation.pairs(buttons), navigation.footer(above(purpose, subject))),
    )


def pick_municipality(
    district: District, places: Sequence[Municipality], purpose: PickedFor, subject: str
) -> Screen:
    """The municipalities of a region, all of them, so that three taps are enough (need E1)."""
    return Screen(
        here=PickMunicipality(purpose, district.id, subject),
        title=district.name,
        lines=(Msg("Choose the municipality, or type its name."),),
        rows=(
            *_choices(places, purpose, subject),
            navigation.footer(PickDistrict(purpose, subject)),
        ),
    )


def pick_among(places: Sequence[Municipality], purpose: PickedFor, subject: str) -> Screen:
    """Several places may be meant; the person says which (need U1)."""
    ids = ".".join(place.id for place in places)
    return Screen(
        here=PickAmong(purpose, ids, subject),
        title=Msg("Which one do you mean?"),
        lines=(Msg("I found more than one place for what you typed."),),
        rows=(
            *_choices(places, purpose, subject),
            navigation.footer(PickDistrict(purpose, subject)),
        ),
    )


def tell_coverage(place: Municipality, programme: Programme, here: Sequence[Programme]) -> Screen:
    """Whether a programme works in a place, and which others do (need I1).

    Args:
        here: All programmes that work in the place.
    """
    covered = place.id in programme.municipalities
    name = Plain(programme.short_name)
    line = (
        Msg("{programme} works in {place}.", programme=name, place=place.pair)
        if covered
        else Msg("{place} is not in {programme}.", programme=name, place=place.pair)
    )
    others: tuple[Phrase, ...] = tuple(Plain(other.short_name) for other in here)
    return Screen(
        here=ChooseMunicipality(PickedFor.PROGRAMME, place.id, programme.id),
        title=place.pair,
        lines=(line, Labelled(Msg("Programmes here"), Listed(others))),
        rows=(
            (Button(Msg("Calls for this place"), ListCalls(place.id), "📋"),),
            (Button(Msg("Who do I ask?"), ShowContacts(place.id), "☎️"),),
            navigation.footer(ShowProgramme(programme.id, ProgrammePart.PLACES)),
        ),
    )


def above(purpose: PickedFor, subject: str) -> Action:
    """The screen on which the picker was opened."""
    match purpose:
        case PickedFor.CALLS:
            return ListCalls("", subject)
        case PickedFor.ALERTS:
            return AddAlert()
        case PickedFor.CONTACTS:
            return ShowContacts()
        case PickedFor.PROGRAMME:
            return ShowProgramme(subject, ProgrammePart.PLACES)
        case PickedFor.MINE:
            return ShowMyData()
        case PickedFor.QUESTION:
            return AskTeam()


def _choices(places: Sequence[Municipality], purpose: PickedFor, subject: str) -> tuple[Row, ...]:
    buttons = [
        Button(place.pair, ChooseMunicipality(purpose, place.id, subject)) for place in places
    ]
    if all(navigation.length_of(button.label) <= _SIDE_BY_SIDE for button in buttons):
        return navigation.pairs(buttons)
    return tuple((button,) for button in buttons)
