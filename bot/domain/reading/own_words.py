"""What people say to the bot beside what they look for: hello, thanks, help, a person, stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.reading.places import fold

_MOST_WORDS: Final = 12


class Saying(StrEnum):
    """What a text says that looks for nothing."""

    STOP = "stop"
    PERSON = "person"
    HELP = "help"
    THANKS = "thanks"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """A text says this if one of the telling words is in it and no word that is in neither set."""

    telling: frozenset[str]
    around: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


_COURTESY: Final = _words(
    "please pls komshi komshija komsi komsija bot ju lutem lutemi ju te molim vas te lutfen bitte"
)
_VOCABULARIES: Final[Mapping[Saying, _Vocabulary]] = {
    Saying.STOP: _Vocabulary(
        _words(
            "stop unsubscribe quit "
            "ndal ndalo ndaloni ndalni ndaleni ndalje stopo çregjistrohu çregjistrohem "
            "stani prestani prestanite prestanak prekini prekinite zaustavi zaustavite obustavi "
            "obustavite odjava odjavi odjavite "
            "dur durdur durdurun bırak iptal "
            "stopp halt aufhören abmelden abbestellen"
        ),
        _words(
            "all the these messages message notices alerts sending me "
            "mesazhet mesazhe njoftimet të gjitha "
            "me poruke obaveštenja obavještenja sve slanje slati poruka "
            "mesajları mesaj bildirimleri tüm bütün "
            "alle nachrichten mit den mich"
        ),
    ),
    Saying.PERSON: _Vocabulary(
        _words(
            "person human somebody someone operator agent people staff "
            "njeri njeriu njeriun person personi personin dikush dikë dikend operatori operatorin "
            "stafin stafi "
            "čovek čovjek čoveka čovjeka čovekom čovjekom osoba osobu osobom neko nekog nekoga "
            "nekim nekome operater operatera operaterom osoblje osobljem živa živu živom živi "
            "insan insanla biri biriyle birisi birisiyle kişi kişiyle yetkili yetkiliyle görevli "
            "mensch menschen jemand jemanden jemandem mitarbeiter"
        ),
        _words(
            "i a an the need want wish like would can could may to with talk speak chat real "
            "living not machine have may is there any call connect me "
            "dua doja kam nevojë për më duhet të flas me një bisedoj mund gjallë vërtetë "
            "hoću hteo htela želim trebam treba mi potreban potrebna potrebno da razgovaram "
            "razgovarati pričam pričati sa s jednom živim pravim pravi mogu li bih volio voljela "
            "bir ile konuşmak istiyorum konuşabilir miyim ihtiyacım var gerçek bana lazım "
            "ich brauche möchte will einen einem eine mit sprechen reden echten kann"
        ),
    ),
    Saying.HELP: _Vocabulary(
        _words(
            "help sos menu commands "
            "ndihmë ndihmo ndihmoni ndihmomë menyja menu komandat "
            "pomoć pomozi pomozite meni komande "
            "yardım yardımcı "
            "hilfe helfen"
        ),
        _words(
            "i need want some me can you could with this how does it work to "
            "më duhet kam nevojë për dua mund mua të "
            "treba mi trebam potrebna je hoću želim možete mi li da "
            "ihtiyacım var istiyorum edin eder misiniz bana olun olur musunuz "
            "ich brauche können sie mir kannst du"
        ),
    ),
    Saying.THANKS: _Vocabulary(
        _words(
            "thanks thank thx tnx ty "
            "faleminderit falemnderit falemnderes flm rrofsh rrofshi "
            "hvala fala zahvaljujem "
            "teşekkürler teşekkür tesekkurler sağolun sağol eyvallah "
            "danke dankeschön vielen"
        ),
        _words(
            "you very much so a lot many for the your help answer it everything again and ok okay "
            "good bye great "
            "shumë ju e për ndihmën përgjigjen gjithçka juve ty "
            "vam ti puno lepo lijepo mnogo na za pomoći sve u redu "
            "ederim ederiz çok yardımınız için size "
            "dank schön sehr ihnen für die alles"
        ),
    ),
    Saying.GREETING: _Vocabulary(
        _words(
            "hello hi hey hallo morning evening afternoon greetings "
            "tung tungjatjeta tungi përshëndetje çkemi mirdita miredita mirëdita mirëmëngjes "
            "mirmengjes mirëmbrëma mirmbrema alo selam "
            "zdravo ćao cao pozdrav dobardan zdrave "
            "merhaba selamün selamun aleyküm günaydın iyi "
            "guten grüezi servus"
        ),
        _words(
            "good day there all everybody how are you doing to "
            "dita mirë ditë jeni si a jeni ç kemi "
            "dobar dan dobro jutro dobra veče večer svima kako ste svim "
            "günler akşamlar nasılsınız aleykum "
            "tag morgen abend"
        ),
    ),
}
_ALONE: Final[Mapping[str, Saying]] = {
    **{
        fold(phrase): Saying.GREETING
        for phrase in (
            "dobar dan", "dobro jutro", "dobro veče", "dobra večer", "dobro vece", "good day",
            "ditën e mirë", "mirë dita", "si jeni", "kako ste", "how are you",
        )
    },
    fold("vielen dank"): Saying.THANKS,
    fold("mos më shkruani"): Saying.STOP,
    fold("mos me dergoni mesazhe"): Saying.STOP,
    fold("ne pišite mi"): Saying.STOP,
    fold("ne pišite mi više"): Saying.STOP,
    fold("ne šaljite mi poruke"): Saying.STOP,
    fold("no more messages"): Saying.STOP,
    fold("s'ka më mesazhe"): Saying.STOP,
    fold("nema više poruka"): Saying.STOP,
    fold("keine nachrichten mehr"): Saying.STOP,
    fold("mesaj göndermeyin"): Saying.STOP,
}  # fmt: skip


def understand(text: str) -> Saying | None:
    """What a text says; None if it says more than that, or something else.

    A sentence in which such a word only occurs says something else: every word must belong to it.
    """
    if "?" in text and not text.strip(" ?"):
        return Saying.HELP
    key = fold(text)
    words = key.split()
    if not words or len(words) > _MOST_WORDS:
        return None
    if key in _ALONE:
        return _ALONE[key]
    said = frozenset(words)
    for saying, known in _VOCABULARIES.items():
        if said & known.telling and said <= known.telling | known.around | _COURTESY:
            return saying
    return None
