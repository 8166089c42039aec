"""Picking a municipality by buttons or by typing."""

from collections.abc import Sequence

from bot.domain.errors import NotFoundError
from bot.domain.reading.nearby import nearby
from bot.screens.calls import places
from bot.screens.calls.actions import (
    ChooseMunicipality,
    ListCalls,
    PickAmong,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    ShowContacts,
    StartFollowing,
    Topic,
)
from bot.screens.inbox.actions import WriteQuestion
from bot.screens.privacy.actions import RememberPlace
from bot.screens.screen import Screen
from bot.transport.visit import MediaMessage, Text, Visit


async def districts(visit: Visit, action: PickDistrict) -> Screen:
    """The regions in which a municipality is looked for."""
    return places.pick_district(
        tuple(visit.content.districts.values()), action.purpose, action.subject
    )


async def municipalities(visit: Visit, action: PickMunicipality) -> Screen:
    """The municipalities of a region to choose from."""
    district = visit.content.districts.get(action.district)
    if district is None:
        raise NotFoundError("district")
    return places.pick_municipality(
        district, visit.content.municipalities_of(district.id), action.purpose, action.subject
    )


async def among(visit: Visit, action: PickAmong) -> Screen:
    """The few places that a typed name may mean, to choose from."""
    known = visit.content.municipalities
    named = [known[place_id] for place_id in action.municipalities.split(".") if place_id in known]
    return places.pick_among(named, action.purpose, action.subject)


async def understand(visit: Visit, text: Text) -> Screen:
    """A typed name: the place, a question which of several, or the regions again."""
    here = visit.here
    if not isinstance(here, PickDistrict | PickMunicipality | PickAmong):
        raise NotFoundError("picker")
    return await _found(visit, here, visit.edition.places.match(text.text).municipalities)


async def locate(visit: Visit, sent: MediaMessage) -> Screen:
    """A shared place: the municipality, a question which of the nearest, or the regions again."""
    here = visit.here
    if not isinstance(here, PickDistrict | PickMunicipality | PickAmong) or sent.place is None:
        raise NotFoundError("picker")
    near = nearby(sent.place, visit.content.municipalities.values())
    return await _found(visit, here, [place.id for place in near])


async def _found(
    visit: Visit, here: PickDistrict | PickMunicipality | PickAmong, ids: Sequence[str]
) -> Screen:
    if len(ids) == 1:
        return await visit.draw(ChooseMunicipality(here.purpose, ids[0], here.subject))
    if ids:
        return await visit.draw(PickAmong(here.purpose, ".".join(ids[:3]), here.subject))
    return places.pick_district(
        tuple(visit.content.districts.values()), here.purpose, here.subject, unknown=True
    )


async def choose(visit: Visit, action: ChooseMunicipality) -> Screen:
    """The screen for which a place was picked, with that place."""
    place = visit.content.municipalities.get(action.municipality)
    if place is None:
        raise NotFoundError("municipality")
    match action.purpose:
        case PickedFor.CALLS:
            return await visit.draw(ListCalls(place.id, action.subject))
        case PickedFor.CONTACTS:
            return await visit.draw(ShowContacts(place.id))
        case PickedFor.ALERTS:
            return await visit.draw(StartFollowing(Topic.MUNICIPALITY, place.id))
        case PickedFor.MINE:
            return await visit.draw(RememberPlace(place.id))
        case PickedFor.QUESTION:
            return await visit.draw(WriteQuestion("", place.id))
        case PickedFor.PROGRAMME:
            programme = visit.content.programmes.get(action.subject)
            if programme is None:
                raise NotFoundError("programme")
            here = visit.content.programmes_in(place.id)
            return places.tell_coverage(place, programme, here)
