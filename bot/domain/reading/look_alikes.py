"""Letters that look like those of our languages and are others: old fonts, foreign keyboards."""

import re
from typing import Final

# Letters of their own, small ones; what has only a mark too many loses it elsewhere.
_BARRED: Final = {
    "\u00f0": "\u0111",  # eth for \u0111, as old fonts have it
    "\u0256": "\u0111",  # African d
    "\u1d06": "\u0111",  # small capital eth
    "\ua7c8": "\u0111",  # d with a short stroke
    "\u0259": "e",  # schwa for \u00eb
    "\u01dd": "e",  # turned e
    "\u0454": "e",  # Ukrainian ie
    "\u025b": "e",  # open e
    "\u01b6": "z",  # z with a stroke
    "\u0292": "z",  # ezh
    "\u0455": "s",  # Macedonian dze within Latin
    "\u0456": "i",  # Ukrainian i
    "\u0457": "i",  # Ukrainian yi
    "\u0269": "i",  # iota
    "\u0268": "i",  # i with a stroke
    "\u026a": "i",  # small capital i
    "\u0237": "j",  # dotless j
    "\u0249": "j",  # j with a stroke
    "\u0251": "a",  # script a
    "\u0261": "g",  # script g
    "\u01e5": "g",  # g with a stroke
    "\u0127": "h",  # h with a stroke
    "\u04bb": "h",  # Cyrillic shha
    "\u0138": "k",  # kra
    "\u0199": "k",  # k with a hook
    "\u0142": "l",  # l with a stroke
    "\u019a": "l",  # l with a bar
    "\u014b": "n",  # eng
    "\u0272": "n",  # n with a left hook
    "\u0275": "o",  # barred o
    "\u0254": "o",  # open o
    "\u0180": "b",  # b with a stroke
    "\u0167": "t",  # t with a stroke
    "\u0289": "u",  # u bar
    "\u028b": "v",  # v with a hook
    "\u0475": "v",  # izhitsa
    "\u0188": "c",  # c with a hook
    "\u023c": "c",  # c with a stroke
    "\u0282": "s",  # s with a hook
    "\u017f": "s",  # long s
}
_GREEK: Final = dict(
    zip(
        "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b3"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
        "abeikvoptuxyABEZHIKMNOPTYX",
        strict=True,
    )
)
_CYRILLIC_LOOKS: Final = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u043a\u043c\u0442\u043d\u0432"
        "\u0410\u0415\u041e\u0420\u0421\u0425\u0423\u0406\u0408\u0405\u041a\u041c\u0422\u041d\u0412",
        "aeopcxyijskmthbAEOPCXYIJSKMTHB",
        strict=True,
    )
)
_BY_LOOK: Final = str.maketrans(_CYRILLIC_LOOKS)
_ALWAYS: Final = str.maketrans(
    {
        **_GREEK,
        **_BARRED,
        **{
            k.upper(): v
            for k, v in _BARRED.items()
            if len(k.upper()) == 1 and k.upper() != k and not k.upper().isascii()
        },
    }
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")


def straighten(text: str) -> str:
    """A text with the letters that were meant, where others that look the same stand in it.

    A word in Cyrillic stays so. In a word of Latin letters a few Cyrillic ones are slips of the
    keyboard, and count by their look.
    """
    return _WORD.sub(lambda found: _straight(found[0]), text)


def _straight(word: str) -> str:
    cyrillic, latin = _CYRILLIC.findall(word), _LATIN.findall(word)
    if cyrillic:
        if len(latin) < len(cyrillic) or not set(cyrillic) <= _CYRILLIC_LOOKS.keys():
            return word
        word = word.translate(_BY_LOOK)
    return word.translate(_ALWAYS)
