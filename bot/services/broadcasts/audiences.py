"""Choosing to whom a broadcast goes, and keeping audiences under a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.broadcasts.audience import ACTIVE_DAYS, Audience, Field, Joint, KeptAudience
from bot.domain.broadcasts.broadcast import Broadcast
from bot.domain.content import Content
from bot.domain.errors import NotFoundError
from bot.domain.staff.roles import Act, Role, Scope
from bot.domain.text.languages import OFFERED, Language
from bot.services.broadcasts.drafts import draft_of
from bot.services.broadcasts.reach import count_within, reach_of
from bot.services.case import Case
from bot.services.staff.members import require

LONGEST_NAME: Final = 40
"""Characters of the name of an audience that is kept."""


@dataclass(frozen=True, slots=True)
class AudienceNow:
    """The audience of a draft, and whom it reaches now.

    Args:
        readers: How many people there are, by the language that they read.
        reach: How far the roles of the draft's maker reach.
    """

    audience: Audience
    readers: Mapping[Language, int]
    reach: Sequence[Scope]


async def audience_now(case: Case) -> AudienceNow:
    """The audience of the draft that the person works on.

    Raises:
        NotFoundError: if there is no draft; so do all below that change it.
    """
    draft = await draft_of(case)
    reach = await reach_of(case.uow, draft)
    return AudienceNow(draft.audience, await count_within(case, draft.audience, reach), reach)


async def toggle_condition(case: Case, joint: Joint, field: Field, value: str) -> Broadcast:
    """Add a value to the last condition or take it out; see :meth:`Audience.toggled`.

    Returns:
        The draft as it is afterwards.

    Raises:
        NotFoundError: if there is no such value.
    """
    draft = await draft_of(case)
    if value not in values_of(field, case.content):
        raise NotFoundError(field.value)
    try:
        audience = draft.audience.toggled(joint, field, value)
    except ValueError:
        raise NotFoundError("condition") from None
    await case.uow.broadcasts.change(draft.id, audience=audience)
    return await draft_of(case)


async def remove_condition(case: Case, number: int) -> None:
    """Take the condition of this number out, counted from 0; one that is gone changes nothing."""
    draft = await draft_of(case)
    await case.uow.broadcasts.change(draft.id, audience=draft.audience.without(number))


async def keep_audience(case: Case, text: str) -> bool:
    """Keep the draft's audience under a name; False if the text is no name."""
    me = await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    draft = await draft_of(case)
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME:
        return False
    await case.uow.audiences.save(name, draft.audience, me.number, case.now)
    return True


async def kept_audiences(case: Case) -> Sequence[KeptAudience]:
    """Every audience that a colleague kept, by name."""
    await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    return await case.uow.audiences.saved()


async def take_audience(case: Case, kept_id: int) -> None:
    """Give the draft a kept audience.

    Raises:
        NotFoundError: if it is gone.
    """
    draft = await draft_of(case)
    kept = {kept.id: kept.audience for kept in await kept_audiences(case)}
    if kept_id not in kept:
        raise NotFoundError("audience")
    await case.uow.broadcasts.change(draft.id, audience=kept[kept_id])


async def drop_audience(case: Case, kept_id: int) -> None:
    """Forget a kept audience, for all colleagues; drafts that took it keep their conditions."""
    await require(case.uow, case.person_id, Act.SEND_BROADCAST)
    await case.uow.audiences.drop(kept_id)


def values_of(field: Field, content: Content) -> Sequence[str]:
    """What a condition can ask for, as its column holds it."""
    match field:
        case Field.PROGRAMME:
            return tuple(content.programmes)
        case Field.MUNICIPALITY:
            return tuple(content.municipalities)
        case Field.LANGUAGE:
            return tuple(language.value for language in OFFERED)
        case Field.TOPIC:
            kinds = [f"kind.{kind}" for kind in content.kinds]
            return (*kinds, *(f"call.{call}" for call in content.calls))
        case Field.ROLE:
            return tuple(role.value for role in Role)
        case Field.ACTIVE:
            return tuple(str(days) for days in ACTIVE_DAYS)
