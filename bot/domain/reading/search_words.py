"""Words that say nothing about what a person looks for, folded as ``places.fold`` does."""

# fmt: off
EMPTY_WORDS = frozenset((
    # Greetings, thanks, yes and no.
    "tung", "tungjatjeta", "pershendetje", "ckemi", "mirdita", "miredita", "mirmengjes",
    "miremengjes", "mirembrema", "faleminderit", "flm", "mirupafshim", "alo", "nata", "naten",
    "zdravo", "cao", "dobar", "dobro", "dobra", "dan", "jutro", "vece", "pozdrav", "hvala",
    "prijatno", "vidjenja", "moze",
    "hello", "hey", "hallo", "good", "morning", "evening", "afternoon", "day", "thanks", "thank",
    "please", "bye", "yes", "okay",
    "merhaba", "selam", "selamun", "aleykum", "gunaydin", "tesekkurler", "tesekkur", "evet",
    "guten", "tag", "danke", "bitte", "nein", "test", "proba", "hilfe",
    # Albanian.
    "dhe", "ose", "per", "nga", "tek", "mua", "une", "jam", "kam", "keni", "jeni", "eshte",
    "jane", "dua", "doja", "mund", "duhet", "cfare", "cka", "cila", "cilat", "kush", "kur", "ketu",
    "atje", "nje", "disa", "ime", "tim", "tuaj", "juaj", "juve", "neve", "yne", "jone",
    "sepse", "nese", "pra", "kete", "kjo", "ato", "keta", "mos", "nuk", "ska", "tani",
    "sot", "neser", "gjej", "jap", "marr", "bej", "ndonje", "shume", "pak", "mire", "lidhje",
    "trego", "tregoni", "tregomeni", "thirrja", "thirrje", "thirrjet",
    # Serbian and Bosnian.
    "ili", "ako", "kako", "kad", "kada", "gde", "gdje", "sta", "sto", "koji", "koja", "koje", "ovo",
    "ovaj", "ova", "taj", "ima", "imate", "imam", "nema", "nemam", "nije", "jeste", "jesam", "smo",
    "ste", "mogu", "mozete", "treba", "hocu", "zelim", "trazim", "meni", "mene", "moj", "moja",
    "moje", "nas", "nasa", "vas", "vasa", "sam", "bih", "bez", "pri", "kod", "sada", "danas",
    "sutra", "nesto", "neki", "jedan", "mnogo", "malo", "poziv", "pozivi", "poziva",
    # English.
    "the", "and", "for", "with", "you", "your", "our", "are", "can", "how", "what", "who", "why",
    "when", "where", "which", "want", "need", "have", "has", "get", "give", "about", "any", "some",
    "this", "that", "there", "here", "from", "into", "not", "does", "did", "will", "would", "like",
    "looking", "find", "help", "know", "more", "much", "now", "today", "call", "calls", "was",
    # Turkish and German.
    "icin", "bir", "ben", "var", "yok", "nasil", "nerede", "istiyorum", "cagri", "veya", "und",
    "oder", "der", "die", "das", "ein", "eine", "fur", "ich", "wie", "was", "wer", "aufruf", "mit",
))
# fmt: on
