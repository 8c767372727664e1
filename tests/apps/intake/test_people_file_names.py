"""Files are named after people at times: name, sheet and headings go with the content after its period."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guyub.apps.intake.models import PeopleImport
from guyub.apps.intake.people_files import services
from guyub.data.privacy_files import kept_for
from tests.apps.intake.test_people_file_pages import FAMILY, HEAD, UPLOAD, send
from tests.conftest import PASSWORD

KEPT = kept_for("import-files")


@pytest.mark.parametrize("dropped", [False, True], ids=["forgotten", "dropped at once"])
def test_the_name_of_an_old_file_goes(client, cast, dropped):
    client.login(username="operator", password=PASSWORD)
    run = send(client, HEAD.replace("Nama;", "Nama Rahasiawati;") + FAMILY, "rahasiawati.csv")
    if dropped:
        services.drop(cast.operator, run)
    services.drop_forgotten(timezone.now(), KEPT)
    run.refresh_from_db()
    assert run.file_name == "rahasiawati.csv", "for the period it is told from other files by its name"
    PeopleImport.objects.update(uploaded_at=timezone.now() - KEPT - timedelta(days=1))
    services.drop_forgotten(timezone.now(), KEPT)
    run.refresh_from_db()
    assert (run.content_sealed, run.file_name, run.sheet, run.sheets, run.headings) == (None, "berkas lama", "", [], [])
    assert "rahasiawati" not in client.get(UPLOAD).content.decode().lower()
    assert "rahasiawati" not in str(PeopleImport.objects.values()[0]).lower()
