"""Names as they are looked for: one key for the many ways in which an Indonesian name is written.

The rules are ours (grade PROPOSED): they follow the spelling reforms of 1947 (oe → u) and 1972 (tj → c, dj → j,
sj → sy, ch → kh), the usual ways of writing Arabic sounds (Achmad, Akhmad), and the usual short forms (Moh., Abd.).
A key is for finding and comparing; the name itself stays as it was given.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 120

TITLES = frozenset(
    [
        "h",
        "hj",
        "haji",
        "hajjah",
        "kh",
        "ky",
        "kyai",
        "ust",
        "ustad",
        "ustadz",
        "ustadzah",
        "habib",
        "drs",
        "dra",
        "dr",
        "drg",
        "drh",
        "ir",
        "prof",
        "hc",
        "rd",
        "r",
        "ra",
        "rr",
        "bpk",
        "ibu",
        "bapak",
        "alm",
        "almh",
        "almarhum",
        "almarhumah",
        "sdr",
        "sdri",
        "tn",
        "ny",
        "nn",
        "spd",
        "sh",
        "se",
        "ssos",
        "ssi",
        "st",
        "skom",
        "skm",
        "skep",
        "skeb",
        "sag",
        "sip",
        "sp",
        "spt",
        "sst",
        "sikom",
        "amd",
        "amdkep",
        "amdkeb",
        "mpd",
        "mm",
        "msi",
        "mh",
        "mkes",
        "mkom",
        "mt",
        "ma",
        "mba",
        "mag",
        "ners",
        "phd",
    ]
)
"""Forms of address and degrees, as they stand once dots are gone."""

FRONT_ONLY = frozenset("h r ra rr rd ny nn tn".split())  # noqa: SIM905
"""Titles that stand in front; further back they are initials of a name. "St." in front is Siti, no degree."""

WHOLE_WORDS = {
    "moh": "muhamad",
    "mohd": "muhamad",
    "muh": "muhamad",
    "muhd": "muhamad",
    "mhd": "muhamad",
    "mch": "muhamad",
    "moch": "muhamad",
    "much": "muhamad",
    "md": "muhamad",
    "abd": "abdul",
    "abdoel": "abdul",
    "abdl": "abdul",
    "sitti": "siti",
    "srie": "sri",
    "noer": "nur",
    "noor": "nur",
    "nor": "nur",
}

SPELLING = (
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("sj", "sy"),
    ("ch", "h"),
    ("kh", "h"),
    ("ph", "f"),
    ("sy", "s"),
    ("sh", "s"),
    ("ts", "s"),
    ("dz", "z"),
    ("dh", "d"),
    ("th", "t"),
    ("gh", "g"),
    ("bh", "b"),
    ("ck", "k"),
    ("ae", "ai"),
    ("ie", "i"),
    ("q", "k"),
    ("x", "ks"),
    ("v", "f"),
    ("f", "p"),
    ("hj", "hy"),
    ("y", "i"),
)
_DOUBLE = re.compile(r"(.)\1+")
_MUHAMAD = re.compile(r"m[ou]h?am[aeo][dt]")
_FINAL_H = re.compile(r"(?<=[aeiou])h$")


def name_key(name: str) -> str:
    """The key by which a name is found: lower case, without titles, spelling made one.

    >>> name_key("H. Mohammad Soekarno, S.Pd"), name_key("M. Sukarno")
    ('muhamad sukarno', 'muhamad sukarno')
    >>> name_key("Hj. Sitti Chadidjah"), name_key("siti khadijah")
    ('siti hadija', 'siti hadija')
    """
    words = _words(name)
    kept = _without_titles(words) or words
    return " ".join(_spelt(word, place, len(kept)) for place, word in enumerate(kept))[:LONGEST].strip()


def _words(name: str) -> list[str]:
    """Words in small letters without accents and signs; "S.Pd" is one word, "Nur'aini" too."""
    if name.isascii() and name.replace(" ", "").isalpha():  # most names; the rest of this would change nothing
        return name.lower().split()
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    before, _, after = plain.partition(",")
    degrees = [word for part in after.split(",") for word in [re.sub(r"[^a-z]", "", part)] if word not in TITLES]
    together = re.sub(r"['`]", "", before)
    # A dot ends a short form ("moh.ali" is two words), but holds a degree together ("s.pd").
    parts = [word for chunk in re.split(r"[^a-z.]+", together) for word in _undotted(chunk)]
    return [word for word in [*parts, *degrees] if word]


def _undotted(chunk: str) -> list[str]:
    joined = chunk.replace(".", "")
    return [joined] if joined in TITLES and "." in chunk.strip(".") else chunk.split(".")


def _without_titles(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and words[start] in TITLES and words[start] != "st":
        start += 1
    return [word for place, word in enumerate(words[start:]) if place == 0 or word not in TITLES or word in FRONT_ONLY]


@lru_cache(maxsize=20_000)
def _spelt(word: str, place: int, count: int) -> str:
    if word in WHOLE_WORDS:
        return WHOLE_WORDS[word]
    if place == 0 and count > 1:  # an initial in front stands for the commonest name
        word = {"m": "muhamad", "st": "siti"}.get(word, word)
    for old, new in SPELLING:
        word = word.replace(old, new)
    word = _FINAL_H.sub("", _DOUBLE.sub(r"\1", word))
    return "muhamad" if _MUHAMAD.fullmatch(word) else word
