"""Following and unfollowing calls, programmes, municipalities and kinds of support."""

from collections.abc import Sequence

from bot.domain.content import Content
from bot.domain.errors import NotFoundError
from bot.services.case import Case
from bot.services.privacy import passcodes


async def follow(case: Case, topic: str, subject: str) -> bool:
    """Follow something; False if it was followed already.

    Raises:
        NotFoundError: if the content has no such thing.
    """
    if not exists(case.content, topic, subject):
        raise NotFoundError(topic)
    return await case.uow.follows.add(case.person_id, topic, subject, case.now)


async def unfollow(case: Case, topic: str, subject: str) -> bool:
    """Stop following something; False if it was not followed."""
    return await case.uow.follows.remove(case.person_id, topic, subject)


async def is_followed(case: Case, topic: str, subject: str) -> bool:
    """Whether a person follows something; where their things are locked, nothing is said of it."""
    if passcodes.is_locked(await case.uow.people.get(case.person_id), case.now):
        return False
    return (topic, subject) in await case.uow.follows.of_person(case.person_id)


async def followed(case: Case) -> Sequence[tuple[str, str]]:
    """Topic and subject of what a person follows and the content still has, oldest first."""
    return [
        (topic, subject)
        for topic, subject in await case.uow.follows.of_person(case.person_id)
        if exists(case.content, topic, subject)
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
