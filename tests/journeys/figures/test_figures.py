"""Staff look at figures and take them along; a list of people takes two of them."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from bot.domain.figures.exports import ExportReason, ExportTopic
from bot.domain.figures.figures import FigurePage
from bot.domain.staff.audit import Deed
from bot.domain.staff.roles import Act, Role
from bot.domain.text.languages import Language
from bot.sandbox.phones.phone import Phone
from bot.screens.codec import decode
from bot.screens.figures.actions import (
    ApproveExport,
    AskExport,
    ChooseExport,
    ChooseExportReason,
    ExportFigures,
    RefuseExport,
    ShowExport,
    ShowExports,
    ShowFigures,
    TakeExport,
)
from bot.screens.figures.figures import explain_hiding
from tests.journeys.conftest import Town
from tests.journeys.hands import do

MAIN = [Language.ALBANIAN, Language.SERBIAN_CYRILLIC, Language.ENGLISH]
LONGEST_TEXT = 1100


async def settle(town: Town, many: int) -> None:
    """People who read Albanian and follow INTEGRA."""
    now = town.sandbox.clock.now()
    async with town.komshi.database.transaction() as uow:
        for number in range(many):
            person = await uow.people.meet(800_000 + number, now)
            person.language = "sq"
            await uow.follows.add(person.id, "programme", "integra", now)
        for number in range(many):
            person = await uow.people.meet(900_000 + number, now)
            person.language = "en"


def workbook(town: Town, phone: Phone) -> Workbook:
    """The workbook that came last."""
    message = phone.from_bot[-1]
    document = message.content["document"]
    assert document["file_name"].endswith(".xlsx")
    kept = town.sandbox.world.files.get(document["file_id"])
    return load_workbook(BytesIO(kept.content or b""))


async def log_of(town: Town) -> list[tuple[str, str]]:
    async with town.komshi.database.reading() as uow:
        return [(line.act, line.subject) for line in reversed(await uow.audit.latest(50))]


@pytest.mark.parametrize("language", MAIN)
async def test_staff_look_at_every_table_of_figures(town: Town, language: Language) -> None:
    await settle(town, 30)
    analyst = await town.colleague(Role.ANALYST, language)
    await analyst.send("/staff")
    await analyst.tap("📊")
    assert "61" in analyst.text
    assert town.say(explain_hiding().msgid, language) in analyst.text
    taps = [decode(b.callback_data) for row in analyst.rows for b in row if b.callback_data]
    tables = [tap for tap in taps if isinstance(tap, ShowFigures) and tap != ShowFigures()]
    assert len(tables) == 9
    for table in tables:
        await analyst.send("/stats")
        await do(analyst, table)
        assert len(analyst.text) <= LONGEST_TEXT
        while [label for label in analyst.buttons if "➡️" in label]:
            await analyst.tap("➡️")
            assert len(analyst.text) <= LONGEST_TEXT
    await do(analyst, ShowFigures(FigurePage.PROGRAMMES))
    assert "INTEGRA: 30" in analyst.text
    assert town.say("reachable", language) in analyst.text


@pytest.mark.quick
@pytest.mark.parametrize("language", MAIN)
async def test_figures_are_taken_along_at_once_as_a_workbook(
    town: Town, language: Language
) -> None:
    await settle(town, 30)
    analyst = await town.colleague(Role.ANALYST, language)
    await analyst.send("/export")
    assert not [label for label in analyst.buttons if "👤" in label]
    await analyst.tap("📥")
    book = workbook(town, analyst)
    titles = book.sheetnames
    assert titles[0] == town.say("About", language)
    assert len(titles) == 9
    about = [value for row in book.worksheets[0].iter_rows(values_only=True) for value in row]
    assert town.say("Analyst", language) in about
    assert town.say("So that nobody can be recognised in a small number.", language) in " ".join(
        map(str, about)
    )
    by_language = list(book.worksheets[1].iter_rows(values_only=True))
    assert {row[4] for row in by_language} & {30, 31}
    counts = [n for page in book.worksheets[1:5] for row in page.iter_rows(values_only=True)
              for n in row if isinstance(n, int)]  # fmt: skip
    assert all(n >= 10 for n in counts)
    assert (Act.EXPORT_FIGURES, "figures") in await log_of(town)


@pytest.mark.parametrize("language", MAIN)
async def test_a_list_of_people_takes_a_reason_and_a_second_person(
    town: Town, language: Language
) -> None:
    await settle(town, 3)
    arta = await town.colleague(Role.COORDINATOR, language)
    besa = await town.colleague(Role.OWNER, language)
    await arta.send("/export")
    await arta.tap("👤")
    await arta.tap("INTEGRA")
    assert town.say("What do you need the list for?", language) in arta.text
    await arta.tap(town.say("Reach people", language))
    assert town.say("waits for a second person", language) in arta.text
    assert not [label for label in arta.buttons if "🔓" in label or "⚖️" in label]
    await do(arta, ApproveExport(1))
    assert town.say("This is for the team only", language) in arta.text
    await do(arta, TakeExport(1))
    assert arta.from_bot[-1].content.get("document") is None

    await town.deliver()  # Besa is told that a list waits
    await besa.send("/staff")
    assert [label for label in besa.buttons if re.search(r"📥.*\(1\)", label)]
    await besa.tap("📥")
    await besa.tap("⚖️")
    assert "INTEGRA" in besa.text
    assert town.say("to reach people outside Telegram or one by one", language) in besa.text
    card = besa.screen
    await besa.tap(town.say("Yes, give the list", language))
    await do(besa, RefuseExport(1), card.message_id)
    assert not [label for label in besa.buttons if "⚖️" in label]

    await town.deliver()  # and Arta that she may have it
    await arta.send("/export")
    assert town.say("approved", language) in arta.text
    await arta.tap("🔓")
    message = arta.from_bot[-1]
    assert message.protected
    rows = list(workbook(town, arta).worksheets[1].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [800_000, 800_001, 800_002]
    assert [subject for act, subject in await log_of(town) if act != Deed.REFUSED] == [
        "export:1:asked:programme:integra:reach",
        "export:1:approved",
        "export:1:read",
    ]


async def test_an_approval_ends_after_a_day(town: Town) -> None:
    arta = await town.colleague(Role.OWNER)
    besa = await town.colleague(Role.OWNER)
    await do(arta, AskExport(ExportTopic.PROGRAMME, "integra", ExportReason.CHECK))
    await do(besa, ApproveExport(1))
    await town.deliver()
    await arta.send("/export")
    await arta.tap("🔓")
    assert arta.from_bot[-1].content.get("document")
    await arta.send("/export")
    town.sandbox.clock.advance(timedelta(hours=24))
    await arta.tap("🔓")
    assert arta.from_bot[-1].content.get("document") is None
    assert "🔓" not in " ".join(arta.buttons)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.FOCAL_POINT])
async def test_other_roles_neither_see_nor_take_figures(town: Town, role: Role) -> None:
    phone = await town.colleague(role)
    await phone.send("/staff")
    assert not [label for label in phone.buttons if "📊" in label or "📥" in label]
    for forged in (
        ShowFigures(),
        ExportFigures(),
        ShowExports(),
        ChooseExport(),
        ChooseExportReason(ExportTopic.PROGRAMME, "integra"),
        ShowExport(1),
        ApproveExport(1),
        TakeExport(1),
    ):
        await do(phone, forged)
        assert "This is for the team only" in phone.text
    assert len([act for act, _ in await log_of(town) if act == Deed.REFUSED]) == 8
