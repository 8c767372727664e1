"""Make up the figures of a city that does not exist: the same every time, plausible, and labelled as made up.

Each village has a kind (such as "Berkembang, one point short"). A kind is a set of scores, and figures are chosen
well inside the band of each score, so that the village gets exactly these scores under the web rule.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

Scores = Mapping[str, int]

# Twelve scores a kind: I1-I5, P1-P3, O1-O4. Limits: input 15 of 18, process 9 of 12, output 12 of 16.
KINDS: dict[str, str] = {
    "berkelanjutan-steady": "44433 444 4444",
    "berkelanjutan-output-on-limit": "44433 444 4341",
    "berkelanjutan-input-on-limit": "43323 343 4443",
    "berkembang-output-one-point-short": "43433 343 4331",
    "berkembang-steady": "44333 344 2321",
    "mandiri-input-one-point-short": "33323 344 4442",
    "mandiri-process-weak": "44433 122 4344",
    "mandiri-output-on-limit": "33232 443 3432",
    "dasar-input-one-point-short": "33323 222 4432",
    "dasar-steady": "32222 121 2211",
    "dasar-no-family-planning-record": "43322 232 1111",
    "dasar-profile-half-empty": "21211 111 3321",
}
VARIABLES = ("I1", "I2", "I3", "I4", "I5", "P1", "P2", "P3", "O1", "O2", "O3", "O4")
NO_DATA = "no-data"

# Values well inside the band of each score (1 to 4).
COUNTS: dict[str, tuple[range, ...]] = {
    "I2": (range(1), range(1, 2), range(2, 5), range(5, 7)),
    "I3": (range(1), range(1, 3), range(3, 5), range(5, 6)),
    "I4": (range(1), range(1, 2), range(2, 3)),
    "P1": (range(1), range(1, 2), range(2, 4), range(4, 6)),
    "P2": (range(1), range(1, 3), range(3, 5), range(5, 6)),
    "P3": (range(1), range(1, 4), range(4, 7), range(7, 13)),
}
PERCENTS: dict[str, tuple[range, ...]] = {
    "O1": (range(3, 8), range(12, 19), range(23, 29), range(34, 52)),
    "O2": (range(14, 27), range(32, 39), range(43, 49), range(54, 68)),
    "O3": (range(6, 17), range(21, 22), range(24, 25), range(28, 42)),
    "O4": (range(15, 24), range(11, 12), range(8, 9), range(2, 6)),
}
COUNT_FACTS = {
    "I2": "funding_sources",
    "I3": "groups_present",
    "I4": "facilities_present",
    "P1": "data_kinds_used",
    "P2": "operating_routines",
}
FAMILY_PLANNING = [
    "bkb_members",
    "bkr_members",
    "bkl_members",
    "uppka_members",
    "pikr_members",
    "iud",
    "mow",
    "mop",
    "condom",
    "implant",
    "injection",
    "pill",
    "pregnant",
    "wants_child_soon",
    "wants_child_later",
    "wants_no_more",
]
PROFILE_GAPS = (
    "funding_sources",
    "groups_present",
    "data_kinds_used",
    "institutions_strict_web",
    "institutions_intended",
)


@dataclass(frozen=True)
class MadeUp:
    """Figures of one made-up village on one day."""

    day: date
    facts: dict[str, int]


def make_village(
    kind: str, days: list[date], seed: str, with_finding: bool = False, families: int | None = None
) -> Iterator[MadeUp]:
    """Figures of one village on each day, oldest first; the last day has exactly the scores of the kind.

    Earlier days score lower in a few variables, so that there is a road to look back on. ``with_finding`` makes
    the figures of the last day contradict each other without changing a score. ``families``: how many there are.
    """
    if kind == NO_DATA:
        return
    chance = random.Random(seed)  # noqa: S311  the same figures every time are wanted
    final = scores_of(kind)
    people = _people(chance, families)
    for age, day in zip(range(len(days) - 1, -1, -1), days, strict=True):
        facts = _facts(_earlier(final, age, chance), people, chance)
        if kind == "dasar-no-family-planning-record":
            facts = {code: value for code, value in facts.items() if code not in FAMILY_PLANNING}
        if kind == "dasar-profile-half-empty":
            facts = {code: value for code, value in facts.items() if code not in PROFILE_GAPS}
        if with_finding and age == 0:
            facts["pregnant"] = facts.get("pregnant", 0) + 3 + chance.randrange(5)
        yield MadeUp(day, facts)
        if families is None:
            people = {code: value + value * chance.randrange(3, 9) // 1000 for code, value in people.items()}


def scores_of(kind: str) -> dict[str, int]:
    """Scores that the figures of a kind must give."""
    digits = KINDS[kind].replace(" ", "")
    return {code: int(digit) for code, digit in zip(VARIABLES, digits, strict=True)}


def _earlier(final: Scores, age: int, chance: random.Random) -> Scores:
    scores = dict(final)
    for code in chance.sample(VARIABLES, min(2 * age, len(VARIABLES))):
        scores[code] = max(1, scores[code] - 1)
    return scores


def _people(chance: random.Random, families: int | None) -> dict[str, int]:
    drawn = chance.randrange(900, 5200)
    families = drawn if families is None else families

    def share(low: int, high: int) -> int:
        return families * chance.randrange(low, high) // 1000

    return {
        "population": families * chance.randrange(3200, 3700) // 1000,
        "families": families,
        "pus": share(540, 640),
        "adolescents": share(420, 560),
        "families_with_under5": share(240, 320),
        "families_with_adolescents": share(380, 470),
        "families_with_elderly": share(170, 260),
    }


def _facts(scores: Scores, people: Mapping[str, int], chance: random.Random) -> dict[str, int]:
    facts = {**_profile(scores, chance), **people}
    facts.update(_groups(_pick(PERCENTS, "O1", scores, chance), people, chance))
    facts.update(_family_planning(scores, people["pus"], chance))
    return facts


def _pick(bands: Mapping[str, tuple[range, ...]], code: str, scores: Scores, chance: random.Random) -> int:
    return chance.choice(bands[code][scores[code] - 1])


def _profile(scores: Scores, chance: random.Random) -> dict[str, int]:
    exists, members, trained = scores["I1"] >= 2, scores["I1"] >= 3, scores["I1"] == 4
    count = chance.randrange(12, 28) if members else 0
    institutions = _pick(COUNTS, "P3", scores, chance)
    companion = scores["I5"] == 3 or (scores["I5"] == 2 and chance.random() < 0.5)
    regulation = scores["I5"] == 3 or (scores["I5"] == 2 and not companion)
    counts = {fact: _pick(COUNTS, code, scores, chance) for code, fact in COUNT_FACTS.items()}
    return {
        **counts,
        "institutions_strict_web": institutions,
        "institutions_intended": max(0, institutions - chance.randrange(0, 3)),
        "pokja_exists": int(exists),
        "pokja_decree": int(exists),
        "pokja_members": count,
        "pokja_trained_flag": int(trained),
        "pokja_trained_members": chance.randrange(5, count) if trained else 0,
        "plkb_companion": int(companion),
        "regulation": int(regulation),
        "regulation_count": chance.randrange(1, 4) if regulation else 0,
        "rkm": int(counts["data_kinds_used"] > 0),
        "data_use_flag": int(counts["data_kinds_used"] > 0),
    }


def _groups(percent: int, people: Mapping[str, int], chance: random.Random) -> dict[str, int]:
    """Members of the five groups whose rounded percentages have the wanted mean."""
    shift = chance.randrange(0, max(1, percent // 3))
    uppka = percent // 3  # few families join a business group, so the other four carry the mean
    even, left = divmod(5 * percent - uppka, 4)
    shares = (even + shift, even - shift, even + left, uppka, even)
    of = ("families_with_under5", "families_with_adolescents", "families_with_elderly", "families", "adolescents")
    names = ("bkb_members", "bkr_members", "bkl_members", "uppka_members", "pikr_members")
    return {name: people[base] * share // 100 for name, base, share in zip(names, of, shares, strict=True)}


def _family_planning(scores: Scores, pus: int, chance: random.Random) -> dict[str, int]:
    users = pus * _pick(PERCENTS, "O2", scores, chance) // 100
    long_acting = users * _pick(PERCENTS, "O3", scores, chance) // 100
    unmet = pus * _pick(PERCENTS, "O4", scores, chance) // 100
    iud, mow, implant = _split(long_acting, (45, 15, 40), chance)
    condom, injection, pill = _split(users - long_acting, (8, 65, 27), chance)
    later, no_more = _split(unmet, (35, 65), chance)
    pregnant, soon = _split(pus - users - unmet, (25, 75), chance)
    return {
        "iud": iud,
        "mow": mow,
        "mop": 0,
        "condom": condom,
        "implant": implant,
        "injection": injection,
        "pill": pill,
        "pregnant": pregnant,
        "wants_child_soon": soon,
        "wants_child_later": later,
        "wants_no_more": no_more,
    }


def _split(total: int, shares: tuple[int, ...], chance: random.Random) -> list[int]:
    """Parts that add up to the total, near the shares."""
    weights = [share * chance.randrange(80, 121) for share in shares]
    parts = [total * weight // sum(weights) for weight in weights]
    parts[-1] += total - sum(parts)
    return parts
