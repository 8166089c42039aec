"""A small content folder without faults, which tests break in one place at a time."""

from pathlib import Path

import pytest

from bot.catalogue.loader import load_content
from bot.catalogue.report import Report
from bot.domain.content import Content

FILES = {
    "municipalities.yml": """\
districts:
  - id: prizren
    name: {sq: Prizren, sr: Prizren, sr_Cyrl: Призрен, en: Prizren}
municipalities:
  - id: dragash
    district: prizren
    order: sq
    name: {sq: Dragash, sr: Dragaš, sr_Cyrl: Драгаш, en: Dragash/Dragaš, bs: Dragaš}
    aliases: [Dragashi]
    location: [42.0265, 20.6533]
    languages: {official: [sq, sr, bs]}
  - id: mamushe
    district: prizren
    order: tr
    name: {sq: Mamushë, sr: Mamuša, sr_Cyrl: Мамуша, en: Mamuşa/Mamushë/Mamuša, tr: Mamuşa}
    location: [42.3308, 20.7269]
    languages: {official: [sq, sr], in_use: [tr]}
  - id: prizren
    district: prizren
    order: sq
    name: {sq: Prizren, sr: Prizren, sr_Cyrl: Призрен, en: Prizren}
    location: [42.2139, 20.7397]
    languages: {official: [sq, sr]}
""",
    "contacts.yml": """\
contacts:
  - id: interdev-team
    kind: programme
    programme: interdev
    name: {sq: Ekipi, sr: Tim, en: Team, tr: Ekip, bs: Tim, de: Team}
    where: {sq: Recepsioni, sr: Recepcija, en: Reception, tr: Resepsiyon, bs: Prijem, de: Empfang}
    hours: {sq: E hënë, sr: Ponedeljak, en: Monday, tr: Pazartesi, bs: Ponedjeljak, de: Montag}
    phone: "+383 38 200 000"
    confirmed: true
""",
    "kinds.yml": """\
kinds:
  - id: startup_grant
    name: {sq: Grant, sr: Pomoć, en: Grant, tr: Hibe, bs: Pomoć, de: Zuschuss}
""",
    "interests.yml": """\
interests:
  - id: start-business
    emoji: 🌱
    label: {sq: Biznes, sr: Biznis, en: Business, tr: İş, bs: Biznis, de: Gewerbe}
""",
    "holidays.yml": """\
added:
  - {day: 2026-11-27, why: Decision}
removed:
  - {day: 2027-03-09, why: Bajram was a day later}
""",
    "words/status.yml": """\
status_words:
  - match: {sq: ["krahin*"], sr: ["pokrajin*"], en: ["province*"]}
    hint: {sq: Shkruani rajon., sr: Napišite kraj., en: Write region.}
""",
    "programmes/interdev.yml": """\
id: interdev
short_name: InTerDev
title:
  sq: Punë për njerëzit
  sr: Posao za ljude
  en: Jobs for people
run_by:
  sq: Organizata
  sr: Organizacija
  en: The organisation
languages: [sq, sr]
municipalities: [dragash, prizren]
period: {from: 2014-01, to: 2017-01}
aims:
  - {sq: Punë, sr: Posao, en: Jobs}
who:
  - {sq: Gra, sr: Žene, en: Women}
outcome: results
outcomes:
  - value: 750
    at_least: true
    text: {sq: vende pune, sr: radnih mesta, en: jobs created}
partners:
  - name: United Nations Development Programme (UNDP)
    role: {sq: zbaton, sr: sprovodi, en: runs it}
components:
  - id: interdev-tep
    title: {sq: Pakte, sr: Paktovi, en: Pacts}
    about: {sq: Punë, sr: Posao, en: Jobs}
footnote:
  sq: Rezoluta 1244 (1999)
  sr: Rezolucija 1244 (1999)
  en: Resolution 1244 (1999)
contact: interdev-team
""",
    "calls/grant.yml": """\
id: grant
programme: interdev
component: interdev-tep
sequence: 1
kind: startup_grant
interests: [start-business]
applicants: [person]
municipalities: programme
support: cash
values:
  amount: {eur: 2100}
title:
  sq: Grant
  sr: Pomoć
  en: A grant
who:
  sq: Për gratë
  sr: Za žene
  en: For women
get:
  sq: Deri në {amount} para.
  sr: Do {amount} u novcu.
  en: Up to {amount} in cash.
bring:
  - {sq: Letërnjoftimi, sr: Lična karta, en: Identity card}
apply:
  - {sq: Ejani, sr: Dođite, en: Come}
apply_by_bot: true
contact: interdev-team
keywords:
  sq: [para]
  sr: [novac]
  en: [money]
""",
    "centers/prizren.yml": """\
id: prizren
municipality: prizren
sample: true
name: {sq: Qendra, sr: Centar, en: Center}
where: {sq: Këtu, sr: Ovde, en: Here}
hours: {sq: 10:00–16:00, sr: 10:00–16:00, en: 10:00–16:00}
about: {sq: Vend, sr: Mesto, en: A place}
location: [42.2139, 20.7397]
contact: interdev-team
""",
}


class Tree:
    """A content folder to break."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for file, text in FILES.items():
            self.write(file, text)

    def write(self, file: str, text: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, file: str) -> None:
        (self.folder / file).unlink()

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text("utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def line(self, file: str, text: str) -> int:
        """The number of the first line that has this in it."""
        lines = (self.folder / file).read_text("utf-8").split("\n")
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def load(self, *, samples: bool = True) -> tuple[Content | None, Report]:
        return load_content(self.folder, samples=samples)

    def report(self) -> Report:
        return self.load()[1]

    def content(self, *, samples: bool = True) -> Content:
        content, report = self.load(samples=samples)
        assert content is not None, report.as_text()
        return content


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A fresh content folder without faults."""
    return Tree(tmp_path / "content")
