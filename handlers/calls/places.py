"""Picking a municipality by buttons or by typing."""

from bot.domain.errors import NotFoundError
from bot.screens.calls import alerts, places
from bot.screens.calls.actions import (
    ChooseMunicipality,
    ListAlerts,
    ListCalls,
    PickAmong,
    PickDistrict,
    PickedFor,
    PickMunicipality,
    ShowContacts,
    Topic,
)
from bot.screens.inbox.actions import WriteQuestion
from bot.screens.privacy.actions import RememberPlace
from bot.screens.screen import Screen
from bot.services.calls import follows
from bot.transport.visit import Text, Visit


async def districts(visit: Visit, action: PickDistrict) -> Screen:
    """The regions."""
    return places.pick_district(
        tuple(visit.content.districts.values()), action.purpose, action.subject
    )


async def municipalities(visit: Visit, action: PickMunicipality) -> Screen:
    """The municipalities of a region."""
    district = visit.content.districts.get(action.district)
    if district is None:
        raise NotFoundError("district")
    return places.pick_municipality(
        district, visit.content.municipalities_of(district.id), action.purpose, action.subject
    )


async def among(visit: Visit, action: PickAmong) -> Screen:
    """Which of these places is meant?"""
    found = [
        visit.content.municipalities[place]
        for place in action.municipalities.split(".")
        if place in visit.content.municipalities
    ]
    return places.pick_among(found, action.purpose, action.subject)


async def understand(visit: Visit, text: Text) -> Screen:
    """A typed name: the place, a question which of several, or the regions again."""
    here = visit.here
    if not isinstance(here, PickDistrict | PickMunicipality | PickAmong):
        raise NotFoundError("picker")
    found = visit.edition.places.match(text.text).municipalities
    if len(found) == 1:
        return await visit.draw(ChooseMunicipality(here.purpose, found[0], here.subject))
    if found:
        return await visit.draw(PickAmong(here.purpose, ".".join(found[:3]), here.subject))
    return places.pick_district(
        tuple(visit.content.districts.values()), here.purpose, here.subject, unknown=True
    )


async def choose(visit: Visit, action: ChooseMunicipality) -> Screen:
    """This place is meant: go to what it was picked for."""
    place = visit.content.municipalities.get(action.municipality)
    if place is None:
        raise NotFoundError("municipality")
    match action.purpose:
        case PickedFor.CALLS:
            return await visit.draw(ListCalls(place.id, action.subject))
        case PickedFor.CONTACTS:
            return await visit.draw(ShowContacts(place.id))
        case PickedFor.ALERTS:
            await follows.follow(
                visit.uow, visit.content, visit.person.id, Topic.MUNICIPALITY, place.id, visit.now
            )
            screen = await visit.draw(ListAlerts())
            return screen.with_toast(alerts.confirm_following())
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
