"""A person's rights over their data: see it, take it along, have it erased (Law 06/L-082)."""

import html
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.reading.references import spaced
from bot.domain.rights.my_data import CheckData, DeclaredInterest, MyData, SentQuestion
from bot.domain.screening.conversation import Reply, Span
from bot.domain.staff.audit import Deed
from bot.services.case import Case
from bot.services.inbox import own as own_questions
from bot.services.interests import own as own_interests
from bot.services.privacy import answers, passcodes
from bot.services.staff import audit
from bot.storage.people import Person
from bot.storage.unit_of_work import UnitOfWork
from bot.storage.upkeep.erasure import erase_person


async def collect(case: Case) -> MyData:
    """Everything that is kept about a person."""
    uow = case.uow
    person = await uow.people.get(case.person_id)
    return MyData(
        telegram_id=person.telegram_id,
        language=person.language,
        created_at=person.created_at,
        active_on=person.active_on,
        stopped=person.stopped_at is not None,
        discreet=person.discreet,
        quiet_from=person.quiet_from,
        quiet_until=person.quiet_until,
        has_passcode=passcodes.is_set(person),
        follows=tuple(await uow.follows.of_person(person.id)),
        answers=await answers.kept(uow, person.id),
        consents=tuple(await uow.consents.of_person(person.id)),
        messages=len(await uow.messages.of_person(person.id)),
        staff_name=await uow.staff.name_of(person.id),
        roles=tuple(await uow.staff.history(person.id)),
        questions=await own_questions.kept(uow, person.id),
        check=await _check(uow, person.id),
        sensitive=await uow.screenings.kept_sensitive(person.id),
        interests=await own_interests.kept(uow, person.id),
    )


async def remembered_messages(case: Case) -> Sequence[int]:
    """The numbers of the chat's messages that the bot can still take away, those of two days."""
    return await case.uow.messages.of_person(case.person_id)


async def erase(uow: UnitOfWork, person: Person, now: datetime) -> Sequence[int]:
    """Erase everything about a person for good, also from backups that are put back later.

    Returns:
        The numbers of the chat's messages, so that they can be taken away as well.
    """
    messages = await uow.messages.of_person(person.id)
    if await uow.staff.number_of(person.id) is not None:
        await audit.note(uow, person.id, Deed.LEFT, "", now)
    await own_interests.leave_all(uow, person.id)
    await erase_person(uow, person.id, person.telegram_id, now)
    return messages


def as_json(data: MyData) -> bytes:
    """A person's data for machines."""
    return json.dumps(_plain(data), ensure_ascii=False, indent=2).encode()


def as_page(rows: Sequence[tuple[str, Sequence[str]]], title: str, language: str) -> bytes:
    """A person's data as a page for any browser.

    Args:
        rows: What each thing is called, and its lines, in the person's words.
        language: The code of these words.
    """
    cells = "".join(
        f"<tr><th>{html.escape(label)}</th><td>{'<br>'.join(map(html.escape, lines))}</td></tr>"
        for label, lines in rows
    )
    page = (
        f'<!doctype html><html lang="{html.escape(language)}">'
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<style>body{font:1rem sans-serif;margin:1rem}th,td{text-align:left;padding:.4rem;"
        "vertical-align:top;border-bottom:1px solid #ccc}</style>"
        f"<title>{html.escape(title)}</title><h1>{html.escape(title)}</h1><table>{cells}</table></html>"
    )
    return page.encode()


def _plain(data: MyData) -> dict[str, Any]:
    return {
        "telegram_id": data.telegram_id,
        "language": data.language,
        "created_at": data.created_at.isoformat(),
        "active_on": data.active_on.isoformat() if data.active_on else None,
        "stopped": data.stopped,
        "discreet": data.discreet,
        "quiet_hours": [data.quiet_from, data.quiet_until],
        "has_passcode": data.has_passcode,
        "follows": [f"{topic}: {subject}" for topic, subject in data.follows],
        "answers": dict(data.answers),
        "consents": [
            {
                "purpose": given.purpose.value,
                "version": given.version,
                "given_at": given.given_at.isoformat(),
                "withdrawn_at": given.withdrawn_at.isoformat() if given.withdrawn_at else None,
            }
            for given in data.consents
        ],
        "messages": data.messages,
        "questions": [_question(question) for question in data.questions],
        "check": {"looks_for": data.check.aim, "answers": dict(data.check.replies)}
        if data.check
        else {},
        "sensitive_answers": dict(data.sensitive),
        "interests": [_interest(declared) for declared in data.interests],
        **({"staff": _staff(data)} if data.roles or data.staff_name else {}),
    }


async def _check(uow: UnitOfWork, person_id: int) -> CheckData | None:
    conversation = await uow.screenings.find(person_id)
    if conversation is None:
        return None
    aim = conversation.aim
    return CheckData(aim.call or aim.goal, conversation.replies)


def _question(question: SentQuestion) -> dict[str, Any]:
    thread = question.thread
    return {
        "number": thread.id,
        "programme": thread.about.programme,
        "municipality": thread.about.municipality,
        "call": thread.about.call,
        "interest": thread.about.reference,
        "state": thread.state.value,
        "closed_because": thread.closing.value if thread.closing else None,
        "asked_at": thread.opened_at.isoformat(),
        "closed_at": thread.closed_at.isoformat() if thread.closed_at else None,
        "messages": [
            {
                "from": "you" if entry.author is None else "team",
                "sent_at": entry.sent_at.isoformat(),
                "text": entry.text,
                "changed": entry.is_change,
                "enclosed": entry.enclosed.medium.value if entry.enclosed else None,
                "file_id": entry.enclosed.file_id if entry.enclosed else None,
            }
            for entry in question.entries
        ],
    }


def _interest(declared: DeclaredInterest) -> dict[str, Any]:
    interest, contact, shared = declared.interest, declared.contact, declared.shared
    return {
        "number": spaced(interest.reference),
        "call": interest.call_id,
        "municipality": interest.municipality,
        "state": interest.state.value,
        "decision": interest.decision.value if interest.decision else None,
        "code": spaced(interest.code) if interest.code else None,
        "complete_since": interest.completed_at.isoformat() if interest.completed_at else None,
        "documents": [line + 1 for line in range(31) if interest.papers >> line & 1],
        "declared_at": interest.declared_at.isoformat(),
        "reached": contact.phone or contact.way.value if contact else None,
        "the_check_said": shared.verdict if shared else None,
        "shared": _as_said(shared.answers) if shared else {},
        "shared_about_origin": _as_said(shared.sensitive or {}) if shared else {},
    }


def _as_said(replies: Mapping[str, Reply]) -> dict[str, str]:
    return {
        name: f"{reply.low}-{reply.high}" if isinstance(reply, Span) else str(reply)
        for name, reply in replies.items()
    }


def _staff(data: MyData) -> dict[str, Any]:
    return {
        "name": data.staff_name,
        "roles": [
            {
                "role": held.role,
                "programmes": held.programmes,
                "municipalities": held.municipalities,
                "centers": held.centers,
                "given_at": held.given_at.isoformat(),
                "revoked_at": held.revoked_at.isoformat() if held.revoked_at else None,
            }
            for held in data.roles
        ],
    }
