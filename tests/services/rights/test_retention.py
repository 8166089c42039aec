import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.delivery.contact_hours import QUIET_FROM
from bot.domain.delivery.outbox import DeliveryReason, Due
from bot.domain.delivery.outcomes import (
    Delivered,
    NotSent,
    Obsolete,
    Outcome,
    Refused,
    Unknown,
    Unreachable,
)
from bot.domain.figures.figures import MissingText
from bot.domain.localtime import from_local, local_day
from bot.domain.privacy.consent import Given, Purpose
from bot.domain.privacy.retention import NOTICE, Months, Record, months_after
from bot.domain.rounds.news import ErasureWarning, News
from bot.services.delivery import delivery
from bot.services.delivery.delivery import Consequences, Tried
from bot.services.rights import people, retention
from bot.services.rights.retention import (
    ERASURE_WARNING,
    erase_unused,
    find_warning,
    forget_old,
    note_warned,
    queue_warnings,
    tidy,
)
from bot.storage.database.engine import sqlite_path
from bot.storage.database.failures import DatabaseAwayError
from bot.storage.database.statements import table_of
from bot.storage.delivery.tables import OutboxRow
from bot.storage.figures.tables import Refusal
from bot.storage.keys.sealed import KeyDestroyedError
from bot.storage.people import Person
from bot.storage.privacy.records import ANSWER
from bot.storage.privacy.tables import ChatMessage
from bot.storage.rights.old_records import AGES
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.single_runner import run_alone
from tests.conftest import LONG

BESA, DREN, MILA, ORHAN = 1001, 1002, 1003, 1004
WARN_AFTER = timedelta(days=700)  # 31 days before two years are over
LATE = timedelta(days=800)
DELIVERED = Delivered(0)
NOT_ARRIVED: list[Outcome] = [
    NotSent(DeliveryReason.NO_CONNECTION),
    Unknown(DeliveryReason.TIMED_OUT),
    Refused(),
    NotSent(DeliveryReason.NOT_RENDERED),
]
CONSEQUENCES = Consequences(sent={ERASURE_WARNING: note_warned})


class NoRests:
    """Chats that may get a message at any time."""

    def wait(self, chat_id: int) -> timedelta:  # noqa: ARG002 -- the protocol
        return timedelta()

    def reserve(self, chat_id: int) -> None:
        """Nothing to remember."""


