"""Words that the rule for Serbian scripts has to be told about; see `bot.domain.text.serbian`."""

SPLIT_STEMS = (
    # A bar stands between two letters that look like one Cyrillic letter and are two.
    "an|jon",
    "ben|jamin",
    "in|jekc",
    "in|jekt",
    "in|jicir",
    "in|junk",
    "in|jur",
    "kon|jekt",
    "kon|jug",
    "kon|junk",
    "nad|žet",
    "nad|živ",
    "nad|žnj",
    "nad|župan",
    "od|žal",
    "od|živ",
    "od|žmur",
    "od|žvak",
    "pod|žanr",
    "pod|žar",
    "pod|žig",
    "pod|žup",
    "pred|želu",
    "pred|žetv",
    "pred|život",
    "tan|jug",
    "van|jezi",
)
"""Beginnings of words, in small letters, in which n + j or d + ž are two letters."""

STEM_PREFIXES = ("", "ne", "naj", "re", "sub", "dis", "de", "ko", "auto", "mikro", "pre", "po")
"""What may stand before such a beginning: dis|konjunkcija, re|injekcija."""

LATIN_NAMES = (
    # Programmes, organisations and what is printed on papers in Latin letters.
    "AKT",
    "AKT-LS",
    "BMZ",
    "Caritas",
    "CEC",
    "Community Engagement Center",
    "Community Engagement Centers",
    "Community Engagement Centre",
    "CSP",
    "CSV",
    "Danish Refugee Council",
    "EU-CSP",
    "EU-CSP IV",
    "EUR",
    "GIZ",
    "HELVETAS",
    "Help",
    "INTEGRA",
    "InTerDev",
    "InTerDev 2",
    "IOM",
    "Komshi",
    "Mercy Corps",
    "OECD",
    "Perspektive Heimat",
    "PREDA",
    "PREDA Plus",
    "Terre des Hommes",
    "UNDP",
    "UNFPA",
    "UNHCR",
    "UNICEF",
    "UNSCR",
    "UNTFHS",
    "UNV",
    # Names of the machine in the hand.
    "Android",
    "CV",
    "Excel",
    "Facebook",
    "Google",
    "Instagram",
    "iPhone",
    "Messenger",
    "PDF",
    "PIN",
    "PNG",
    "QR",
    "SIM",
    "SMS",
    "USB",
    "Viber",
    "WhatsApp",
    # Albanian and Turkish place names; those with ë, ç, q, x, y or w need no entry.
    "Dragash",
    "Drenas",
    "Ferizaj",
    "Gjilan",
    "Hani i Elezit",
    "Kllokot",
    "Lipjan",
    "Mitrovicë e Jugut",
    "Mitrovicë e Veriut",
    "Partesh",
    "Rahovec",
    "Ranillug",
    "Shtime",
    "Skenderaj",
    "Viti",
    "Vushtrri",
    "Zagrebi",
    # Roman numerals. A single I is the word "and" at the head of a sentence.
    "II",
    "III",
    "IV",
    "VI",
    "VII",
    "VIII",
    "IX",
    "XI",
    "XII",
)
"""Names that stay in Latin letters in a Cyrillic sentence, written exactly so."""

PAIRED_NAMES = ("Istog",)
"""Names that stay in Latin letters in a pair with a slash; alone they are Serbian words."""

HOST_ENDINGS = (
    "com|org|net|info|biz|edu|gov|int|mil|eu|app|dev|page|site|online|shop|store|link|"
    "links|click|help|health|care|news|blog|xyz|tech|cloud|digital|live|world|zone|email|"
    "work|jobs|team|group|foundation|ngo|ong|community|support|social|media|video|events|"
    "academy|training|school|education|agency|studio|design|space|website|host|global|"
    "today|network|city|cat|mobi|pro|gle|goo|tel|travel|museum|coop|io|ai|pdf|doc|docx|odt|"
    "xls|xlsx|ods|csv|ppt|pptx|txt|jpg|jpeg|png|zip|mp3|mp4"
)
"""How a host or a file ends, in any capitals; one of these."""

COUNTRY_ENDINGS = (
    "ac|ad|ae|al|am|at|au|az|ba|be|bg|bit|br|by|ca|cc|ch|cl|cn|co|cz|de|dk|ee|es|fi|fm|fr|"
    "gd|ge|gg|gl|gr|gy|hk|hr|hu|id|ie|il|in|ink|is|it|jp|ke|kr|ks|li|lt|lu|lv|ly|md|me|mk|"
    "mt|mx|my|ng|nl|no|nu|nz|ph|pl|pt|ro|rs|ru|sc|sg|sh|si|sk|st|tk|tr|tv|tw|ua|uk|us|vc|"
    "ws|xk"
)
"""Endings of hosts in countries; those that are Serbian words (je, na, do) are left out."""
