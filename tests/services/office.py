"""People who did a check and want to apply, and the colleagues who help them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.content import Content
from bot.domain.delivery.outbox import Lane
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.questions import Form, Option, Question
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet
from bot.domain.interests.declared import Interest
from bot.domain.screening.conversation import Aim
from bot.domain.staff.roles import EVERYWHERE, Role, Scope, full_scope
from bot.domain.text.phrases import Words
from bot.services.case import Case
from bot.services.interests import own
from bot.services.screening import conversation
from bot.storage.unit_of_work import Database, UnitOfWork

BESA, DREN, ARTA, LUAN = 1001, 1002, 1003, 1004


def words(said: str) -> Words:
    return Words({"en": said})


def a_question(name: str, form: Form, *options: str, sensitive: bool = False) -> Question:
    return Question(
        id=name,
        form=form,
        topic="person",
        label=words(name),
        short=words(name),
        why=words(name),
        options=tuple(Option(one, words(one)) for one in options),
        low=14 if form is Form.NUMBER else None,
        high=99 if form is Form.NUMBER else None,
        sensitive=sensitive,
    )


def compiled_rules() -> Compiled:
    questions = (
        a_question("municipality", Form.MUNICIPALITY, "istog", "prizren", "shterpce"),
        a_question("age", Form.NUMBER),
        a_question("trade", Form.CHOICE, "welding", "none"),
        a_question("community", Form.CHOICE, "albanian", "serb", "other", sensitive=True),
    )
    grown = Criterion("age", Operator.AT_LEAST, (18,), words("grown-ups"))
    anyone = Criterion("community", Operator.IN, ("albanian", "serb"), words("anyone"))
    place = Criterion("municipality", Operator.IN, ("istog", "prizren"), words("places"))
    rules = {call: Rule(call, (grown, place)) for call in ("bees", "milk", "school")}
    rules["tools"] = Rule("tools", (grown, place, anyone))
    return compile_rules(RuleSet("1", {one.id: one for one in questions}, {}, rules))


def with_applicants(content: Content) -> Content:
    applicants = {
        "bees": ("household",),
        "tools": ("cso_partnership",),
        "school": ("municipality",),
        "milk": ("person",),
    }
    papers = (words("identity card"), words("proof of address"))
    calls = {
        name: replace(call, applicants=applicants[name], bring=papers)
        for name, call in content.calls.items()
    }
    return replace(content, calls=calls)


@dataclass
class Office:
    """A database with open calls, and people who did the check."""

    database: Database
    content: Content
    compiled: Compiled
    now: datetime

    def case(self, uow: UnitOfWork, person_id: int, now: datetime | None = None) -> Case:
        """What services take of this person, now or at another time."""
        return Case(uow, self.content, self.compiled, person_id, now or self.now)

    async def person(self, telegram_id: int, **answers: str) -> int:
        """Somebody who answered these questions."""
        async with self.database.transaction() as uow:
            person = await uow.people.meet(telegram_id, self.now)
            if answers:
                case = self.case(uow, person.id)
                talk = await conversation.begin(case, Aim())
                for question, answer in answers.items():
                    talk = await conversation.answer(case, talk, question, answer)
            return person.id

    async def declare(
        self, person_id: int, call: str, *, flipped: int = 0, code: str = ""
    ) -> Interest:
        async with self.database.transaction() as uow:
            return await own.declare(self.case(uow, person_id), call, flipped, code)

    async def colleague(
        self, telegram_id: int, role: Role = Role.COORDINATOR, scope: Scope = EVERYWHERE
    ) -> int:
        async with self.database.transaction() as uow:
            person = await uow.people.meet(telegram_id, self.now)
            number = await uow.staff.enrol(person.id)
            await uow.staff.give(person.id, role, full_scope(role, scope), number, self.now)
            return person.id

    async def read(self, interest_id: int) -> Interest:
        async with self.database.reading() as uow:
            found = await uow.interests.find(interest_id)
        assert found is not None
        return found


HERE: Mapping[str, str] = {"municipality": "prizren", "age": "30", "community": "serb"}
PLACE_BIT, COMMUNITY_BIT = 1 << 0, 1 << 3


async def told(office: Office, person_id: int) -> list[tuple[str, dict[str, object]]]:
    async with office.database.reading() as uow:
        due = await uow.outbox.due(Lane.INTERACTIVE, office.now, 50)
    return [(one.kind, dict(one.params)) for one in due if one.recipient.person_id == person_id]


async def log_of(office: Office) -> list[str]:
    async with office.database.reading() as uow:
        return [f"{line.act} {line.subject}" for line in reversed(await uow.audit.latest(100))]
