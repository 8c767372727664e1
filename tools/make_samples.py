"""Write docs/samples from the demonstration's data. Usage: python tools/make_samples.py [FOLDER].

A test runs this into a scratch folder and compares, so the samples cannot fall behind.
"""

import csv
import itertools
import sys
from pathlib import Path

from guyub.apps.demonstration.files import read_mampang, read_synthetic_city
from guyub.apps.demonstration.synthetic import KINDS, make_village
from guyub.data import load_fact_catalogue

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


def main(folder: Path) -> None:
    """Write all samples."""
    rows = villages()
    recorded = {code for row in rows for code in row}
    columns = ["row", "name", "as_of", *(code for code in load_fact_catalogue().by_code if code in recorded)]
    with (folder / "villages.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    capacity = [("opd", "units"), ("Dinkes", 400), ("DP3AP2KB", 600)]
    with (folder / "capacity.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(capacity)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "docs" / "samples")
