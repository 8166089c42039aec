"""The interface sentences of every language, read from ``locales/`` and kept in memory."""

import gettext
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path
from typing import Self

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.text.languages import Language
from bot.domain.text.serbian import to_cyrillic


class Catalogues:
    """All translated sentences; a language without a file has none."""

    def __init__(
        self,
        translations: Mapping[Language, gettext.NullTranslations],
        latin_names: Collection[str] = (),
    ) -> None:
        self._translations = translations
        self._latin_names = tuple(latin_names)

    @classmethod
    def load(cls, locales_dir: Path, latin_names: Collection[str] = ()) -> Self:
        """Read and compile ``<language>/LC_MESSAGES/messages.po`` of every language there is.

        Args:
            locales_dir: The folder with a folder for each language.
            latin_names: Names that stay in Latin letters in Serbian Cyrillic, besides those that
                always do.

        Raises:
            PoFileError: A file cannot be understood.
        """
        files = {language: catalogue_path(locales_dir, language) for language in Language}
        return cls(
            {language: _compile(path) for language, path in files.items() if path.is_file()},
            latin_names,
        )

    def sentence(self, language: Language, msgid: str) -> str | None:
        """The sentence in this very language, or nothing; English is its own translation."""
        if language is Language.SERBIAN_CYRILLIC:
            return self.cyrillic(self.sentence(Language.SERBIAN_LATIN, msgid))
        found = self._translations.get(language)
        text = found.gettext(msgid) if found else ""
        if not text and language is Language.ENGLISH:
            return msgid
        return text or None

    def plural(self, language: Language, one: str, many: str, n: int) -> str | None:
        """The form of a counted sentence for ``n`` in this very language, or nothing."""
        if language is Language.SERBIAN_CYRILLIC:
            return self.cyrillic(self.plural(Language.SERBIAN_LATIN, one, many, n))
        found = self._translations.get(language)
        text = found.ngettext(one, many, abs(n)) if found else ""
        if not text and language is Language.ENGLISH:
            return one if abs(n) == 1 else many
        return text or None

    def cyrillic(self, latin: str | None) -> str | None:
        """Serbian text in Cyrillic letters, names in Latin letters left as they are."""
        return None if latin is None else to_cyrillic(latin, self._latin_names)


def catalogue_path(locales_dir: Path, language: Language) -> Path:
    """Where the sentences of a language are kept; Serbian Cyrillic has no file of its own."""
    return locales_dir / language.value / "LC_MESSAGES" / "messages.po"


class _Nothing(gettext.NullTranslations):
    """Answers for what is missing, so that a gap is not taken for an English sentence."""

    def gettext(self, message: str) -> str:  # noqa: ARG002 -- the signature is the library's
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002 -- likewise
        return ""


def _compile(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    translations.add_fallback(_Nothing())
    return translations
