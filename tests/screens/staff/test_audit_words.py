"""What the entries of the log say to a reader."""

from datetime import UTC, datetime

import pytest

from bot.domain.staff.audit import Deed, Line
from bot.domain.staff.roles import Act
from bot.domain.text.languages import Language
from bot.screens.staff.audit_words import Vocabulary, say
from handlers.staff.audit import _CODES
from tests.repository import content, translator

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
ARTA = 900_001
WHY = "to reach people outside Telegram or one by one"
SENTENCES = [
    (Act.VIEW_INTERESTS, "interest:12:read", "interest 12, read"),
    (Act.READ_ORIGIN, "interest:12:origin", "interest 12, answers about origin read"),
    (Act.HANDLE_INTERESTS, "interest:12:decided:no-funds", "interest 12, decided, No money left"),
    (Act.HANDLE_INTERESTS, "interest:12:decided:waiting", "interest 12, decided, Waiting list"),
    (Act.HANDLE_INTERESTS, "interest:12:contact", "interest 12, contacted"),
    (Act.CHECK_FOR_OTHERS, "interest:12:phone", "interest 12, phone number noted"),
    (Act.ANSWER_INBOX, "inbox:7:closed:not_for_us", "question 7, closed, not for this team"),
    (Act.ANSWER_INBOX, f"inbox:7:handed-over:{ARTA}", "question 7, handed over, Arta"),
    (Act.SEND_BROADCAST, "broadcast:3:sent:18", "broadcast 3, sent, recipients: 18"),
    (Act.SEND_BROADCAST, "broadcast:3:recalled", "broadcast 3, recalled"),
    (Act.REGISTER_CHATS, "chat:4:sq", "group or channel 4, Shqip"),
    (Act.REGISTER_CHATS, "chat:4:none", "group or channel 4, no language"),
    (Act.EXPORT_PERSONAL, "export:5:asked:programme:integra:reach",
     f"table 5, asked for, followers of a programme, INTEGRA, {WHY}"),
    (Act.APPROVE_EXPORT, "export:5:refused", "table 5, refused"),
    (Act.EXPORT_FIGURES, "figures", "figures"),
    (Act.VIEW_AUDIT, "log:taken", "log, taken along"),
    (Deed.ROLE_ENDED, f"focal_point:{ARTA}", "Focal point, Arta"),
]  # fmt: skip


def said(act: Act | Deed, subject: str, language: Language) -> str:
    """An entry as a reader of a language sees it."""
    line = Line(1, AT, ARTA, act.value, subject)
    words = Vocabulary({ARTA: "Arta"}, content(), _CODES)
    return translator().plain(say(line, words), language)


@pytest.mark.parametrize(("act", "subject", "sentence"), SENTENCES)
def test_an_entry_is_a_sentence(act: Act | Deed, subject: str, sentence: str) -> None:
    assert said(act, subject, Language.ENGLISH).startswith("Arta · ")
    assert said(act, subject, Language.ENGLISH).endswith(f": {sentence}")


@pytest.mark.parametrize(("act", "subject", "sentence"), SENTENCES)
def test_no_word_of_it_stays_as_it_is_stored(act: Act | Deed, subject: str, sentence: str) -> None:
    read = said(act, subject, Language.ALBANIAN)
    kept = ("INTEGRA", "Arta", "integra", "sq", "log", "chat", "programme", "export")
    raw = [part for part in subject.split(":") if not part.isdecimal() and part not in kept]
    assert [part for part in raw if f" {part}" in read.replace(",", "")] == []
    assert sentence not in read or sentence in kept


def test_a_round_says_its_call_and_its_day() -> None:
    read = said(Act.MANAGE_ROUNDS, "akt-startup:2:extend:2026-12-20T15:00", Language.ENGLISH)
    title = translator().plain(content().calls["akt-startup"].title, Language.ENGLISH)
    assert f"{title}, round: 2, extended, until: " in read
    assert "16:00" in read
    assert "2026-12" not in read


def test_a_code_of_another_release_stays_as_it_is() -> None:
    assert said(Act.ANSWER_INBOX, "inbox:7:juggled", Language.ENGLISH).endswith("juggled")
