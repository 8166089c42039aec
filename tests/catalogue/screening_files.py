"""A small pre-screening without faults, for the small content folder of the tests."""

from tests.catalogue.conftest import FILES

_TEXTS = """\
label: {sq: Pyetje, sr: Pitanje, en: Question, tr: Soru, bs: Pitanje, de: Frage}
short: {sq: Fjalë, sr: Reč, en: Word, tr: Söz, bs: Riječ, de: Wort}
why: {sq: Sepse, sr: Zato, en: Because, tr: Çünkü, bs: Zato, de: Weil}
"""
_WHY = "    why: {sq: Thirrja, sr: Poziv, en: The call}\n"


def make_option(name: str) -> str:
    """One option of a question."""
    texts = ", ".join(f"{key}: {key} {name}" for key in ("sq", "sr", "en", "tr", "bs", "de"))
    return f"  - {{id: {name}, label: {{{texts}}}}}\n"


def make_choice(name: str, topic: str, *options: str, further: str = "") -> str:
    """A file with a question of choice."""
    listed = "".join(map(make_option, options))
    return f"id: {name}\nform: choice\ntopic: {topic}\n{_TEXTS}{further}options:\n{listed}"


def _call(name: str, criteria: str) -> str:
    call = FILES["calls/grant.yml"].replace("sequence: 1\n", "")
    for key, word in (("sq", "Grant"), ("sr", "Pomoć"), ("en", "A grant")):
        call = call.replace(f"  {key}: {word}\n", f"  {key}: {word} {name}\n")
    rows = criteria.replace("    WHY\n", _WHY)
    if "from_age" in criteria:
        call = call.replace("values:", "values:\n  from_age: {number: 18}")
    return call.replace("id: grant", f"id: {name}") + rows


GRANT = """\
criteria:
  - attribute: applicant
    in: [person]
    WHY
  - attribute: age
    between: [from_age, 65]
    when: {sex: [woman]}
    document: 1
    WHY
  - attribute: age
    between: [20, 40]
    when: {sex: [man]}
    WHY
  - attribute: stage
    not_in: [none]
    WHY
  - attribute: returnee
    in: ["yes"]
    group: way-in
    WHY
  - attribute: at-risk
    in: ["yes"]
    group: way-in
    WHY
"""
FIRM = """\
criteria:
  - attribute: applicant
    in: [business]
    WHY
  - attribute: workers
    at_most: from_age
    WHY
"""
GROUP = """\
criteria:
  - attribute: applicant
    in: [person, group]
    WHY
  - attribute: far
    in: [far]
    WHY
"""

SCREENING = {
    "questions/municipality.yml": f"id: municipality\nform: municipality\ntopic: place\n{_TEXTS}",
    "questions/applicant.yml": make_choice(
        "applicant",
        "applicant",
        "person",
        "business",
        "group",
        further="prior: {person: 80, business: 10, group: 10}\n",
    ),
    "questions/sex.yml": make_choice(
        "sex", "person", "woman", "man", further="asked_only_if: {applicant: [person]}\n"
    ),
    "questions/age.yml": (
        f"id: age\nform: number\ntopic: person\n{_TEXTS}from: 14\nto: 99\n"
        "asked_only_if: {applicant: [person]}\nprior: {14: 10, 18: 80, 66: 10}\n"
    ),
    "questions/stage.yml": make_choice(
        "stage",
        "work",
        "idea",
        "none",
        further=(
            "can_change: true\nasked_only_if: {applicant: [person]}\nprior: {idea: 80, none: 20}\n"
        ),
    ),
    "questions/workers.yml": (
        f"id: workers\nform: number\ntopic: work\n{_TEXTS}from: 0\nto: 250\n"
        "asked_only_if: {applicant: [business]}\n"
    ),
    "questions/returnee.yml": (
        f"id: returnee\nform: yes_no\ntopic: origin\n{_TEXTS}sensitive: true\n"
        "prior: {yes: 30, no: 70}\n"
    ),
    "questions/at-risk.yml": f"id: at-risk\nform: yes_no\ntopic: origin\n{_TEXTS}sensitive: true\n",
    "questions/derived/far.yml": """\
id: far
inputs: [municipality, returnee]
rows:
  - when: {municipality: [dragash], returnee: [yes]}
    value: far
  - when: {municipality: [prizren]}
    value: far
otherwise: near
""",
    "calls/grant.yml": _call("grant", GRANT),
    "calls/firm.yml": _call("firm", FIRM),
    "calls/group.yml": _call("group", GROUP),
}
"""Files to write over the small content folder."""
