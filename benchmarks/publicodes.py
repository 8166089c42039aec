"""The same rules for Publicodes, the engine of the French public simulators, from npm."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.domain.eligibility.cells import ORDERED, Extent, extent
from bot.domain.eligibility.questions import Derived, Question, Value
from bot.domain.eligibility.rules import Criterion, Operator, Rule, RuleSet

FOLDER: Final = Path("var/publicodes")
PACKAGE: Final = "publicodes@1.10.3"
SCRIPT: Final = Path(__file__).parent / "subjects" / "publicodes.mjs"

Condition = str | dict[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: what was asked, and the verdict on each call (None: not found)."""

    asked: tuple[str, ...]
    verdicts: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True)
class Talks:
    """All conversations, and how long choosing a question took on average, seconds."""

    talks: tuple[Talk, ...]
    seconds: float


def install() -> bool:
    """Fetch Publicodes once; False, with a line that says so, where it cannot be had."""
    if (FOLDER / "node_modules" / "publicodes").exists():
        return True
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        print("node and npm are missing: Publicodes is left out", flush=True)
        return False
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--prefix", str(FOLDER), "--no-save", "--silent", PACKAGE]
    if subprocess.run(command, check=False, stdout=sys.stderr).returncode:
        print("npm cannot fetch Publicodes here: it is left out", flush=True)
        return False
    return True


def converse(rules: RuleSet, calls: Sequence[str], people: Iterable[Mapping[str, Value]]) -> Talks:
    """Let Publicodes talk with some people about some calls."""
    names = {id_: f"q{number}" for number, id_ in enumerate(rules.questions)}
    task = {
        "rules": _Translation(rules, names).rules(calls),
        "calls": [f"call{number}" for number in range(len(calls))],
        "gates": {
            names[id_]: [names[gate] for gate in question.asked_only_if]
            for id_, question in rules.questions.items()
        },
        "people": [
            {names[id_]: _literal(value) for id_, value in person.items()} for person in people
        ],
    }
    node = shutil.which("node") or "node"
    said = subprocess.run(
        [node, str(SCRIPT), str(FOLDER.absolute())],
        input=json.dumps(task), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(said.stdout)
    ids = {name: id_ for id_, name in names.items()}
    talks = tuple(
        Talk(tuple(ids[name] for name in talk["asked"]), tuple(talk["verdicts"]))
        for talk in found["talks"]
    )
    return Talks(talks, found["seconds"] / sum(len(talk.asked) + 1 for talk in talks))


def _literal(value: Value) -> str:
    if isinstance(value, date):
        return str(value.toordinal())
    return f"'{value}'" if isinstance(value, str) else str(value)


class _Translation:
    def __init__(self, rules: RuleSet, names: Mapping[str, str]) -> None:
        self._rules = rules
        self._names = names

    def rules(self, calls: Sequence[str]) -> dict[str, Any]:
        """By name, as Publicodes reads them from YAML."""
        found = {self._names[q.id]: self._question(q) for q in self._rules.questions.values()}
        for derived in self._rules.derived.values():
            found[self._name(derived.id)] = self._table(derived)
        for number, call in enumerate(calls):
            found[f"call{number}"] = self._call(self._rules.rules[call])
        return found

    def _name(self, attribute: str) -> str:
        if attribute in self._names:
            return self._names[attribute]
        return f"t{list(self._rules.derived).index(attribute)}"

    def _question(self, question: Question) -> dict[str, Any]:
        rule: dict[str, Any] = {"question": question.id}
        rule["type"] = "nombre" if question.form in ORDERED else "texte"
        if question.asked_only_if:
            rule["applicable si"] = self._all_of(question.asked_only_if)
        return rule

    def _table(self, derived: Derived) -> dict[str, Any]:
        rows: list[dict[str, Any]] = [
            {"si": self._all_of(row.when), "alors": f"'{row.value}'"} for row in derived.rows
        ]
        return {"variations": [*rows, {"sinon": f"'{derived.otherwise}'"}]}

    def _call(self, rule: Rule) -> dict[str, Any]:
        demands: list[Condition] = []
        groups: dict[str, list[Condition]] = {}
        for criterion in rule.criteria:
            holds = self._row(criterion)
            if criterion.group:
                if criterion.when:
                    holds = _every([self._all_of(criterion.when), holds])
                alternatives = groups.setdefault(criterion.group, [])
                if not alternatives:
                    demands.append({"une de ces conditions": alternatives})
                alternatives.append(holds)
            elif criterion.when:
                elsewhere = {"variations": [
                    {"si": self._all_of(criterion.when), "alors": holds}, {"sinon": "oui"},
                ]}  # fmt: skip
                demands.append(elsewhere)
            else:
                demands.append(holds)
        return _every(demands)

    def _row(self, criterion: Criterion) -> Condition:
        question = self._rules.questions.get(criterion.attribute)
        if question is not None:
            return self._among(question.id, extent(criterion, question))
        named = frozenset(map(str, criterion.values))
        table = self._rules.derived[criterion.attribute]
        values = {row.value for row in table.rows} | {table.otherwise or ""}
        wanted = named if criterion.operator is Operator.IN else values - named
        return self._among(criterion.attribute, frozenset(wanted))

    def _all_of(self, when: Mapping[str, frozenset[str]]) -> Condition:
        return _every([self._among(attribute, values) for attribute, values in when.items()])

    def _among(self, attribute: str, allowed: Extent) -> Condition:
        name = self._name(attribute)
        found: list[Condition] = (
            [f"{name} = '{value}'" for value in sorted(allowed)]
            if isinstance(allowed, frozenset)
            else [_every([f"{name} >= {low}", f"{name} <= {high}"]) for low, high in allowed]
        )
        return found[0] if len(found) == 1 else {"une de ces conditions": found or ["non"]}


def _every(conditions: list[Condition]) -> dict[str, Any]:
    return {"toutes ces conditions": conditions or ["oui"]}