@dataclass
class Post:
    """Sends what the outbox holds, or not, and remembers what was said."""

    outcome: Outcome = DELIVERED
    of: dict[int, Outcome] = field(default_factory=dict)
    told: list[tuple[int, News]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    dies: bool = False
    token: str = "post"

    async def send(self, database: Database, now: datetime) -> None:
        """One look of the sender, with the rules of the outbox and of the real settlement."""
        async with database.transaction() as uow:
            assert await uow.lease.hold(self.token, now, now + timedelta(seconds=10))
            await delivery.put_in_order(uow, self.token, (), now)
            taken = await delivery.take(uow, self.token, 100, now, NoRests())
        tried = [Tried(due, await self._try(database, due, now), now) for due in taken]
        if self.dies:
            return
        async with database.transaction() as uow:
            await delivery.settle(uow, self.token, tried, now, CONSEQUENCES)

    async def _try(self, database: Database, due: Due, now: datetime) -> Outcome:
        async with database.reading() as uow:
            news = await find_warning(uow, due, now)
        if news is None:
            return Obsolete()
        telegram_id = due.recipient.chat_id
        outcome = self.of.get(telegram_id, self.outcome)
        if not isinstance(outcome, Delivered):
            return outcome
        self.told.append((telegram_id, news))
        if self.meanwhile is not None:
            await self.meanwhile()
        return Delivered(70 + len(self.told))

    async def warn(self, database: Database, now: datetime) -> int:
        """What an hour brings: warnings are queued and sent; returns how many were sent."""
        before = len(self.told)
        await queue_warnings(database, now)
        await self.send(database, now)
        return len(self.told) - before

    @property
    def whom(self) -> list[int]:
        return [telegram_id for telegram_id, _news in self.told]


@pytest.fixture
def post() -> Post:
    return Post()


async def visit(database: Database, telegram_id: int, now: datetime) -> None:
    async with database.transaction() as uow:
        people.note_activity(await uow.people.meet(telegram_id, now), now)


async def stop(database: Database, telegram_id: int, now: datetime) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(telegram_id, now)
        people.note_activity(person, now)
        await people.stop_messages(person, now)


async def find(database: Database, telegram_id: int) -> Person | None:
    async with database.reading() as uow:
        return await uow.people.look(telegram_id)


async def known(database: Database) -> set[int]:
    async with database.reading() as uow:
        return set((await uow._session.scalars(select(Person.telegram_id))).all())


async def rows(database: Database) -> list[OutboxRow]:
    async with database.reading() as uow:
        return list(await uow._session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


async def test_who_was_silent_for_long_is_warned_once_and_then_erased(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    await visit(database, DREN, now + timedelta(days=90))
    later = now + WARN_AFTER
    assert await post.warn(database, later) == 1
    assert post.told == [(BESA, ErasureWarning(date(2028, 11, 22)))]
    assert await post.warn(database, later + timedelta(hours=1)) == 0
    assert await erase_unused(database, later + timedelta(days=29)) == 0
    assert await erase_unused(database, datetime(2028, 11, 22, 9, tzinfo=now.tzinfo)) == 1
    assert await known(database) == {DREN}
    assert await rows(database) == []  # the message went with the person


async def test_a_warning_is_queued_once_however_often_anybody_looks(
    database: Database, now: datetime
) -> None:
    await visit(database, BESA, now)
    later = now + WARN_AFTER
    other = Database(database.url)
    queued = await asyncio.gather(*(queue_warnings(one, later) for one in (database, other)))
    assert sorted(queued) == [0, 1]
    assert await queue_warnings(database, later + timedelta(hours=1)) == 0
    assert len(await rows(database)) == 1
    await other.close()


async def test_a_warning_is_noted_when_it_was_sent_and_can_be_taken_away_again(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    await queue_warnings(database, now + WARN_AFTER)
    person = await find(database, BESA)
    assert person is not None
    assert person.warned_at is None  # a wish to warn is no warning
    sent = now + WARN_AFTER + timedelta(minutes=7)
    await post.send(database, sent)
    person = await find(database, BESA)
    assert person is not None
    assert person.warned_at == sent
    async with database.reading() as uow:
        assert list(await uow.messages.of_person(person.id)) == [71]


async def test_a_warning_that_waited_names_a_day_a_whole_notice_after_it_is_sent(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    await queue_warnings(database, now + WARN_AFTER)
    sent = now + WARN_AFTER + timedelta(days=3)
    await post.send(database, sent)
    assert post.told == [(BESA, ErasureWarning(local_day(sent + NOTICE) + timedelta(days=1)))]
    day = datetime(2028, 11, 25, 9, tzinfo=now.tzinfo)
    assert await erase_unused(database, day - timedelta(days=1)) == 0
    assert await erase_unused(database, day) == 1


async def test_coming_back_makes_a_warning_void(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    await post.warn(database, now + LATE)
    back = now + LATE + timedelta(days=20)
    await visit(database, BESA, back)
    person = await find(database, BESA)
    assert person is not None
    assert (person.active_on, person.warned_at) == (local_day(back), None)
    assert await erase_unused(database, now + LATE + timedelta(days=60)) == 0
    await post.warn(database, back + WARN_AFTER)
    assert post.whom == [BESA, BESA]


async def test_who_comes_back_before_a_queued_warning_goes_out_gets_none(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    later = now + LATE
    await queue_warnings(database, later)
    await visit(database, BESA, later)
    await post.send(database, later + timedelta(minutes=1))
    assert post.told == []
    assert [(one.state, one.reason) for one in await rows(database)] == [("cancelled", "obsolete")]


async def test_nobody_is_warned_in_their_quiet_hours_and_everybody_afterwards(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    night = from_local(datetime.combine(local_day(now + LATE), time(QUIET_FROM)))
    for hours in range(11):
        assert await post.warn(database, night + timedelta(hours=hours)) == 0
        assert await erase_unused(database, night + timedelta(hours=hours)) == 0
    assert await post.warn(database, night + timedelta(hours=11)) == 1


@pytest.mark.parametrize("outcome", NOT_ARRIVED)
async def test_who_could_not_be_warned_yet_stays_and_is_tried_again(
    database: Database, now: datetime, post: Post, outcome: Outcome
) -> None:
    await visit(database, BESA, now)
    post.outcome = outcome
    for hours in range(3):
        assert await post.warn(database, now + LATE + timedelta(hours=hours)) == 0
        assert await erase_unused(database, now + LATE + timedelta(hours=hours)) == 0
    post.outcome = DELIVERED
    assert await post.warn(database, now + LATE + timedelta(hours=4)) == 1


async def test_a_warning_that_nobody_sent_for_long_is_queued_anew(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    await queue_warnings(database, now + LATE)
    much_later = now + LATE + timedelta(days=400)
    async with database.transaction() as uow:
        await uow.outbox.expire(much_later)
    assert await erase_unused(database, much_later) == 0
    assert await post.warn(database, much_later) == 1


async def test_whoever_blocked_the_bot_without_its_noticing_is_erased_at_25_months(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    post.outcome = Unreachable(DeliveryReason.BLOCKED)
    await post.warn(database, now + WARN_AFTER)
    person = await find(database, BESA)
    assert person is not None
    assert (person.unreachable_at, person.warned_at) == (now + WARN_AFTER, None)
    await post.warn(database, now + WARN_AFTER + timedelta(hours=1))
    assert post.told == []
    assert await erase_unused(database, datetime(2028, 12, 21, 9, tzinfo=now.tzinfo)) == 0
    assert await erase_unused(database, datetime(2028, 12, 22, 9, tzinfo=now.tzinfo)) == 1


async def test_whoever_can_be_reached_again_is_warned_after_all(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    post.outcome = Unreachable(DeliveryReason.BLOCKED)
    await post.warn(database, now + LATE)
    async with database.transaction() as uow:
        await uow.people.mark_unreachable(BESA, None)
    post.outcome = DELIVERED
    assert await post.warn(database, now + LATE + timedelta(days=1)) == 1


async def test_whoever_said_stop_is_never_written_to_and_erased_at_25_months(
    database: Database, now: datetime, post: Post
) -> None:
    await stop(database, BESA, now)
    await post.warn(database, datetime(2028, 12, 21, 9, tzinfo=now.tzinfo))
    assert await erase_unused(database, datetime(2028, 12, 21, 9, tzinfo=now.tzinfo)) == 0
    await post.warn(database, datetime(2028, 12, 22, 9, tzinfo=now.tzinfo))
    assert await erase_unused(database, datetime(2028, 12, 22, 9, tzinfo=now.tzinfo)) == 1
    assert post.told == []


async def test_who_says_stop_after_a_warning_was_queued_gets_none(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    await queue_warnings(database, now + LATE)
    async with database.transaction() as uow:
        await people.stop_messages(await uow.people.meet(BESA, now), now + LATE)
    await post.send(database, now + LATE)
    assert post.told == []
    assert [(one.state, one.reason) for one in await rows(database)] == [("cancelled", "stopped")]


async def test_who_comes_back_while_the_warning_is_under_way_is_not_marked_as_warned(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    later = now + LATE
    post.meanwhile = lambda: visit(database, BESA, later)
    await post.warn(database, later)
    person = await find(database, BESA)
    assert person is not None
    assert (person.active_on, person.warned_at) == (local_day(later), None)
    async with database.reading() as uow:
        assert list(await uow.messages.of_person(person.id)) == [71]  # /hide takes it away too


async def test_who_comes_back_between_the_look_and_the_erasure_is_kept(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stop(database, BESA, now)
    await stop(database, DREN, now)
    later = now + LATE
    erase = retention._erase

    async def erase_late(where: Database, telegram_id: int, moment: datetime) -> bool:
        if telegram_id == BESA:
            await visit(where, BESA, moment)
        return await erase(where, telegram_id, moment)

    monkeypatch.setattr(retention, "_erase", erase_late)
    assert await erase_unused(database, later) == 1
    assert await known(database) == {BESA}


async def test_dying_between_sending_and_noting_means_a_second_warning_and_no_early_end(
    database: Database, now: datetime, post: Post
) -> None:
    await visit(database, BESA, now)
    post.dies = True
    await post.warn(database, now + LATE)
    assert await erase_unused(database, now + LATE + timedelta(days=40)) == 0
    second = now + LATE + timedelta(days=40)
    other = Post(token="another")
    await other.send(database, second)  # rescues what was left in the middle
    await other.warn(database, second + timedelta(hours=1))
    assert other.whom == [BESA]
    assert await erase_unused(database, second + timedelta(days=30)) == 0
    assert await erase_unused(database, second + timedelta(days=32)) == 1
    assert post.whom == [BESA]


@pytest.mark.parametrize("job", [queue_warnings, erase_unused])
async def test_one_who_cannot_be_warned_or_erased_keeps_nobody_else_from_it(
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    job: Callable[[Database, datetime], Awaitable[int]],
) -> None:
    for telegram_id in (BESA, DREN):
        await visit(database, telegram_id, now)
    for telegram_id in (MILA, ORHAN):
        await stop(database, telegram_id, now)
    name = "_queue_warning" if job is queue_warnings else "_erase"
    act = getattr(retention, name)

    async def act_for_most(where: Database, telegram_id: int, moment: datetime) -> bool:
        if telegram_id in {BESA, MILA}:
            raise ValueError("something personal")
        return bool(await act(where, telegram_id, moment))

    monkeypatch.setattr(retention, name, act_for_most)
    assert await job(database, now + LATE) == 1
    assert "could not be warned or erased: ValueError" in caplog.text
    assert "personal" not in caplog.text


async def test_a_database_that_is_away_ends_the_job_until_the_next_time(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> bool:
        raise DatabaseAwayError

    await visit(database, BESA, now)
    monkeypatch.setattr(retention, "_queue_warning", fail)
    with pytest.raises(DatabaseAwayError):
        await queue_warnings(database, now + LATE)


async def test_a_day_that_is_unknown_or_still_to_come_begins_today(
    database: Database, now: datetime, post: Post
) -> None:
    async with database.transaction() as uow:
        await uow.people.meet(BESA, now)  # from before days were noted
        (await uow.people.meet(DREN, now)).active_on = date(2099, 1, 1)  # the clock was wrong
    assert await erase_unused(database, now) == 0
    for telegram_id in (BESA, DREN):
        person = await find(database, telegram_id)
        assert person is not None
        assert person.active_on == local_day(now)
    await erase_unused(database, now + timedelta(days=5))  # and does not begin again
    assert await post.warn(database, now + WARN_AFTER) == 2


async def test_more_people_than_a_page_are_all_dealt_with(
    database: Database, now: datetime, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PAGE", 2)
    for telegram_id in range(1, 6):
        await (visit if telegram_id % 2 else stop)(database, telegram_id, now)
    assert await post.warn(database, now + LATE) == 3
    assert await erase_unused(database, now + LATE) == 2
    assert await known(database) == {1, 3, 5}


async def test_erasing_destroys_the_key_and_leaves_no_trace_in_the_files(
    database: Database, now: datetime
) -> None:
    await stop(database, 987654321012, now)
    async with database.transaction() as uow:
        person = await uow.people.find(987654321012)
        assert person is not None
        person_id = person.id
        await uow.answers.store(person_id, "place", "prizren", now)
        await uow.consents.store(Given(Purpose.ANSWERS, 1, now), person_id)
        place = ANSWER.at((person_id, "place"))
        sealed = await uow.seal.seal(person_id, place, "prizren", now)
    erased, _dropped = await tidy(database, now + LATE)
    assert erased == 1
    async with database.reading() as uow:
        assert len(await uow.keys.erasures()) == 1
        for kind in (Record.ANSWER, Record.WITHDRAWN_CONSENT):
            count = select(func.count()).select_from(table_of(AGES[kind][0]))
            assert (await uow._session.scalars(count)).one() == 0
        with pytest.raises(KeyDestroyedError):
            await uow.seal.unseal(person_id, place, sealed)
    if file := sqlite_path(database.url):
        mark = (987654321012).to_bytes(6, "big")
        for left in file.parent.glob(f"{file.stem}*"):
            assert mark not in left.read_bytes(), left.name


async def fill(database: Database, moment: datetime) -> None:
    """One record of every kind from a moment."""
    day = local_day(moment)
    number = int(moment.timestamp())
    async with database.transaction() as uow:
        person = await uow.people.meet(number, moment)
        people.note_activity(person, moment)
        await uow.answers.store(person.id, "place", "prizren", moment)
        given = Given(Purpose.ANSWERS, 1, moment, withdrawn_at=moment)
        await uow.consents.store(given, person.id)
        await uow.messages.note(person.id, [number], moment)
        await uow.updates.is_new(number, moment)
        await uow.updates.count_failure(number, "ValueError", moment)
        uow._session.add(Refusal(day=day, reason="forged", times=1))
        await uow.statistics.count_fallbacks(day, {MissingText("tr", "en", "Home"): 1})
        await uow.statistics.count_leaflet(day, "market")


async def left(database: Database) -> dict[Record, int]:
    found = {}
    async with database.reading() as uow:
        for record, (model, _column) in AGES.items():
            count = select(func.count()).select_from(table_of(model))
            found[record] = (await uow._session.scalars(count)).one()
    return found


PERIODS = [
    (Record.ANSWER, timedelta(days=366)),
    (Record.WITHDRAWN_CONSENT, timedelta(days=366)),
    (Record.MESSAGE, timedelta(hours=48)),
    (Record.UPDATE, timedelta(days=7)),
    (Record.FAILURE, timedelta(days=30)),
    (Record.REFUSAL, timedelta(days=732)),
    (Record.FALLBACK, timedelta(days=732)),
    (Record.LEAFLET, timedelta(days=732)),
]


@pytest.mark.parametrize(("record", "period"), PERIODS)
async def test_a_record_goes_when_its_time_is_over_and_not_before(
    database: Database, now: datetime, record: Record, period: timedelta
) -> None:
    await fill(database, now)
    early = now + period - timedelta(days=2 if period > timedelta(days=3) else 0)
    assert (await forget_old(database, early))[record] == 0
    assert (await left(database))[record] == 1
    late = now + period + timedelta(seconds=1)
    assert (await forget_old(database, late))[record] == 1
    assert (await left(database))[record] == 0
    assert (await forget_old(database, late))[record] == 0


async def test_a_consent_that_still_holds_and_a_confirmed_answer_stay(
    database: Database, now: datetime
) -> None:
    async with database.transaction() as uow:
        person = await uow.people.meet(BESA, now)
        await uow.consents.store(Given(Purpose.ANSWERS, 1, now), person.id)
        await uow.answers.store(person.id, "place", "prizren", now)
    late = now + timedelta(days=400)
    async with database.transaction() as uow:
        await uow.answers.store(person.id, "place", "prizren", late - timedelta(days=1))
    dropped = await forget_old(database, late)
    assert (dropped[Record.ANSWER], dropped[Record.WITHDRAWN_CONSENT]) == (0, 0)


async def test_many_records_go_in_batches(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 3)
    async with database.transaction() as uow:
        person = await uow.people.meet(BESA, now)
        await uow.messages.note(person.id, list(range(7)), now)
        await uow.messages.note(person.id, [100], now + timedelta(hours=47))
    dropped = await forget_old(database, now + timedelta(hours=49))
    assert dropped[Record.MESSAGE] == 7
    async with database.reading() as uow:
        assert (await uow._session.scalars(select(ChatMessage.message_id))).all() == [100]


async def test_the_log_of_sqlite_is_emptied_also_when_something_failed(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> int:
        raise DatabaseAwayError

    monkeypatch.setattr(retention, "forget_old", fail)
    await stop(database, BESA, now)
    with pytest.raises(DatabaseAwayError):
        await tidy(database, now + LATE)
    assert await known(database) == set()
    if file := sqlite_path(database.url):
        log = file.with_name(f"{file.name}-wal")
        assert not log.exists() or log.stat().st_size == 0


async def test_two_processes_do_not_tidy_side_by_side(database: Database, now: datetime) -> None:
    if database.is_sqlite:
        pytest.skip("one process serves a file")
    await stop(database, DREN, now)
    other = Database(database.url)
    async with run_alone(other, "tidy") as mine:
        assert mine
        assert await tidy(database, now + LATE) == (0, {})
    await other.close()
    async with run_alone(database, "tidy") as mine:
        assert mine


async def test_a_visit_and_an_erasure_at_once_end_well(database: Database, now: datetime) -> None:
    """Whoever is first: the person is kept or met anew, and nothing fails."""
    for number in range(10):
        await stop(database, number, now)
    later = now + LATE
    visits = [visit(database, number, later) for number in range(10)]
    await asyncio.gather(*visits[:5], erase_unused(database, later), *visits[5:])
    assert await known(database) == set(range(10))
    for number in range(10):
        person = await find(database, number)
        assert person is not None
        assert person.active_on == local_day(later)


@pytest.mark.parametrize("seed", range(4 if LONG else 1))
async def test_a_long_random_life_keeps_the_promises(
    database: Database, now: datetime, seed: int
) -> None:
    """The real jobs on a real database against a simple account of what was promised.

    One life on each kind of database, with ``KOMSHI_LONG`` four.
    """
    dice = random.Random(seed)
    moment = now
    post = Post()
    last_visit: dict[int, datetime] = {}
    told: dict[int, datetime] = {}

    for _ in range(120):
        moment += timedelta(hours=dice.choice([1, 6, 30, 24 * 15, 24 * 60, 24 * 400]))
        whom = dice.randrange(6)
        match dice.choice(["visit", "stop", "resume", "block", "warn", "warn", "erase", "erase"]):
            case "visit" | "resume":
                await visit(database, whom, moment)
                async with database.transaction() as uow:
                    met = await uow.people.meet(whom, moment)
                    met.stopped_at = met.unreachable_at = None
                last_visit[whom] = moment
                told.pop(whom, None)
            case "stop":
                await stop(database, whom, moment)
                last_visit[whom] = moment
                told.pop(whom, None)
            case "block":
                async with database.transaction() as uow:
                    await uow.people.mark_unreachable(whom, dice.choice([moment, None]))
            case "warn":
                post.told.clear()
                post.outcome = dice.choice(
                    [DELIVERED, DELIVERED, *NOT_ARRIVED, Unreachable(DeliveryReason.BLOCKED)]
                )
                await post.warn(database, moment)
                told.update(dict.fromkeys(post.whom, moment))
            case "erase":
                before = {one: await find(database, one) for one in await known(database)}
                await tidy(database, moment)
                for gone in set(before) - await known(database):
                    person = before[gone]
                    assert person is not None
                    due = months_after(local_day(last_visit[gone]), Months(24))
                    assert local_day(moment) >= due
                    if gone in told:
                        assert moment - told.pop(gone) >= NOTICE
                    else:
                        assert person.stopped_at or person.unreachable_at
    # And without anybody coming any more, nobody is left.
    post.outcome = DELIVERED
    for _ in range(3):
        moment = from_local(datetime.combine(local_day(moment + timedelta(days=400)), time(12)))
        await post.warn(database, moment)
        await tidy(database, moment)
    assert await known(database) == set()
