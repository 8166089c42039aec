"""Following and unfollowing calls, programmes, municipalities and kinds of support."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.content import Content
from bot.domain.errors import NotFoundError
from bot.storage.unit_of_work import UnitOfWork

TOPICS = ("call", "programme", "municipality", "kind")


async def follow(
    uow: UnitOfWork, content: Content, person_id: int, topic: str, subject: str, now: datetime
) -> bool:
    """Follow something; False if it was followed already.

    Raises:
        NotFoundError: if the content has no such thing.
    """
    if not exists(content, topic, subject):
        raise NotFoundError(topic)
    return await uow.follows.add(person_id, topic, subject, now)


async def unfollow(uow: UnitOfWork, person_id: int, topic: str, subject: str) -> bool:
    """Stop following something; False if it was not followed."""
    return await uow.follows.remove(person_id, topic, subject)


async def is_followed(uow: UnitOfWork, person_id: int, topic: str, subject: str) -> bool:
    """Whether a person follows something."""
    return (topic, subject) in await uow.follows.of_person(person_id)


async def followed(uow: UnitOfWork, content: Content, person_id: int) -> Sequence[tuple[str, str]]:
    """Topic and subject of what a person follows and the content still has, oldest first."""
    return [
        (topic, subject)
        for topic, subject in await uow.follows.of_person(person_id)
        if exists(content, topic, subject)
    ]


def exists(content: Content, topic: str, subject: str) -> bool:
    """Whether the content has a thing that can be followed."""
    shelves = {
        "call": content.calls,
        "programme": content.programmes,
        "municipality": content.municipalities,
        "kind": content.kinds,
    }
    return topic in shelves and subject in shelves[topic]
