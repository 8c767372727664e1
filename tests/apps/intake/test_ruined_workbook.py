"""A workbook of 5,000 rows with everything wrong that is wrong in real ones, through the pages as an office would go:
sent, good families entered, error workbook downloaded, corrected, sent back. Run with -s to see numbers and seconds.
"""

import io
import itertools
import time
from collections import Counter

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files import services
from guyub.apps.people.models import Family, Person
from tests.conftest import PASSWORD
from tools.make_ruined_workbook import make

UPLOAD = "/berkas-keluarga/99.01.01.1001/"
ROWS = 5_000
OUTCOMES = ("new", "changed", "unchanged", "refused", "skipped")


def entered(client, name, content, **choices):
    """Send, say what the columns mean, look at the check, enter the good families; the import as it ended."""
    client.post(UPLOAD, {"day": "2025-01-31", "file": SimpleUploadedFile(name, content)})
    run = PeopleImport.objects.first()
    columns = {f"c{column}": target for target, column in run.mapping.items()}
    client.post(reverse("people_files:columns", args=[run.pk]), {**columns, **choices})
    services.work_all()
    page = client.get(reverse("people_files:run", args=[run.pk])).content.decode()
    client.post(reverse("people_files:decide", args=[run.pk]), {"choice": "good" if "baik saja" in page else "all"})
    services.work_all()
    run.refresh_from_db()
    assert (run.state, run.failure) == ("done", "")
    assert sum(run.counts[name] for name in OUTCOMES) == run.rows, "every row is in exactly one of them"
    return run


def corrected(content, corrections):
    """The error workbook with the bad cells put right, and how many there were."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = {row[0].value: row for row in book.active.iter_rows(min_row=2)}
    for (line, column), right in corrections.items():
        rows[line][column + 2].value = right
    file = io.BytesIO()
    book.save(file)
    return file.getvalue(), len(rows)


@pytest.mark.slow
@pytest.mark.django_db
def test_five_thousand_ruined_rows_become_the_people_they_were(client, cast, tmp_path):
    ruin = make(tmp_path / "rusak.xlsx", ROWS)
    client.login(username="operator", password=PASSWORD)
    clock = [time.perf_counter()]
    first = entered(client, "rusak.xlsx", (tmp_path / "rusak.xlsx").read_bytes(), date_order="day-first")
    clock.append(time.perf_counter())
    assert first.rows == ROWS
    assert 0 < Person.objects.count() < ruin.people
    answer = client.post(reverse("people_files:errors", args=[first.pk]))
    sent_back, left = corrected(answer.content, ruin.corrections)
    clock.append(time.perf_counter())
    second = entered(client, "kembali.xlsx", sent_back)
    clock.append(time.perf_counter())
    assert (second.counts["refused"], second.counts["skipped"]) == (0, 0)
    people = Person.objects.values_list("name", "sex", "birth_date")
    assert Counter((name, "LP"[sex - 1], birth) for name, sex, birth in people) == Counter(ruin.truth)
    assert Family.objects.count() == ruin.families
    third = entered(client, "kembali.xlsx", sent_back)
    assert third.counts["unchanged"] == third.rows == left
    assert Person.objects.count() == ruin.people
    seconds = [round(after - before, 1) for before, after in itertools.pairwise(clock)]
    print(f"\n{ROWS} rows, {len(ruin.corrections)} bad cells of {len(ruin.faults)} kinds: {first.counts}; ", end="")
    print(f"{left} rows sent back: {second.counts}; {ruin.families} families, {ruin.people} people; seconds {seconds}")
