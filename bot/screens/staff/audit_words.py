"""What an entry of the log says, in words: its subject is made of ids and codes, which stay."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.content import Content
from bot.domain.staff.audit import Deed, Line
from bot.domain.staff.names import ROLES, name_of_act
from bot.domain.staff.roles import Act, Role
from bot.domain.text.languages import Language
from bot.domain.text.phrases import Joined, Labelled, Moment, Msg, Phrase, Plain
from bot.screens.staff.team import colleague_name

_UTC: Final = ZoneInfo("UTC")
_MOMENT: Final = re.compile(r"(\d{4}-\d\d-\d\dT\d\d):(\d\d)$")

THINGS: Final[Mapping[str, Msg]] = {
    "interest": Msg("interest"),
    "inbox": Msg("question"),
    "broadcast": Msg("broadcast"),
    "export": Msg("table"),
    "invitation": Msg("invitation"),
    "chat": Msg("group or channel"),
    "log": Msg("log"),
    "figures": Msg("figures"),
    "programme": Msg("followers of a programme"),
    "call": Msg("followers of a call"),
    "interests": Msg("who wants to apply"),
}
"""What entries are about."""

DONE: Final[Mapping[str, Msg]] = {
    "read": Msg("read"),
    "origin": Msg("answers about origin read"),
    "contact": Msg("contacted"),
    "apply": Msg("has applied"),
    "decide": Msg("decided"),
    "decided": Msg("decided"),
    "withdraw": Msg("taken back"),
    "wrote": Msg("a message written"),
    "declared": Msg("declared at the desk"),
    "phone": Msg("phone number noted"),
    "erased": Msg("erased"),
    "recorded": Msg("recorded"),
    "removed": Msg("removed"),
    "replied": Msg("answered"),
    "claimed": Msg("taken over"),
    "handed-over": Msg("handed over"),
    "closed": Msg("closed"),
    "asked": Msg("asked for"),
    "agreed": Msg("agreed"),
    "returned": Msg("sent back"),
    "undone": Msg("undone"),
    "paused": Msg("paused"),
    "resumed": Msg("resumed"),
    "cancelled": Msg("cancelled"),
    "sent": Msg("sent"),
    "changed": Msg("changed"),
    "recalled": Msg("recalled"),
    "report": Msg("report taken along"),
    "taken": Msg("taken along"),
    "open": Msg("opened"),
    "extend": Msg("extended"),
    "close": Msg("closed"),
    "reopen": Msg("opened again"),
    "none": Msg("no language"),
}
"""What was done, by the word that entries have for it."""

_COUNTED: Final = frozenset({"asked", "agreed", "sent", "changed"})
"""After these, an entry on a broadcast has the number of its recipients."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the words of entries are taken from.

    Args:
        names: How colleagues call one another, by staff number.
        content: In which calls and programmes have their names.
        codes: What decisions, reasons and the like are called in their own subjects.
    """

    names: Mapping[int, str]
    content: Content
    codes: Mapping[str, Msg]


def say(line: Line, words: Vocabulary) -> Phrase:
    """Who did what to which number, as a sentence."""
    act = name_of_act(line.act) or Plain(line.act)
    if line.act == Deed.REFUSED and line.subject in set(Act):
        details: Phrase | None = name_of_act(line.subject)
    else:
        details = subject_of(line.subject, words)
    done = Labelled(act, details) if details is not None else act
    return Joined((actor_of(line, words.names), done), " · ")


def actor_of(line: Line, names: Mapping[int, str]) -> Phrase:
    """Who did it: a colleague, somebody else, or the bot itself."""
    if line.actor is not None:
        return colleague_name(line.actor, names)
    return Msg("Somebody outside the team") if line.act == Deed.REFUSED else Plain("Komshi")


def subject_of(subject: str, vocabulary: Vocabulary) -> Phrase | None:
    """What an entry is about and what was done, in words; None if it says nothing."""
    ends = _MOMENT.search(subject)
    if ends is not None:
        subject = subject[: ends.start()].rstrip(":")
    words: list[Phrase] = []
    parts = [part for part in subject.split(":") if part]
    for at, part in enumerate(parts):
        before = parts[at - 1] if at else ""
        words.append(_word(part, at, before, vocabulary))
        if part in THINGS and at == 0 and len(parts) > 1 and parts[1].isdecimal():
            words[-1] = Joined((words[-1], Plain(parts[1])))
    if parts and parts[0] in THINGS and len(parts) > 1 and parts[1].isdecimal():
        del words[1]
    if ends is not None:
        moment = datetime.strptime(f"{ends[1]}:{ends[2]}", "%Y-%m-%dT%H:%M").replace(tzinfo=_UTC)
        words.append(Labelled(Msg("until"), Moment(moment)))
    return Joined(tuple(words), ", ") if words else None


def _word(part: str, at: int, before: str, words: Vocabulary) -> Phrase:
    if part.isdecimal():
        return _number(int(part), at, before, words)
    if at == 0 and part in THINGS:
        return THINGS[part]
    return _named(part, words) or DONE.get(part) or words.codes.get(part) or Plain(part)


def _named(part: str, words: Vocabulary) -> Phrase | None:
    """What a call, programme, language, role or kind of table is called."""
    content = words.content
    if part in content.calls:
        return content.calls[part].title
    if part in content.programmes:
        return Plain(content.programmes[part].short_name)
    if part in set(Language):
        return Plain(Language(part).own_name)
    return ROLES[Role(part)] if part in set(Role) else THINGS.get(part)


def _number(number: int, at: int, before: str, words: Vocabulary) -> Phrase:
    label: Phrase | None = None
    if before == "handed-over" or number in words.names:
        return colleague_name(number, words.names)
    if before in _COUNTED and at > 1:
        label = Msg("recipients")
    elif before in words.content.calls:
        label = Msg("round")
    return Plain(f"{number}") if label is None else Labelled(label, Plain(f"{number}"))
