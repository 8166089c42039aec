"""The registry of personal data says all there is, and what it says is true."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Engine,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
)

from bot import cli
from bot.domain.delivery.campaigns import NewCampaign
from bot.domain.inbox.threads import SILENT_FOR
from bot.domain.privacy.handling import (
    SEALED_CLASSES,
    DataClass,
    DataGroup,
    Declaration,
    Erasure,
    Export,
    Kept,
    Retention,
    Withheld,
)
from bot.domain.privacy.retention import (
    KEPT_ERASURE_MARK,
    KEPT_FOR,
    KEPT_POSITION,
    KEPT_UNUSED,
    KEPT_UNWARNED,
    NOTICE,
    Months,
    Record,
)
from bot.domain.reading.references import spaced
from bot.domain.rights.registry import IMPERSONAL, REGISTRY, handlings
from bot.domain.rights.table import BEGIN, END, as_markdown, renewed
from bot.services.rights import rights
from bot.storage.database.base import UtcDateTime
from bot.storage.database.engine import key_store_path
from bot.storage.database.sealed_column import SealedBytes
from bot.storage.inbox.inbox import BODY, FILE
from bot.storage.inbox.unsent import BODY as UNSENT
from bot.storage.inbox.unsent import FILE as UNSENT_FILE
from bot.storage.interests.shared import CONTACT as REACHED
from bot.storage.interests.shared import ORIGIN, SHARED
from bot.storage.privacy.records import ANSWER
from bot.storage.screening.screening import ANSWER as ANSWERED
from bot.storage.screening.screening import COURSE, SENSITIVE
from bot.storage.screening.screening import NUMBER as KEPT_NUMBER
from bot.storage.staff.staff import NAME
from bot.storage.tables import DATA, KEY_STORE
from bot.storage.unit_of_work import Database, UnitOfWork
from bot.storage.updates import CONTENT
from bot.storage.upkeep.erasure import erase_person
from tests.services.cases import case_of

ROOT = Path(__file__).parent.parent
PRIVACY = ROOT / "docs" / "privacy.md"
REGISTRY_FILE = "bot/domain/rights/registry.py"
ADDRESS = ("person", "telegram_id")
"""The one contact in clear: without it nobody could be answered or found again."""
APART = {"sensitive_answer", "shared_origin"}
"""Tables that name nobody: their rows are found by a sealed number, and go with the person too."""
BESA = 918_273_645
NUMBER = "5ca1ab1e" * 4
QUESTION = 512_734
PARKED = 7_612_734
REFERENCE, CODE = "23456AE", "9876543AE"


def faults(
    tables: Mapping[str, Iterable[str]],
    registry: Iterable[Declaration] = REGISTRY,
    impersonal: Mapping[str, str] = IMPERSONAL,
) -> list[str]:
    """What the registry does not say, says twice, or says of what is not there."""
    times = Counter((one.table, one.column) for one in registry)
    personal = {table for table, _column in times}
    columns = {(table, column) for table, names in tables.items() for column in names}
    found = [
        f"{table}.{column} is not declared: add it to REGISTRY in {REGISTRY_FILE} with its class, "
        "purpose, basis, retention, and how it is shown, exported and erased; if no column of the "
        "table is about a person, add the table to IMPERSONAL with what it holds"
        for table, column in sorted(columns - times.keys())
        if table not in impersonal
    ]
    found += [f"{'.'.join(place)} is declared twice" for place, n in times.items() if n > 1]
    found += [f"{'.'.join(place)} does not exist" for place in sorted(times.keys() - columns)]
    found += [f"{table} does not exist" for table in sorted(impersonal.keys() - tables.keys())]
    found += [f"{table} is personal and impersonal" for table in sorted(personal & set(impersonal))]
    return found


def columns_of(*metadata: MetaData) -> dict[str, list[str]]:
    """Every table and its columns, and the table of the migrations, which is in no metadata."""
    tables = {
        table.name: [column.name for column in table.columns]
        for one in metadata
        for table in one.tables.values()
    }
    return tables | {"alembic_version": ["version_num"]}


def copied(metadata: MetaData) -> MetaData:
    copy = MetaData()
    for table in metadata.tables.values():
        table.to_metadata(copy)
    return copy


def table_named(name: str) -> Table:
    keys = {table.name: table for table in KEY_STORE.tables.values()}
    return keys[name] if name in keys else DATA.tables[name]


def in_key_store(name: str) -> bool:
    return table_named(name).metadata is KEY_STORE


def goes_with_the_person(table: Table) -> bool:
    """Every row does; a table that also holds rows about groups has a constraint that says so."""
    may_be_of_a_group = any(key.name == "ck_outbox_one_recipient" for key in table.constraints)
    return any(
        key.column.table.name == "person"
        and key.ondelete == "CASCADE"
        and (may_be_of_a_group or not key.parent.nullable)
        for key in table.foreign_keys
    )


def test_every_column_is_declared_exactly_once_and_exists() -> None:
    assert faults(columns_of(DATA, KEY_STORE)) == []


def test_a_column_that_nobody_declared_is_found() -> None:
    data = copied(DATA)
    data.tables["person"].append_column(Column("nickname", String(40)))
    Table("note", data, Column("body", String(40)))
    found = faults(columns_of(data, KEY_STORE))
    assert [fault.split(" is ")[0] for fault in found] == ["note.body", "person.nickname"]
    assert all("add it to REGISTRY in bot/domain/rights/registry.py" in fault for fault in found)


def test_a_declaration_that_is_wrong_is_found() -> None:
    tables = columns_of(DATA, KEY_STORE)
    gone = Declaration("person", "shoe_size", REGISTRY[0].handling)
    assert faults(tables, (*REGISTRY, gone)) == ["person.shoe_size does not exist"]
    assert faults(tables, (*REGISTRY, REGISTRY[0])) == ["person.id is declared twice"]
    both = {**IMPERSONAL, "person": "", "ghost": ""}
    assert faults(tables, REGISTRY, both) == [
        "ghost does not exist",
        "person is personal and impersonal",
    ]


def test_the_tables_of_a_real_database_are_declared(sqlite_template: Path) -> None:
    """The migrations may make what no model knows."""
    tables: dict[str, list[str]] = {}
    for file in (sqlite_template, key_store_path(sqlite_template)):
        engine: Engine = create_engine(f"sqlite:///{file}")
        inspector = inspect(engine)
        for table in inspector.get_table_names():
            tables[table] = [column["name"] for column in inspector.get_columns(table)]
        engine.dispose()
    assert faults(tables) == []


@pytest.mark.parametrize("one", REGISTRY, ids=lambda one: f"{one.table}.{one.column}")
def test_what_is_sensitive_is_sealed_and_the_rest_is_not(one: Declaration) -> None:
    sealed = isinstance(table_named(one.table).columns[one.column].type, SealedBytes)
    wanted = one.handling.data_class in SEALED_CLASSES
    assert sealed == (wanted and (one.table, one.column) != ADDRESS)
    assert sealed <= (one.handling.erased is Erasure.WITH_KEY)


def test_the_address_is_a_contact() -> None:
    handlings = {(one.table, one.column): one.handling for one in REGISTRY}
    assert handlings[ADDRESS].data_class is DataClass.CONTACT


def test_every_table_with_personal_data_goes_with_the_person() -> None:
    personal = {one.table for one in REGISTRY if not in_key_store(one.table)} - {"person"}
    assert personal
    left = {name for name in personal if not goes_with_the_person(table_named(name))}
    assert left == APART


def test_every_table_that_names_a_person_is_declared_as_personal() -> None:
    tables = [*DATA.tables.values(), *KEY_STORE.tables.values()]
    naming = {
        table.name
        for table in tables
        if "person_id" in table.columns
        or any(key.column.table.name == "person" for key in table.foreign_keys)
    }
    assert naming <= {one.table for one in REGISTRY}


def test_a_table_that_would_outlive_the_person_is_found() -> None:
    data = copied(DATA)
    orphan = Table("orphan", data, Column("person_id", BigInteger))
    assert not goes_with_the_person(orphan)
    assert goes_with_the_person(data.tables["follow"])


def test_only_the_key_store_keeps_something_after_an_erasure() -> None:
    kept = {one.table for one in REGISTRY if isinstance(one.handling.erased, Kept)}
    assert kept
    assert all(in_key_store(table) for table in kept)


def test_what_is_shown_is_exported_and_what_is_not_has_a_reason() -> None:
    for one in REGISTRY:
        shown, exported = one.handling.shown, one.handling.exported
        assert isinstance(shown, Withheld) == isinstance(exported, Withheld), one
    assert {one.handling.shown for one in REGISTRY} >= set(DataGroup)


def test_each_group_of_what_is_shown_has_a_purpose_and_a_period() -> None:
    assert all(handlings(group) for group in DataGroup)
    assert [one.retention for one in handlings(DataGroup.ANSWERS)] == [Retention.ANSWERS] * 2
    assert len(handlings(DataGroup.DISCRETION)) == 1


def test_the_purposes_are_few_enough_to_be_read() -> None:
    assert len({one.handling.purpose.msgid for one in REGISTRY}) <= 16


def test_the_periods_in_words_are_those_that_the_bot_keeps_to() -> None:
    def said(retention: Retention) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", retention.value.msgid)]

    message = KEPT_FOR[Record.MESSAGE]
    assert said(Retention.PERSON) == [KEPT_UNUSED.count, KEPT_UNWARNED.count, NOTICE.days]
    assert [Months(n) for n in said(Retention.ANSWERS)] == [KEPT_FOR[Record.ANSWER]]
    assert [Months(n) for n in said(Retention.QUESTIONS)[:1]] == [KEPT_FOR[Record.QUESTION]]
    assert [Months(n) for n in said(Retention.INTERESTS)] == [KEPT_FOR[Record.INTEREST]]
    assert KEPT_FOR[Record.ORIGIN] == KEPT_FOR[Record.INTEREST]
    assert said(Retention.QUESTIONS)[1:] == [SILENT_FOR.days]
    assert [Months(n) for n in said(Retention.CONSENT)] == [KEPT_FOR[Record.WITHDRAWN_CONSENT]]
    assert [timedelta(hours=n) for n in said(Retention.MESSAGES)] == [message]
    assert [timedelta(days=n) for n in said(Retention.POSITION)] == [KEPT_POSITION]
    check, kept = KEPT_FOR[Record.SCREENING], KEPT_FOR[Record.KEPT_SENSITIVE]
    assert [timedelta(days=n) for n in said(Retention.CHECK)[:1]] == [check]
    assert [Months(n) for n in said(Retention.CHECK)[1:]] == [kept]
    assert [Months(12 * n) for n in said(Retention.ERASURE_MARK)] == [KEPT_ERASURE_MARK]


# What the registry promises, against a person of whom every column is filled.

PICTURE = "photo:AgACAgIAAxkBAAIB"


class Filler:
    """Values that tell where they come from, and could be found anywhere."""

    def __init__(self) -> None:
        self._count = 0
        self.values: dict[tuple[str, str], Any] = {}

    def row(self, table: Table, **known: Any) -> dict[str, Any]:
        """A row with every column filled and remembered."""
        values = {
            column.name: known[column.name] if column.name in known else self._value(column)
            for column in table.columns
        }
        self.values |= {(table.name, name): value for name, value in values.items()}
        return values

    def _value(self, column: Column[Any]) -> Any:
        self._count += 1
        n = self._count
        match column.type:
            case UtcDateTime():
                value: Any = datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=n)
            case Date():
                value = date(2032, 1, 1) + timedelta(days=n)
            case String():
                value = f"marker{n:02}"
            case LargeBinary():
                value = f"marker{n:02}".encode()
            case Boolean():
                value = True
            case BigInteger():
                value = 7_300_000 + n
            case _:
                value = 7_300 + n
        return value


async def filled(uow: UnitOfWork, now: datetime) -> Filler:
    """A person with something in every column of every table of theirs."""
    filler = Filler()
    session = uow._session
    person = filler.row(DATA.tables["person"], telegram_id=BESA, language="sq")
    await session.execute(insert(DATA.tables["person"]).values(person))
    person_id = int(person["id"])
    campaign = NewCampaign("broadcast", now, now + timedelta(days=1))
    campaign_id = await uow.campaigns.add(campaign, now)
    answer = await uow.seal.seal(person_id, ANSWER.at((person_id, "place")), "prizren", now)
    known: dict[str, dict[str, Any]] = {
        "consent": {"purpose": "answers"},
        "kept_answer": {"question": "place", "answer": answer},
        "follow": {"topic": "call"},
        "staff_profile": {"name": await uow.seal.seal(person_id, NAME.at(person_id), "Besa", now)},
        "outbox": {"campaign_id": campaign_id, "chat_id": None},
        "campaign_author": {"campaign_id": campaign_id},
        "inbox_thread": {"id": QUESTION, "state": "closed", "closing": "duplicate"},
        "inbox_message": {
            "thread_id": QUESTION,
            "position": 7_399,
            "body": await uow.seal.seal(person_id, BODY.at((QUESTION, 7_399)), "A pump?", now),
            "file": await uow.seal.seal(person_id, FILE.at((QUESTION, 7_399)), PICTURE, now),
        },
        "unsent_words": {
            "body": await uow.seal.seal(person_id, UNSENT.at(person_id), "And a hose?", now),
            "file": await uow.seal.seal(person_id, UNSENT_FILE.at(person_id), PICTURE, now),
        },
        "parked_update": {
            "update_id": PARKED,
            "content": await uow.seal.seal(person_id, CONTENT.at(PARKED), "A dead pump", now),
        },
        **await _check_of(uow, person_id, now),
        **await _interest_of(uow, person_id, now),
    }
    known["inbox_thread"]["waiting_since"] = None
    personal = {one.table for one in REGISTRY if not in_key_store(one.table)} - {"person"}
    for table in DATA.sorted_tables:
        if table.name not in personal:
            continue
        row = filler.row(table, person_id=person_id, **known.get(table.name, {}))
        await session.execute(insert(table).values(row))
    filler.values["kept_answer", "answer"] = "prizren"
    filler.values["staff_profile", "name"] = "Besa"
    filler.values["inbox_message", "body"] = "A pump?"
    filler.values["parked_update", "content"] = "A dead pump"
    filler.values["inbox_message", "file"] = PICTURE.partition(":")[2]
    filler.values["unsent_words", "body"] = "And a hose?"
    for name in ("file", "from_team"):
        del filler.values["unsent_words", name]  # another row has the same
    filler.values["declared_interest", "reference"] = spaced(REFERENCE)
    filler.values["declared_interest", "code"] = spaced(CODE)
    filler.values["declared_interest", "contact"] = "+38344987654"
    filler.values["declared_interest", "shared"] = "unclear"
    filler.values["declared_interest", "papers"] = 29
    filler.values["shared_origin", "answers"] = "bosniak"
    del filler.values["declared_interest", "joined_to"]  # nobody was joined
    filler.values["screening", "course"] = "learn-trade"
    filler.values["screening_answer", "answer"] = "bees"
    filler.values["sensitive_answer", "answers"] = "ashkali"
    filler.values["kept_sensitive", "number"] = NUMBER
    for name in ("outbox", "campaign_author"):
        del filler.values[name, "campaign_id"]  # a number so small stands in many others
    del filler.values["inbox_thread", "waiting_since"]  # it is empty where a question is closed
    return filler


async def _check_of(uow: UnitOfWork, person_id: int, now: datetime) -> dict[str, dict[str, Any]]:
    """What the tables hold of somebody's check, where sensitive answers are found by number."""
    course = {
        "interest": "learn-trade",
        "call": "",
        "order": ["farm", "community"],
        "asking": "",
        "whole": "",
        "counted": False,
        "number": NUMBER,
    }
    seal = uow.seal.seal
    place, community = ANSWERED.at((person_id, "farm")), json.dumps({"community": "ashkali"})
    return {
        "screening": {
            "course": await seal(person_id, COURSE.at(person_id), json.dumps(course), now)
        },
        "screening_answer": {
            "question": "farm",
            "answer": await seal(person_id, place, "bees", now),
        },
        "sensitive_answer": {
            "id": NUMBER,
            "answers": await seal(person_id, SENSITIVE.at(NUMBER), community, now),
        },
        "kept_sensitive": {"number": await seal(person_id, KEPT_NUMBER.at(person_id), NUMBER, now)},
    }


