"""Write docs/samples from the demonstration's data. Usage: python tools/make_samples.py [FOLDER].

A test runs this into a scratch folder and compares, so the samples cannot fall behind.
"""

import csv
import itertools
import sys
from pathlib import Path
from random import Random

from guyub.apps.demonstration.files import read_mampang, read_synthetic_city
from guyub.apps.demonstration.synthetic import KINDS, make_village
from guyub.data import load_fact_catalogue
from guyub.data.growth_files import UNDER_FIVE, load_growth_standard
from guyub.data.nutrition_files import load_demonstration_prices, load_foods
from guyub.domain.growth.tables import sd_value
from guyub.domain.nutrition.columns import cells_of

MADE_UP_NOTE = "rekaan"


def villages() -> list[dict[str, object]]:
    """Kelurahan Mampang as publicly recorded on 31 May 2023, then one made-up village of each kind."""
    known, city = read_mampang(), read_synthetic_city()
    latest = known.recordings[-1]
    rows: list[dict[str, object]] = [{"name": known.name, "as_of": latest.as_of, **latest.facts}]
    names = [
        (f"{city.city.code}.{number:02d}.{place}", name)
        for number, district in enumerate(city.districts, start=1)
        for place, name in enumerate(district.villages, start=1001)
    ]
    for kind, (code, name) in zip(sorted(KINDS), names, strict=False):
        (latest_made_up,) = itertools.islice(make_village(kind, city.recording_days[-1:], f"sample-{code}"), 1)
        rows.append({"name": f"{name} ({MADE_UP_NOTE})", "as_of": latest_made_up.day, **latest_made_up.facts})
    return [{"row": number, **row} for number, row in enumerate(rows, start=1)]


def families(count: int = 40) -> list[dict[str, object]]:
    """Made-up families with PK answers, no names and no numbers; now and then something is not answered."""
    chance = Random(2025)  # noqa: S311 - made-up answers, the same each time
    return [_family(number, chance) for number in range(1, count + 1)]


def _family(number: int, chance: Random) -> dict[str, object]:
    def often(likely: object, *rare: object) -> object:
        return likely if chance.random() < 0.8 else chance.choice([*rare, ""] if chance.random() < 0.1 else rare)

    single, children = chance.random() < 0.15, chance.random() < 0.8
    age = chance.randint(22, 55)
    codes = [f"P.{code}" for code in ("01", "04", "05", "06", "08", "09", "11", "12")]
    row: dict[str, object] = {"keluarga": f"contoh-{number:02}", "RW": f"{chance.randint(1, 5):02}"}
    row |= {code: often(1, 2) for code in codes}
    row |= {"P.02": 3 if single else often(1, 2), "P.03b": 3 if single else often(2, 1), "P.07": often(2, 1)}
    row |= {code: often(2, 1) for code in ("P.03a", "P.03c", "P.03d")}
    row |= {"P.10": often(1, 2) if children and not single else 3, "P.19": often(2, 3, 5), "P.20": often(1, 2, 4)}
    row |= {"P.21": often(1, 2, 5), "P.22": often(1, 2, 4), "P.23": often(2, 1, 3, 5), "P.24": often(1, 2, 3)}
    row |= {"P.25": chance.randint(18, 90), "P.26": chance.randint(1, 7)}
    row |= {"K.07": often(3, 4) if single else 2, "K.09": often(1, 2) if children else 3}
    row |= {"K.14": often(1, 2) if children else 3, "K.15": often(1, 2, 4), "desil": chance.randint(1, 10)}
    couple = {"umur_istri": age, "KB.03": often(2, 1), "KB.04": often(1, 2), "KB.07": chance.randint(1, 9)}
    row |= dict.fromkeys(couple, "") | {"PUS": 2} if single else couple | {"PUS": ""}
    row |= {"anak_di_bawah_2_tahun": int(children and chance.random() < 0.2)}
    row |= {"anak_2_4_tahun": int(children and chance.random() < 0.3), "anak_hidup": chance.randint(1, 4) * children}
    return row | {"jarak_lahir_bulan": chance.randint(12, 90) if children else ""}


def foods() -> list[dict[str, object]]:
    """Some foods of the table that comes with Guyub, and one misprint of TKPI 2020 for the check to find."""
    codes = ["AR001", "BR028", "CP077", "CR014", "DR008", "DR166", "ER073", "FR007", "GR046", "HR002", "JR006", "KR012"]
    misprint = {"code": "DR004", "name": "Andewi", "kind": "vegetable", "energy_kcal": "226", "protein_g": "1.6",
                "fat_g": "0.2", "carb_g": "5.3"}  # fmt: skip
    rows = [cells_of(load_foods().by_code[code]) for code in codes]
    return [*rows, dict.fromkeys(rows[0], "") | misprint]


def prices() -> list[dict[str, object]]:
    """Made-up prices of the same foods in one month."""
    known = {row["code"] for row in foods()}
    latest = max(one.month for one in load_demonstration_prices())
    return [
        {"market": one.market, "month": f"{one.month:%Y-%m}", "code": one.food, "rupiah_per_kg": one.rupiah_per_kg}
        for one in load_demonstration_prices()
        if one.month == latest and one.food in known
    ]


def children(count: int = 60) -> list[dict[str, object]]:
    """Made-up measurements as of a survey; now and then one is missing, or the posture is another than the age's."""
    chance = Random(2025)  # noqa: S311 - made-up measurements, the same each time
    return [_child(number, chance) for number in range(1, count + 1)]


def _child(number: int, chance: Random) -> dict[str, object]:
    boy, age = chance.random() < 0.5, chance.randint(20, 1800)
    row = load_growth_standard(UNDER_FIVE).tables["lhfa-day"].at(boy, age)
    height = sd_value(row, chance.gauss(-1.1, 1.2))
    weight = (height / 100) ** 2 * chance.gauss(15.8, 1.3)
    measured = {
        "weight": f"{weight:.1f}",
        "lenhei": f"{height:.1f}",
        "headc": "",
        "armc": f"{chance.gauss(14.8, 1.1):.1f}",
    }
    if chance.random() < 0.05:
        measured[chance.choice(["weight", "lenhei"])] = ""
    posture = "l" if (age < 731) == (chance.random() < 0.9) else "h"
    stratum = 1 + number % 3
    return {
        "id": f"contoh-{number:02}", "sex": 1 if boy else 2, "age": age, "age_unit": "d", **measured, "triskin": "",
        "subskin": "", "measure": posture, "oedema": "y" if chance.random() < 0.02 else "n",
        "typeres": chance.choice(["Urban", "Rural"]), "strata": stratum, "cluster": stratum * 10 + number % 4,
        "sw": f"{chance.uniform(0.5, 2):.3f}",
    }  # fmt: skip


def main(folder: Path) -> None:
    """Write all samples."""
    rows = villages()
    recorded = {code for row in rows for code in row}
    columns = ["row", "name", "as_of", *(code for code in load_fact_catalogue().by_code if code in recorded)]
    with (folder / "villages.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    tables = {"families": families(), "children": children(), "foods": foods(), "prices": prices()}
    for name, made_up in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(made_up[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(made_up)
    capacity = [("opd", "units"), ("Dinkes", 400), ("DP3AP2KB", 600)]
    with (folder / "capacity.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(capacity)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "samples")
