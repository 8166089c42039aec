"""Whom to ask without the bot: offices with place, hours and phone (need L11)."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.content import Center, Contact, Municipality
from bot.domain.text.phrases import Labelled, Msg, Phrase, Plain, Words
from bot.screens import navigation
from bot.screens.calls.actions import (
    ListCalls,
    PickDistrict,
    PickedFor,
    ShowCenter,
    ShowContact,
    ShowContacts,
)
from bot.screens.home.actions import ShowMore
from bot.screens.inbox.actions import AskTeam, WriteQuestion
from bot.screens.screen import Button, Link, Screen


def offer_contacts(place: Municipality | None, offices: Sequence[tuple[Contact, Phrase]]) -> Screen:
    """The offices that can help, in one place or everywhere.

    Args:
        offices: Each with the short name that its button carries.
    """
    place_id = place.id if place else ""
    buttons = [(Button(label, ShowContact(contact.id, place_id)),) for contact, label in offices]
    write = Button(
        Msg("Write to the team"), WriteQuestion("", place_id) if place else AskTeam(), "✉️"
    )
    pick = Button(Msg("My place"), PickDistrict(PickedFor.CONTACTS), "📍")
    return Screen(
        here=ShowContacts(place_id),
        title=Msg("Who do I ask?"),
        lines=(
            Labelled(Msg("Place"), place.pair)
            if place
            else Msg("Choose your place, or an office."),
        ),
        rows=(
            (write,),
            (pick,),
            *buttons,
            navigation.footer(ShowContacts() if place else ShowMore()),
        ),
    )


def show_contact(contact: Contact, place: Municipality | None) -> Screen:
    """One office: where it is, when it is open, its phone, and the way to write to it."""
    lines: list[Phrase | None] = [
        _of_place(contact.where, place),
        Labelled(Msg("Hours"), contact.hours),
    ]
    if contact.phone:
        lines.append(Labelled(Msg("Phone"), Plain(contact.phone)))
    return Screen(
        here=ShowContact(contact.id, place.id if place else ""),
        title=_of_place(contact.name, place),
        lines=tuple(lines),
        rows=(
            (Button(Msg("Write to the team"), WriteQuestion(contact.programme or ""), "✉️"),),
            navigation.footer(ShowContacts(place.id if place else "")),
        ),
    )


def show_center(center: Center, place: Municipality) -> Screen:
    """The page of a Community Engagement Center (need I11)."""
    latitude, longitude = center.location
    address = f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}"
    return Screen(
        here=ShowCenter(center.id),
        title=center.name,
        lines=(
            center.about,
            None,
            Labelled(Msg("Place"), place.pair),
            Labelled(Msg("Where"), center.where),
            Labelled(Msg("Hours"), center.hours),
        ),
        rows=(
            (Link(Msg("Map"), address, "🗺"),),
            (
                Button(Msg("Who do I ask?"), ShowContact(center.contact, place.id), "☎️"),
                Button(Msg("Calls for this place"), ListCalls(place.id), "📋"),
            ),
            navigation.footer(),
        ),
    )


def _of_place(words: Words, place: Municipality | None) -> Phrase:
    name: Phrase = place.pair if place else Msg("your municipality")
    return replace(words, values={**words.values, "municipality": name})
