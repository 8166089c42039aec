"""The last step before a person reads: a phrase, a language, and out come words."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import assert_never

from bot.domain.localtime import local_day
from bot.domain.text.escaping import html_safe
from bot.domain.text.languages import Language, stand_ins
from bot.domain.text.phrases import (
    Copied,
    Day,
    Joined,
    Labelled,
    Listed,
    Moment,
    Money,
    Msg,
    Param,
    Phrase,
    Plain,
    Plural,
    Strong,
    Words,
)
from bot.domain.text.serbian import to_latin
from bot.i18n.catalogues import Catalogues
from bot.i18n.formats import formats_for

OnFallback = Callable[[Language, Language, str], None]
"""Told the wanted language, the one that stood in, and the name of the text."""

_PLACE = re.compile(r"\{(\w+)\}")


class Translator:
    """Turns phrases into the words of a language, as plain text or as Telegram's HTML.

    A text that is missing is taken from the languages that stand in for it, and each such use
    is reported.

    Args:
        now: The clock; a day in another year than now is said with its year.
    """

    def __init__(
        self,
        catalogues: Catalogues,
        on_fallback: OnFallback | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self._catalogues = catalogues
        self._on_fallback = on_fallback
        self._now = now

    def today(self) -> date | None:
        """The day on which the words are read; None without a clock."""
        return None if self._now is None else local_day(self._now())

    def plain(self, phrase: Phrase, language: Language, second: Language | None = None) -> str:
        """The phrase as text without any markup: for buttons, command menus and files.

        Args:
            phrase: What to say.
            language: The language the person reads.
            second: A second language the person named; stands in first for Romani.
        """
        return _Speech(self, language, second, marked_up=False).say(phrase)

    def html(self, phrase: Phrase, language: Language, second: Language | None = None) -> str:
        """The phrase as Telegram HTML: every text escaped, strong phrases in bold.

        Args:
            phrase: What to say.
            language: The language the person reads.
            second: A second language the person named; stands in first for Romani.
        """
        return _Speech(self, language, second, marked_up=True).say(phrase)

    def sentence(self, message: Msg | Plural, wanted: Language, second: Language | None) -> str:
        """The template of an interface sentence, from the first language that has it."""
        template = self._template(message, wanted)
        if template is not None:
            return template
        for language in stand_ins(wanted, second):
            template = self._template(message, language)
            if template is not None:
                self._report(wanted, language, _name(message))
                return template
        raise AssertionError("English, the last stand-in, has every sentence")

    def words(self, words: Words, wanted: Language, second: Language | None) -> str:
        """The template of a content text, from the first language that has it."""
        text = self._content(words, wanted)
        if text:
            return text
        for language in (*stand_ins(wanted, second), *Language):
            text = self._content(words, language)
            if text:
                self._report(wanted, language, words.name)
                return text
        return ""

    def _template(self, message: Msg | Plural, language: Language) -> str | None:
        if isinstance(message, Msg):
            return self._catalogues.sentence(language, message.msgid)
        return self._catalogues.plural(language, message.one, message.many, message.n)

    def _content(self, words: Words, language: Language) -> str | None:
        text = words.texts.get(language.value) or words.texts.get(language.content_key)
        if text:
            made_by_rule = language is Language.SERBIAN_CYRILLIC and language not in words.texts
            return self._catalogues.cyrillic(text) if made_by_rule else text
        cyrillic = words.texts.get(Language.SERBIAN_CYRILLIC)
        if cyrillic and language is Language.SERBIAN_LATIN:
            return to_latin(cyrillic)
        return None

    def _report(self, wanted: Language, used: Language, name: str) -> None:
        if self._on_fallback is not None:
            self._on_fallback(wanted, used, name)


class _Speech:
    """One phrase being said to one person."""

    __slots__ = ("_formats", "_language", "_marked_up", "_second", "_translator")

    def __init__(
        self,
        translator: Translator,
        language: Language,
        second: Language | None,
        *,
        marked_up: bool,
    ) -> None:
        self._translator = translator
        self._language = language
        self._second = second
        self._marked_up = marked_up
        self._formats = formats_for(language)

    def say(self, phrase: Phrase) -> str:
        match phrase:
            case Msg() | Plural():
                template = self._translator.sentence(phrase, self._language, self._second)
                return self._fill(template, _params(phrase))
            case Words():
                template = self._translator.words(phrase, self._language, self._second)
                return self._fill(template, phrase.values)
            case Plain():
                return self._text(phrase.text)
            case Day() | Moment() | Money():
                return self._format(phrase)
            case _:
                return self._compose(phrase)

    def _format(self, phrase: Day | Moment | Money) -> str:
        match phrase:
            case Day():
                today = self._translator.today()
                return self._formats.day_seen(phrase.day, phrase.style, today)
            case Moment():
                return self._formats.moment(phrase.at, self._translator.today())
            case Money():
                return self._text(self._formats.money(phrase.amount, phrase.currency))
            case _:
                assert_never(phrase)

    def _compose(self, phrase: Listed | Joined | Strong | Copied | Labelled) -> str:
        match phrase:
            case Copied():
                text = self._text(phrase.text)
                return f"<code>{text}</code>" if self._marked_up else text
            case Listed():
                parts = [self.say(part) for part in phrase.parts]
                return self._formats.listed(parts, alternatives=phrase.alternatives)
            case Joined():
                return self._text(phrase.separator).join([self.say(part) for part in phrase.parts])
            case Strong():
                return self._strong(self.say(phrase.phrase))
            case Labelled():
                return f"{self._strong(self.say(phrase.label) + ':')} {self.say(phrase.value)}"
            case _:
                assert_never(phrase)

    def _fill(self, template: str, params: Mapping[str, Param]) -> str:
        """Put the values into their places; a place without a value stays visible."""
        pieces = _pieces(template, self._marked_up)
        if len(pieces) == 1:
            return pieces[0]
        said = [pieces[0]]
        for place, text in zip(pieces[1::2], pieces[2::2], strict=True):
            value = self._value(params[place]) if place in params else f"{{{place}}}"
            # A date may bring the full stop that the sentence ends with: "do 3. maja 2026."
            ends_twice = text.startswith(".") and value.endswith((".", ".</b>"))
            said += (value, text[1:] if ends_twice else text)
        return "".join(said)

    def _value(self, value: Param) -> str:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int):
            return self._formats.number(value)
        return self.say(value)

    def _text(self, text: str) -> str:
        return html_safe(text) if self._marked_up else text

    def _strong(self, text: str) -> str:
        return f"<b>{text}</b>" if self._marked_up else text


def _params(message: Msg | Plural) -> Mapping[str, Param]:
    return message.params if isinstance(message, Msg) else {**message.params, "n": message.n}


def _name(message: Msg | Plural) -> str:
    return message.msgid if isinstance(message, Msg) else message.one


@lru_cache(maxsize=8192)
def _pieces(template: str, marked_up: bool) -> tuple[str, ...]:  # noqa: FBT001 -- a cache key
    """A template cut into text, place, text, place, ... text."""
    return tuple(_PLACE.split(html_safe(template) if marked_up else template))
