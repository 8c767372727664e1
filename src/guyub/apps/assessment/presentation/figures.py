"""Figures as people type them."""

from django.utils.translation import gettext as _

from guyub.domain.facts import FactDefinition


class Unreadable(Exception):
    """What was typed is no answer; ``sentence`` says what to type instead."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


def read_count(text: str, definition: FactDefinition) -> int:
    """A count as people type it: "1203", "1.203", "1 203".

    Raises:
        Unreadable: With a sentence that says what to type instead.
    """
    digits = text.replace(" ", "")
    if _is_grouped(digits):
        digits = digits.replace(".", "")
    if digits.startswith("-"):
        raise Unreadable(_("Jumlah tidak bisa kurang dari 0."))
    if not (digits.isascii() and digits.isdigit()):
        raise Unreadable(_("Tulis bilangan bulat, tanpa koma dan tanpa huruf. Contoh: 1203."))
    value = int(digits)
    if definition.problem_with(value):
        if definition.at_most is None:
            raise Unreadable(_("Terlalu besar untuk angka ini."))
        raise Unreadable(_("Paling banyak {largest}.").format(largest=definition.at_most))
    return value


def _is_grouped(text: str) -> bool:
    """Whether the dots stand where thousands do: 1.203 and 12.345.678, but not 1.2."""
    first, *groups = text.split(".")
    return bool(groups) and 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
