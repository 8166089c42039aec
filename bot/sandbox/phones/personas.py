"""The people whose phones the page offers: made up, one for each kind of person the bot serves."""

from dataclasses import dataclass

STAFF_USER_ID = 1004
GROUP_ID = "village"
GROUP_TITLE = "Fshati / Selo"


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to play: who it is, and the Telegram user behind the name."""

    id: str
    name: str
    about: str
    language_code: str
    user_id: int
    username: str | None = None


BESA = Persona("besa", "Besa", "came back to Prizren, speaks Albanian", "sq", 1001, "besa_sandbox")
MILICA = Persona("milica", "Milica", "keeps bees in Štrpce, speaks Serbian", "sr", 1002)
TEO = Persona("teo", "Teo", "just left school in Peja, writes English", "en", 1003)
ARTA = Persona(
    "arta", "Arta", "works for the programme, speaks Albanian", "sq", STAFF_USER_ID, "arta_sandbox"
)

PERSONAS = (BESA, MILICA, TEO, ARTA)
VILLAGERS = (BESA, MILICA, TEO)
