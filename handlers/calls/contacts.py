"""Whom to ask, and the pages of the centers."""

from bot.domain.content import Contact, ContactKind
from bot.domain.errors import NotFoundError
from bot.domain.text.phrases import Msg, Phrase, Plain
from bot.screens.calls import contacts
from bot.screens.calls.actions import ShowCenter, ShowContact, ShowContacts
from bot.screens.screen import Screen
from bot.transport.visit import Visit


async def offer(visit: Visit, action: ShowContacts) -> Screen:
    """The offices that can help, those of one place first if it was chosen."""
    content = visit.content
    place = content.municipalities.get(action.municipality)
    here = {programme.id for programme in content.programmes_in(place.id)} if place else None
    offices = [
        (contact, _short_name(visit, contact))
        for contact in content.contacts.values()
        if contact.programme is None or here is None or contact.programme in here
    ]
    return contacts.offer_contacts(place, offices, action.above)


async def show(visit: Visit, action: ShowContact) -> Screen:
    """One office: where it is, when it is open, and its phone."""
    contact = visit.content.contacts.get(action.contact)
    if contact is None:
        raise NotFoundError("contact")
    place = visit.content.municipalities.get(action.municipality)
    return contacts.show_contact(contact, place, action.above)


async def show_center(visit: Visit, action: ShowCenter) -> Screen:
    """The page of a Community Engagement Center."""
    center = visit.content.centers.get(action.center)
    if center is None:
        raise NotFoundError("center")
    return contacts.show_center(center, visit.content.municipalities[center.municipality])


def _short_name(visit: Visit, contact: Contact) -> Phrase:
    match contact.kind:
        case ContactKind.MUNICIPALITY:
            return Msg("My municipality")
        case ContactKind.MINISTRY:
            return Msg("Ministry")
        case ContactKind.PROGRAMME:
            return Plain(visit.content.programmes[contact.programme or ""].short_name)
