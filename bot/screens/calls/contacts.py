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
from bot.screens.codec import Action, fits, packed, unpacked
from bot.screens.home.actions import ShowMore
from bot.screens.inbox.actions import AskTeam, WriteQuestion
from bot.screens.screen import Button, Link, Row, Screen


def offer_contacts(
    place: Municipality | None, offices: Sequence[tuple[Contact, Phrase]], above: str = ""
) -> Screen:
    """The offices that can help, in one place or everywhere.

    Args:
        offices: Each with the short name that its button carries.
        above: The code of the screen it was opened from, for the way back.
    """
    place_id = place.id if place else ""
    buttons = [
        (Button(label, ShowContact(contact.id, place_id, above)),) for contact, label in offices
    ]
    write = Button(
        Msg("Write to the team"), WriteQuestion("", place_id) if place else AskTeam(), "✉️"
    )
    pick = Button(Msg("My place"), PickDistrict(PickedFor.CONTACTS), "📍")
    return Screen(
        here=ShowContacts(place_id, above),
        title=Msg("Who do I ask?"),
        lines=(
            Labelled(Msg("Place"), place.pair)
            if place
            else Msg("Choose your place, or an office."),
            say_when_answered(),
        ),
        rows=(
            (write,),
            (pick,),
            *buttons,
            navigation.footer(unpacked(above) or (ShowContacts() if place else ShowMore())),
        ),
    )


def show_contact(contact: Contact, place: Municipality | None, above: str = "") -> Screen:
    """The way to write to an office and when it answers, where it is, its hours and its phone.

    Args:
        above: The code of the screen it was opened from, for the way back.
    """
    lines: list[Phrase | None] = [
        of_place(contact.where, place),
        Labelled(Msg("Hours"), contact.hours),
    ]
    if contact.phone:
        lines.append(Labelled(Msg("Phone"), Plain(contact.phone)))
    else:
        lines.append(Msg("There is no phone number yet."))
    lines += [None, say_when_answered()]
    return Screen(
        here=ShowContact(contact.id, place.id if place else "", above),
        title=of_place(contact.name, place),
        lines=tuple(lines),
        rows=(
            (Button(Msg("Write to the team"), WriteQuestion(contact.programme or ""), "✉️"),),
            navigation.footer(unpacked(above) or ShowContacts(place.id if place else "")),
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


def say_when_answered() -> Msg:
    """The sentence on how soon somebody answers who is written to here."""
    return Msg("The team answers here, usually within two working days.")


def ask_people(programme: str, contact: Action) -> Row:
    """People to ask: the team can be written to first, then offices and phones.

    Args:
        programme: Whose team is meant; empty where none is.
        contact: Opens an office, or the list of them.
    """
    write = WriteQuestion(programme) if programme else AskTeam()
    return (
        Button(Msg("Write to the team"), write, "✉️"),
        Button(Msg("Who do I ask?"), contact, "☎️"),
    )


def contact_of(contact: str, above: Action) -> ShowContact:
    """The way to an office, and from there back to a screen where both fit a button."""
    opened = ShowContact(contact, "", packed(above))
    return opened if fits(opened) else ShowContact(contact)


def of_place(words: Words, place: Municipality | None) -> Phrase:
    """What is said of an office, with the name of the place where there is one in each."""
    name: Phrase = place.pair if place else Msg("your municipality")
    return replace(words, values={**words.values, "municipality": name})
