import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.text.serbian import to_cyrillic, to_latin
from bot.domain.text.serbian_words import LATIN_NAMES, SPLIT_STEMS

WORDS = [
    ("čuvanje", "чување"),
    ("ćirilica", "ћирилица"),
    ("đak", "ђак"),
    ("šuma", "шума"),
    ("Žena", "Жена"),
    ("ljubav", "љубав"),
    ("Ljubav", "Љубав"),
    ("LJUBAV", "ЉУБАВ"),
    ("Njegoš", "Његош"),
    ("NJEGOŠ", "ЊЕГОШ"),
    ("konj", "коњ"),
    ("KONJ", "КОЊ"),
    ("konjski", "коњски"),
    ("kanjon", "кањон"),
    ("Džemper", "Џемпер"),
    ("DŽEMPER", "ЏЕМПЕР"),
    ("odžak", "оџак"),
    ("budžet", "буџет"),
    ("vanjski", "вањски"),
    ("Lipljan", "Липљан"),
    ("LIPLJAN", "ЛИПЉАН"),
    ("Đakovica", "Ђаковица"),
    ("Uroševac", "Урошевац"),
    ("odjava", "одјава"),
    ("injekcija", "инјекција"),
    ("Injekcija", "Инјекција"),
    ("konjunktura", "конјунктура"),
    ("konjugacija", "конјугација"),
    ("diskonjunkcija", "дисконјункција"),
    ("nadživeti", "надживети"),
    ("NADŽIVETI", "НАДЖИВЕТИ"),
    ("nadžnjevati", "наджњевати"),
    ("podžupan", "поджупан"),
    ("odžaliti", "оджалити"),
    ("predživot", "предживот"),
    ("vanjezički", "ванјезички"),
    ("Tanjug", "Танјуг"),
    ("anjon", "анјон"),
    ("Benjamin", "Бенјамин"),
]