async def _interest_of(uow: UnitOfWork, person_id: int, now: datetime) -> dict[str, dict[str, Any]]:
    """What the tables hold of an interest, with answers about origin that lie apart."""
    seal, origin = uow.seal.seal, "0123456789abcdef" * 2
    contact = json.dumps({"way": "phone", "phone": "+38344987654"})
    shared = json.dumps({"verdict": "unclear", "answers": {"age": 30}, "origin": origin})
    about = json.dumps({"shown": {"community": "bosniak"}, "compared": {}})
    return {
        "declared_interest": {
            "reference": REFERENCE,
            "state": "decided",
            "decision": "supported",
            "came_from": "applied",
            "code": CODE,
            "joined_to": None,
            "papers": 1 << 28,
            "contact": await seal(person_id, REACHED.at(REFERENCE), contact, now),
            "shared": await seal(person_id, SHARED.at(REFERENCE), shared, now),
        },
        "shared_origin": {
            "id": origin,
            "answers": await seal(person_id, ORIGIN.at(origin), about, now),
        },
    }


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield json.dumps(value).strip('"')


def written(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return json.dumps(value).strip('"') if not isinstance(value, bytes) else value.decode()


async def test_the_export_holds_what_the_registry_says_and_no_more(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        filler = await filled(uow, now)
        person = await uow.people.find(BESA)
        assert person is not None
        data = json.loads(rights.as_json(await rights.collect(case_of(uow, person.id, now))))
    found = list(leaves(data))
    for one in REGISTRY:
        if (one.table, one.column) not in filler.values:
            continue
        value = written(filler.values[one.table, one.column])
        is_there = any(value in leaf for leaf in found)
        assert is_there == (one.handling.exported is Export.VALUE), (one.table, one.column)


async def test_after_an_erasure_only_that_is_left_which_the_registry_keeps(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        await filled(uow, now)
        person = await uow.people.find(BESA)
        assert person is not None
        before = await _rows(uow)
        await erase_person(uow, person.id, BESA, now)
    async with database.reading() as uow:
        after = await _rows(uow)
    kept = {one.table for one in REGISTRY if isinstance(one.handling.erased, Kept)}
    assert {table for table, rows in before.items() if rows} == after.keys() - kept
    assert {table for table, rows in after.items() if rows} == kept


async def _rows(uow: UnitOfWork) -> dict[str, int]:
    """How many rows each table with personal data has."""
    counts = {}
    for name in sorted({one.table for one in REGISTRY}):
        session = uow.keys._session if in_key_store(name) else uow._session
        statement = select(func.count()).select_from(table_named(name))
        counts[name] = (await session.scalars(statement)).one()
    return counts


# The page that a programme adopts.


def test_the_table_of_the_page_is_current() -> None:
    page = PRIVACY.read_text()
    assert page == renewed(page), "docs/privacy.md is behind the registry: run `komshi privacy`"


def test_every_column_and_every_table_is_on_the_page() -> None:
    table = as_markdown()
    for one in REGISTRY:
        assert any(
            line.startswith(f"| `{one.table}`: ") and f"`{one.column}`" in line
            for line in table.splitlines()
        )
    assert all(f"| `{name}` |" in table for name in IMPERSONAL)


def test_a_page_without_its_markers_is_refused() -> None:
    assert as_markdown() in renewed(f"{BEGIN}old{END}")
    with pytest.raises(ValueError, match="needs"):
        renewed(f"{END}{BEGIN}")


def test_the_command_renews_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "start_logging", lambda _style: None)
    page = tmp_path / "docs" / "privacy.md"
    page.parent.mkdir()
    page.write_text(f"# Ours\n\n{BEGIN}\nold\n{END}\n\nMore\n")
    assert cli.main(["privacy"]) == 0
    assert capsys.readouterr().out == "docs/privacy.md\n"
    assert as_markdown() in page.read_text()
    assert cli.main(["privacy"]) == 0
    assert capsys.readouterr().out == ""


def test_the_queries_of_the_page_work(sqlite_template: Path) -> None:
    queries = PRIVACY.read_text().split("```sql\n")[1:]
    assert queries
    engine = create_engine(f"sqlite:///{sqlite_template}")
    with engine.connect() as connection:
        keys = {"file": str(key_store_path(sqlite_template))}
        connection.execute(text("ATTACH DATABASE :file AS komshi_keys"), keys)
        for query in queries:
            connection.execute(text(query.partition("```")[0]))
    engine.dispose()
