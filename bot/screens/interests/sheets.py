"""The sheets of a list of who wants to apply, and of counts of checks, in no language yet."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.content import Content
from bot.domain.eligibility.questions import Question
from bot.domain.figures.exports import ExportRequest
from bot.domain.interests.views import ListedInterest
from bot.domain.localtime import local_day
from bot.domain.reading.references import spaced
from bot.domain.screening.conversation import Reply
from bot.domain.staff.roles import Act, StaffMember
from bot.domain.text.phrases import Day, DayStyle, Msg, Phrase, Plain
from bot.screens.figures import exports
from bot.screens.figures.sheets import Table, Value, about
from bot.screens.interests.desk import STATES
from bot.screens.interests.opened import DECISION_BUTTONS, VERDICTS
from bot.screens.interests.outlook import WAYS
from bot.screens.screening.replies import describe


def of_interests(
    member: StaffMember,
    request: ExportRequest,
    rows: Sequence[ListedInterest],
    content: Content,
    now: datetime,
) -> list[Table]:
    """Who wants to apply for a call, for the person who asked for the list."""
    front = about(member, Act.EXPORT_PERSONAL, now, (
        (Msg("Who wants to apply"), exports.subject_name(request.topic, request.subject, content)),
        (Msg("What for"), exports.REASONS[request.reason]),
        (Msg("Left out"), Msg("What people did not tick for the team, or took back.")),
        (Msg("Afterwards"), Msg("Erase this file when you have done what it was for.")),
    ))  # fmt: skip
    questions = content.rules.questions
    shared = [_answers(row) for row in rows]
    asked = [name for name in questions if any(name in answers for answers in shared)]
    head: Sequence[Phrase] = (
        Msg("Number"),
        Msg("Since"),
        Msg("How it stands"),
        Msg("Decision"),
        Msg("Municipality"),
        Msg("The check said"),
        Msg("Reach them"),
        Msg("Phone"),
        Msg("Joined"),
        *(questions[name].short for name in asked),
    )
    lines = [
        (
            *_line(row, content),
            *(_said(questions[name], answers[name]) if name in answers else None for name in asked),
        )
        for row, answers in zip(rows, shared, strict=True)
    ]
    return [front, Table(Msg("People"), head, lines)]


def _line(row: ListedInterest, content: Content) -> Sequence[Value]:
    interest, contact, shared = row.interest, row.contact, row.shared
    place = content.municipalities.get(interest.municipality)
    return (
        Plain(spaced(interest.reference)),
        Day(local_day(interest.declared_at), DayStyle.WITH_YEAR),
        STATES[interest.state],
        DECISION_BUTTONS[interest.decision] if interest.decision else None,
        place.name if place else None,
        VERDICTS.get(shared.verdict) if shared else None,
        WAYS[contact.way] if contact else None,
        Plain(contact.phone) if contact and contact.phone else None,
        Msg("joined by code") if interest.joined_to is not None else None,
    )


def _said(question: Question, reply: Reply) -> Value:
    """A number as a number; a span, which is all that some people said, in words."""
    return reply if type(reply) is int else describe(question, reply)


def _answers(row: ListedInterest) -> Mapping[str, Reply]:
    if row.shared is None:
        return {}
    return {**row.shared.answers, **(row.shared.sensitive or {})}
