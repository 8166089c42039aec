"""A small content, made by hand: two programmes, four calls, three places."""

from datetime import datetime, timedelta

import pytest

from bot.domain.content import (
    Call,
    Content,
    District,
    Kind,
    Municipality,
    OutcomeKind,
    Period,
    Programme,
    Support,
)
from bot.domain.eligibility.compilation import Compiled
from bot.domain.text.phrases import Words
from bot.services.rounds.rounds import open_round
from bot.storage.unit_of_work import Database
from tests.services.office import Office, compiled_rules, with_applicants


def words(text: str) -> Words:
    return Words({"en": text})


def a_call(
    call_id: str, programme: str, interests: tuple[str, ...], municipalities: frozenset[str]
) -> Call:
    return Call(
        id=call_id,
        programme=programme,
        component="one",
        sequence=None,
        kind="equipment",
        goals=interests,
        applicants=("person",),
        municipalities=municipalities,
        support=Support.IN_KIND,
        title=words(call_id),
        who=words("who"),
        get=words("get"),
        add=None,
        bring=(),
        apply=(),
        note=None,
        apply_by_bot=False,
        contact="team",
        keywords={},
    )


def a_programme(programme_id: str) -> Programme:
    return Programme(
        id=programme_id,
        short_name=programme_id.upper(),
        title=words(programme_id),
        run_by=words("us"),
        languages=("sq", "sr", "en"),
        municipalities=frozenset({"prizren"}),
        period=Period(None, None, 24),
        aims=(),
        who=(),
        outcome_kind=OutcomeKind.NONE,
        outcomes=(),
        partners=(),
        components=(),
        footnote=None,
        note=None,
        contact="team",
    )


def a_municipality(municipality_id: str) -> Municipality:
    name = words(municipality_id)
    return Municipality(municipality_id, "south", name, name, (), (), (42.2, 20.7), ("sq", "sr"))


@pytest.fixture
def content() -> Content:
    everywhere = frozenset({"prizren", "istog", "shterpce"})
    calls = (
        a_call("bees", "akt", ("farm",), frozenset({"prizren"})),
        a_call("milk", "akt", ("farm", "business"), frozenset({"istog"})),
        a_call("tools", "csp", ("business",), everywhere),
        a_call("school", "csp", ("learn",), everywhere),
    )
    return Content(
        version="1",
        districts={"south": District("south", words("South"))},
        municipalities={place: a_municipality(place) for place in sorted(everywhere)},
        contacts={},
        kinds={"equipment": Kind("equipment", words("Equipment"))},
        goals={},
        programmes={one: a_programme(one) for one in ("akt", "csp")},
        calls={call.id: call for call in calls},
        centers={},
    )


@pytest.fixture
def compiled() -> Compiled:
    """The rules of the four calls."""
    return compiled_rules()


@pytest.fixture
async def office(database: Database, content: Content, compiled: Compiled, now: datetime) -> Office:
    """A database in which all four calls are open."""
    day = timedelta(days=1)
    async with database.transaction() as uow:
        for call in content.calls:
            await open_round(uow, call, now - day, now + 20 * day, now)
    return Office(database, with_applicants(content), compiled, now)
