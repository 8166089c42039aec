"""Albums come as one message a picture; together they get one answer."""

from dataclasses import replace

from bot.storage.people import Person
from bot.transport.incoming import Private, Sent
from bot.transport.visit import MediaMessage, Request


def note_album(person: Person, incoming: Private, request: Request) -> Request:
    """The request, which knows whether it goes on with the album that the person is sending."""
    if not isinstance(request, MediaMessage) or not isinstance(incoming, Sent):
        return request
    goes_on = incoming.album != "" and person.album == incoming.album
    person.album = incoming.album or None
    return replace(request, goes_on=goes_on)
