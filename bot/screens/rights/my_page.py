"""The page of everything that is kept about a person, in the words of the screens.

The second file of an export, for other programs, has the codes instead.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.content import Content
from bot.domain.delivery.contact_hours import QuietHours
from bot.domain.eligibility.questions import Question
from bot.domain.eligibility.verdicts import Verdict
from bot.domain.interests.declared import Interest
from bot.domain.localtime import local_day
from bot.domain.privacy.handling import DataGroup
from bot.domain.reading.references import spaced
from bot.domain.rights.my_data import CheckData, DeclaredInterest, HeldRole, MyData, SentQuestion
from bot.domain.screening.conversation import Reply, read
from bot.domain.staff.names import ROLES
from bot.domain.staff.roles import Dimension, Role
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Day, DayStyle, Joined, Labelled, Moment, Msg, Phrase, Plain
from bot.screens.calls.actions import Topic
from bot.screens.calls.alerts import topic_label
from bot.screens.inbox.own import name_of as topic_of
from bot.screens.inbox.own import state_of
from bot.screens.interests.outlook import WAYS
from bot.screens.interests.own import DECISIONS, STATES
from bot.screens.privacy.discretion import quiet_hours
from bot.screens.privacy.my_data import FIELD_LABELS, GROUP_LABELS, consent_state
from bot.screens.privacy.my_data import consent_name as name_of_consent
from bot.screens.screening.replies import describe
from bot.screens.screening.verdicts import sentence
from bot.screens.staff.reach import DIMENSIONS, extent

_PLACE = "place"
"""Under which the kept place lies among the answers."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One row of the page: what it is called, and what is kept, a line each."""

    label: Phrase
    lines: tuple[Phrase, ...]


def entries(data: MyData, content: Content) -> Sequence[PageEntry]:
    """A row for each thing that is kept, and none for what is not."""
    rows = [
        *_account(data),
        PageEntry(FIELD_LABELS["follows"], tuple(_followed(data, content))),
        PageEntry(Msg("Your place"), tuple(_place(data, content))),
        PageEntry(FIELD_LABELS["answers"], tuple(_replies(data.answers, content))),
        PageEntry(FIELD_LABELS["check"], tuple(_check(data.check, content))),
        PageEntry(FIELD_LABELS["sensitive_answers"], tuple(_replies(data.sensitive, content))),
        PageEntry(
            FIELD_LABELS["consents"],
            tuple(
                Labelled(name_of_consent(given.purpose), consent_state(given))
                for given in data.consents
            ),
        ),
        *(_question(question, content) for question in data.questions),
        *(_interest(declared, content) for declared in data.interests),
        PageEntry(GROUP_LABELS[DataGroup.STAFF], tuple(_staff(data, content))),
    ]
    return [row for row in rows if row.lines]


def _account(data: MyData) -> Iterator[PageEntry]:
    own_name = Language(data.language).own_name if data.language else ""
    yield PageEntry(FIELD_LABELS["telegram_id"], (Plain(str(data.telegram_id)),))
    yield PageEntry(FIELD_LABELS["language"], (Plain(own_name),) if own_name else ())
    yield PageEntry(FIELD_LABELS["created_at"], (Moment(data.created_at),))
    yield PageEntry(
        FIELD_LABELS["active_on"],
        (Day(data.active_on, DayStyle.WITH_YEAR),) if data.active_on else (),
    )
    yield PageEntry(FIELD_LABELS["stopped"], (_yes_or_no(data.stopped),))
    neutral = () if data.discreet is None else (_yes_or_no(data.discreet),)
    yield PageEntry(FIELD_LABELS["discreet"], neutral)
    quiet = QuietHours(data.quiet_from, data.quiet_until)
    yield PageEntry(FIELD_LABELS["quiet_hours"], (quiet_hours(quiet),))
    yield PageEntry(FIELD_LABELS["has_passcode"], (_yes_or_no(data.has_passcode),))
    messages = (Plain(str(data.messages)),) if data.messages else ()
    yield PageEntry(FIELD_LABELS["messages"], messages)


def _yes_or_no(value: bool) -> Phrase:  # noqa: FBT001 -- it is all that is said
    return Msg("yes") if value else Msg("no")


def _followed(data: MyData, content: Content) -> Iterator[Phrase]:
    for topic, subject in data.follows:
        known = Topic(topic) if topic in set(Topic) else None
        label = topic_label(known) if known else Plain(topic)
        yield Labelled(label, _name_of(known, subject, content))


def _name_of(topic: Topic | None, subject: str, content: Content) -> Phrase:
    """What something followed is called; its id if it is gone."""
    match topic:
        case Topic.CALL if subject in content.calls:
            return content.calls[subject].title
        case Topic.PROGRAMME if subject in content.programmes:
            return Plain(content.programmes[subject].short_name)
        case Topic.MUNICIPALITY if subject in content.municipalities:
            return content.municipalities[subject].pair
        case Topic.KIND if subject in content.kinds:
            return content.kinds[subject].name
    return Plain(subject)


