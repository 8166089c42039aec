"""Finds the interface sentences in our own source code."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCES = ("bot", "handlers", "scheduler")
"""The folders whose code speaks to people."""

_SENTENCES = ("Msg", "Plural")
_BUTTONS = ("Button", "Link")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the code has it.

    Args:
        one: The English sentence; for a counted one, the form for 1.
        many: The form for other numbers, where the sentence is counted.
    """

    one: str
    many: str | None = None


@dataclass(slots=True)
class Findings:
    """All sentences of the code, and what cannot be one.

    Args:
        files: For each sentence the files it stands in, first come first.
        labels: The sentences that stand on buttons.
        faults: Places where a sentence is not written out, as 'file:line: what is wrong'.
    """

    files: dict[Sentence, list[str]] = field(default_factory=dict)
    labels: set[Sentence] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def find_sentences(root: Path) -> Findings:
    """Read every `Msg` and `Plural` in the code below a project's root, in a stable order.

    Raises:
        SyntaxError: A file that says something is not Python.
    """
    findings = Findings()
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*.py")):
            code = path.read_text("utf-8")
            # Most files say nothing, and reading them as Python would be most of the work.
            if any(name in code for name in _SENTENCES):
                _read(ast.parse(code, str(path)), path.relative_to(root).as_posix(), findings)
    said = Counter(sentence.one for sentence in findings.files)
    findings.faults += (
        f"{one!r} is said in two ways: a sentence is counted everywhere or nowhere"
        for one, times in said.items()
        if times > 1
    )
    return findings


def _read(tree: ast.Module, file: str, findings: Findings) -> None:
    for call in _calls(tree):
        name = _called(call)
        if name in _SENTENCES:
            sentence = _sentence(call)
            if sentence is None:
                findings.faults.append(
                    f"{file}:{call.lineno}: {name} needs its sentence written out"
                )
                continue
            files = findings.files.setdefault(sentence, [])
            if file not in files:
                files.append(file)
        elif name in _BUTTONS:
            findings.labels.update(_labels(call))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls of a module, in the order in which they are written."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return iter(sorted(found, key=lambda call: (call.lineno, call.col_offset)))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _sentence(call: ast.Call) -> Sentence | None:
    match _called(call), call.args:
        case "Msg", [ast.Constant(value=str(one))]:
            return Sentence(one)
        case "Plural", [ast.Constant(value=str(one)), ast.Constant(value=str(many))]:
            return Sentence(one, many)
        case _:
            return None


def _labels(button: ast.Call) -> Iterator[Sentence]:
    label = button.args[:1] + [word.value for word in button.keywords if word.arg == "label"]
    for node in (inner for part in label for inner in ast.walk(part)):
        if isinstance(node, ast.Call):
            sentence = _sentence(node)
            if sentence is not None:
                yield sentence
