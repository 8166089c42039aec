"""Keeps the files in ``locales/`` in step with the code, and says what is wrong with them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import generate_po, read_po

from bot.domain.text.languages import COMPLETE, FACTS, OFFERED, Language
from bot.i18n.catalogues import catalogue_path
from bot.i18n.extraction import Findings, Sentence, find_sentences
from bot.i18n.proofreading import proofread

LOCALES = "locales"
TEMPLATE = "messages.pot"

PLURAL_FORMS = {one: facts.plurals for one, facts in FACTS.items() if facts.plurals is not None}
"""The rule of each language that has a file, as gettext writes it."""

_WIDTH = 96


def extract(root: Path) -> str:
    """The text of ``locales/messages.pot`` for the code as it is now.

    The same code gives the same text, byte for byte: no dates, no line numbers, and sentences in
    the order of their English words, so that moving code between files changes no order.
    """
    return _written(_template(find_sentences(root)), _header(None))


def update(root: Path) -> list[str]:
    """Bring the template and the file of every language up to date with the code.

    Translations are kept, sentences that the code has no more are dropped, new ones wait for
    their translation. A missing file is made for every language on offer.

    Returns:
        The files that changed, as paths below the root.
    """
    locales = root / LOCALES
    template = _template(find_sentences(root))
    texts = {locales / TEMPLATE: _written(template, _header(None))}
    for language in PLURAL_FORMS:
        path = catalogue_path(locales, language)
        if path.is_file() or language in OFFERED:
            texts[path] = _updated(path, language, template)
    return [path.relative_to(root).as_posix() for path, text in texts.items() if _put(path, text)]


def problems(root: Path) -> list[str]:
    """Everything that is wrong with the template and the translations, one sentence each."""
    locales = root / LOCALES
    findings = find_sentences(root)
    found = list(findings.faults)
    template_path = locales / TEMPLATE
    template = _written(_template(findings), _header(None))
    if not template_path.is_file() or template_path.read_text("utf-8") != template:
        found.append(f"{LOCALES}/{TEMPLATE}: not up to date with the code")
    labels = {sentence.one for sentence in findings.labels}
    for language in PLURAL_FORMS:
        path = catalogue_path(locales, language)
        if path.is_file():
            name = path.relative_to(root).as_posix()
            found += (
                f"{name}: {fault}" for fault in _faults(path, language, findings.files, labels)
            )
        elif language in OFFERED:
            found.append(f"{path.relative_to(root).as_posix()}: missing")
    return found


def _template(findings: Findings) -> Catalog:
    catalog = Catalog(fuzzy=False)
    for sentence, files in findings.files.items():
        catalog.add(_id(sentence), locations=[(file, 1) for file in files])
    return catalog


def _updated(path: Path, language: Language, template: Catalog) -> str:
    """The file of a language with the sentences of the template and its own translations."""
    before = {message.id: message for message in _messages(_read(path))} if path.is_file() else {}
    after = _empty(language)
    for message in map(Message.clone, _messages(template)):
        known = before.get(message.id)
        if known is not None:
            message.string = known.string
            message.user_comments = known.user_comments
            message.flags |= known.flags
        elif message.pluralizable:
            is_english = language is Language.ENGLISH
            message.string = tuple(message.id) if is_english else ("",) * after.num_plurals
        after[message.id] = message
    return _written(after, _header(language))


def _faults(
    path: Path, language: Language, sentences: Iterable[Sentence], labels: set[str]
) -> Iterator[str]:
    catalog = _read(path)
    wanted = {sentence.one: sentence for sentence in sentences}
    known = {_english(message): message for message in _messages(catalog)}
    if catalog.plural_forms != PLURAL_FORMS[language].rstrip(";") + ";":
        yield "the header has another plural rule than the language"
    for key in known.keys() - wanted.keys():
        yield f"{key!r} is not in the code any more"
    for key, sentence in wanted.items():
        message = known.get(key)
        if message is None or not any(_forms(message)):
            if language in COMPLETE and (language is not Language.ENGLISH or sentence.many):
                yield f"{key!r} has no translation"
        elif message.fuzzy:
            yield f"{key!r} is marked fuzzy: somebody has to look at it"
        else:
            for fault in proofread(sentence, _forms(message), language, is_label=key in labels):
                yield f"{key!r}: {fault}"


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def _empty(language: Language) -> Catalog:
    header = _header(language).encode()
    return read_po(iter(header.splitlines(keepends=True)), abort_invalid=True)


def _header(language: Language | None) -> str:
    name = "template" if language is None else language.value
    lines = [
        f"# Interface sentences of Komshi: {name}.",
        "# How to work with this file: docs/content-guide.md",
        'msgid ""',
        'msgstr ""',
        r'"MIME-Version: 1.0\n"',
        r'"Content-Type: text/plain; charset=utf-8\n"',
        r'"Content-Transfer-Encoding: 8bit\n"',
    ]
    if language is not None:
        lines += [
            rf'"Language: {language.value}\n"',
            rf'"Plural-Forms: {PLURAL_FORMS[language]}\n"',
        ]
    return "\n".join(lines) + "\n\n"


def _written(catalog: Catalog, header: str) -> str:
    body = generate_po(
        catalog,
        ignore_obsolete=True,
        sort_by="message",
        include_lineno=False,
        omit_header=True,
        width=_WIDTH,
    )
    return (header + "".join(body)).rstrip("\n") + "\n"


def _put(path: Path, text: str) -> bool:
    """Write a file if it says something else now."""
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string or ""
    return (string,) if isinstance(string, str) else tuple(string)


def _id(sentence: Sentence) -> str | tuple[str, str]:
    return sentence.one if sentence.many is None else (sentence.one, sentence.many)


def _english(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)