def _place(data: MyData, content: Content) -> Iterator[Phrase]:
    if kept := data.answers.get(_PLACE):
        yield _municipality(kept, content)


def _municipality(place: str, content: Content) -> Phrase:
    known = content.municipalities.get(place)
    return known.pair if known else Plain(place)


def _replies(replies: Mapping[str, str], content: Content) -> Iterator[Phrase]:
    """A line for each answer; what the rules do not know any more is said as it is kept."""
    for question, text in replies.items():
        known = content.rules.questions.get(question)
        reply = read(known, text) if known else None
        if known is not None and reply is not None:
            yield Labelled(known.short, describe(known, reply))
        elif question != _PLACE:
            yield Labelled(known.short if known else Plain(question), Plain(text))


def _check(check: CheckData | None, content: Content) -> Iterator[Phrase]:
    if check is None:
        return
    if check.aim in content.calls:
        yield Labelled(Msg("What you look for"), content.calls[check.aim].title)
    elif check.aim:
        goal = content.goals.get(check.aim)
        yield Labelled(Msg("What you look for"), goal.label if goal else Plain(check.aim))
    yield from _replies(check.replies, content)


def _question(question: SentQuestion, content: Content) -> PageEntry:
    thread = question.thread
    lines: list[Phrase] = [
        Labelled(Msg("About"), topic_of(thread.about, content)),
        Labelled(Msg("How it stands"), state_of(thread)),
    ]
    for entry in question.entries:
        who = Msg("You") if entry.author is None else Msg("The team")
        lines.append(Labelled(Joined((who, Moment(entry.sent_at)), ", "), Plain(entry.text)))
    return PageEntry(Msg("Question {number}", number=f"{thread.id}"), tuple(lines))


def _interest(declared: DeclaredInterest, content: Content) -> PageEntry:
    interest, contact, shared = declared.interest, declared.contact, declared.shared
    call = content.calls.get(interest.call_id)
    lines: list[Phrase] = [
        Labelled(Msg("Call"), call.title if call else Plain(interest.call_id)),
        Labelled(Msg("Since"), Moment(interest.declared_at)),
        Labelled(Msg("How it stands"), STATES[interest.state]),
    ]
    if interest.municipality:
        lines.append(Labelled(Msg("Place"), _municipality(interest.municipality, content)))
    if interest.decision is not None:
        lines.append(DECISIONS[interest.decision])
    if interest.code:
        lines.append(Labelled(Msg("Code"), Plain(spaced(interest.code))))
    if interest.completed_at is not None:
        since = Msg("since {day}", day=_day(interest.completed_at))
        lines.append(Labelled(Msg("Complete"), since))
    lines += _papers(interest, content)
    if contact is not None:
        way: Phrase = WAYS[contact.way]
        reached = Joined((way, Plain(contact.phone))) if contact.phone else way
        lines.append(Labelled(Msg("The team reaches you"), reached))
    if shared is not None:
        if shared.verdict in set(Verdict):
            lines.append(sentence(Verdict(shared.verdict)))
        shown = {**shared.answers, **(shared.sensitive or {})}
        questions = content.rules.questions
        lines += [_shared(questions.get(one), one, answer) for one, answer in shown.items()]
    name = GROUP_LABELS[DataGroup.INTERESTS]
    return PageEntry(Labelled(name, Plain(spaced(interest.reference))), tuple(lines))


def _papers(interest: Interest, content: Content) -> Iterator[Phrase]:
    call = content.calls.get(interest.call_id)
    for line, paper in enumerate(call.bring if call else ()):
        if interest.papers >> line & 1:
            yield Labelled(Msg("You have"), paper)


def _shared(question: Question | None, name: str, answer: Reply) -> Phrase:
    """An answer that the team sees."""
    if question is None:
        return Labelled(Plain(name), Plain(str(answer)))
    return Labelled(Labelled(Msg("The team sees"), question.short), describe(question, answer))


def _staff(data: MyData, content: Content) -> Iterator[Phrase]:
    if data.staff_name:
        yield Plain(data.staff_name)
    for held in data.roles:
        yield from _role(held, content)


def _role(held: HeldRole, content: Content) -> Iterator[Phrase]:
    name = ROLES[Role(held.role)] if held.role in set(Role) else Plain(held.role)
    reach = {
        Dimension.PROGRAMMES: held.programmes,
        Dimension.MUNICIPALITIES: held.municipalities,
        Dimension.CENTERS: held.centers,
    }
    yield Labelled(name, Msg("since {day}", day=_day(held.given_at)))
    for dimension, ids in reach.items():
        chosen = None if ids == "*" else frozenset(filter(None, ids.split(",")))
        yield Labelled(DIMENSIONS[dimension], extent(chosen, dimension, content))
    if held.revoked_at is not None:
        yield Labelled(Msg("Ended"), Moment(held.revoked_at))


def _day(moment: datetime) -> Day:
    return Day(local_day(moment), DayStyle.WITH_YEAR)