@pytest.mark.parametrize(("latin", "cyrillic"), WORDS)
def test_a_word_is_written_in_cyrillic_and_comes_back(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Rok je {deadline}.", "Рок је {deadline}."),
        ("Još %(count)s mesta, %d dana", "Још %(count)s места, %d дана"),
        (
            "<b>Dan</b> i <a href='https://a.rs/sat'>sat</a>",
            "<b>Дан</b> и <a href='https://a.rs/sat'>сат</a>",
        ),
        ("Pritisnite /start ili /mydata", "Притисните /start или /mydata"),
        ("dan/noć", "дан/ноћ"),
        ("Pišite na info@example.org.", "Пишите на info@example.org."),
        ("Pitajte @komshi_bot", "Питајте @komshi_bot"),
        ("Vidite https://example.org/pozivi?id=2", "Видите https://example.org/pozivi?id=2"),
        ("Vidite example.org/pozivi", "Видите example.org/pozivi"),
        ("jedan &amp; dva", "један &amp; два"),
        ("EUR 2.100 u opremi", "EUR 2.100 у опреми"),
        ("u CEC-u, sa UNDP-om", "у CEC-у, са UNDP-ом"),
        ("INTEGRA, InTerDev 2, AKT-LS i PREDA Plus", "INTEGRA, InTerDev 2, AKT-LS и PREDA Plus"),
        ("EU-CSP IV i UNTFHS", "EU-CSP IV и UNTFHS"),
        ("obrazac A4", "образац A4"),
        ("aplikacija WhatsApp", "апликација WhatsApp"),
        ("Dragaš/Dragash, Gjakovë, İpek", "Драгаш/Dragash, Gjakovë, İpek"),
        ("Istog/Istok, Istok/Istog. Istog dana", "Istog/Исток, Исток/Istog. Истог дана"),
        ("NVO iz UN", "НВО из УН"),
        ("na forms.gle/AbCd1 i bit.ly/komshi.", "на forms.gle/AbCd1 и bit.ly/komshi."),
        ("Prijava: forms.gle/AbC12x", "Пријава: forms.gle/AbC12x"),
        ("Vlasnik/vlasnica i on/ona", "Власник/власница и он/она"),
        ("on(a)/ono, <b>on</b>/ona", "он(а)/оно, <b>он</b>/она"),
        ("<b>/calls</b> ili (/help)", "<b>/calls</b> или (/help)"),
        ("<code>kod je ovo</code> je kod", "<code>kod je ovo</code> је код"),
        ("Kraj.Dođite. Kraj.Pozovite.", "Крај.Дођите. Крај.Позовите."),
        ("itd.na kraju, tj.ovo, d.o.o.", "итд.на крају, тј.ово, д.о.о."),
        ("Da li je 3.decembar? Ne", "Да ли је 3.децембар? Не"),
        ("<a href='https://a.rs/x'>a.rs/x</a>da", "<a href='https://a.rs/x'>a.rs/x</a>да"),
        ("od 90ih, u 16h", "од 90их, у 16h"),
        ("Već ћирилица", "Већ ћирилица"),
    ],
)
def test_what_is_not_serbian_stays_as_it_is(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(to_cyrillic(latin)) == to_latin(latin)


def test_more_names_can_be_protected() -> None:
    assert (
        to_cyrillic("Radionica kod Rona Hill", protect=("Rona Hill",)) == "Радионица код Rona Hill"
    )
    assert to_cyrillic("Radionica kod Rona Hill") == "Радионица код Рона Хилл"


def test_a_protected_name_inside_a_longer_word_is_not_protected() -> None:
    assert to_cyrillic("Vitina nije Viti") == "Витина није Viti"


@pytest.mark.parametrize("name", LATIN_NAMES)
def test_every_latin_name_stays(name: str) -> None:
    assert to_cyrillic(f"za {name}, danas") == f"за {name}, данас"


@pytest.mark.parametrize("stem", SPLIT_STEMS)
def test_every_stem_marks_two_letters_that_would_melt(stem: str) -> None:
    before, after = stem.split("|")
    assert before[-1] + after[0] in {"nj", "dž", "lj"}
    assert to_cyrillic(before + after) == to_cyrillic(before) + to_cyrillic(after)


LETTERS = [*"abvgdđežzijklmnoprstćufhcčš", "lj", "nj", "dž"]


@given(st.lists(st.lists(st.sampled_from(LETTERS), min_size=2).map("".join), min_size=1), st.data())
def test_any_serbian_text_comes_back_unchanged(words: list[str], data: st.DataObject) -> None:
    cases = (str.lower, str.upper, str.capitalize)
    text = " ".join(data.draw(st.sampled_from(cases))(word) for word in words)
    assert to_latin(to_cyrillic(text)) == text


@given(st.text())
def test_any_text_at_all_is_accepted_and_converting_twice_changes_nothing(text: str) -> None:
    assert to_cyrillic(to_cyrillic(text)) == to_cyrillic(text)


TOKENS = (
    "office@primer.org",
    "Ime.Prezime@Firma.co.uk",
    "forms.gle/AbCd1",
    "Forms.Gle/AbCd1",
    "BIT.LY/Komshi",
    "t.me/komshi",
    "youtu.be/abc?t=1",
    "primer.rs",
    "PRIMER.RS",
    "prijava.primer.gov.rs",
    "unknown.ending/put",
    "localhost:8080/put",
    "https://primer.rs/Prijava?id=Ab1#da",
    "HTTPS://PRIMER.RS/DA",
    "www.Primer.ks",
    "mailto:ana@primer.rs",
    "tel:+38344123456",
    "obrazac.pdf",
    "Prijava.DOCX",
    "#Prijava2026",
    "@komshi_bot",
    "/start",
    "/mydata",
    "AbC12x",
    "K7",
    "JN-15/2026",
    "234-567-AE9",
    "iPhone",
    "eUprava",
    "ime_prezime",
    "{deadline}",
    "<b>",
    "&amp;",
    "INTEGRA",
    "AKT-LS",
    "Gjakovë",
)
SERBIAN = st.lists(st.sampled_from(LETTERS), min_size=2, max_size=8).map("".join)
AROUND = st.sampled_from([("", ""), ("(", ")"), ("„", "“"), ("", "."), ("", ","), ("", "!")])


@given(SERBIAN, st.sampled_from(TOKENS), AROUND, SERBIAN)
def test_what_is_taken_literally_never_changes(
    before: str, token: str, around: tuple[str, str], after: str
) -> None:
    opening, closing = around
    text = f"{before} {opening}{token}{closing} {after}"
    cyrillic = to_cyrillic(text)
    assert cyrillic == f"{to_cyrillic(before)} {opening}{token}{closing} {to_cyrillic(after)}"
    assert to_latin(cyrillic) == text


@given(SERBIAN, SERBIAN)
def test_both_words_of_a_pair_are_written_in_cyrillic(one: str, other: str) -> None:
    cyrillic = to_cyrillic(f"{one}/{other}")
    assert cyrillic == f"{to_cyrillic(one)}/{to_cyrillic(other)}"
    assert not any(letter in cyrillic for letter in "abcdefghijklmnopqrstuvwxyz")


@given(st.text("aA1.-/@:#_<>&{}?w", max_size=60))
def test_no_mixture_of_signs_breaks_it(text: str) -> None:
    assert len(to_cyrillic(text)) == len(text)
