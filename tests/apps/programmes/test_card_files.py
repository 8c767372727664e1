"""The yearly card of a group as a file: what it says, that nobody is named, and who gets it."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.programmes.services import GroupFacts, appoint, confirm_card, describe_group
from guyub.data.group_files import load_group_rules
from tests.apps.made_families import today
from tests.apps.programmes.groups_world import companion, make_group, with_members
from tests.pdf_text import text_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast):
    return make_group(cast.unit.region)


@pytest.fixture
def reader(cast, client):
    client.force_login(companion(cast, "kader", "001"))
    return client


def of(group, fmt):
    return f"/kelompok/{group.village_id}/{group.pk}/kartu.{fmt}"


def test_the_card_tells_of_the_group_and_names_nobody(reader, group):
    members = with_members(group, 3)
    head = members[0].family.head
    appoint(SYSTEM, group, "ketua", head, today() - timedelta(days=9), today() - timedelta(days=2))
    appoint(SYSTEM, group, "pembina", "pkb", today() - timedelta(days=9))
    facts = GroupFacts("Melati", "BKB-07", decree_number="12/2025", decree_issuer="camat", funds=("apbd",))
    describe_group(SYSTEM, group, facts)
    confirm_card(SYSTEM, group, today().year)
    book = load_workbook(BytesIO(reader.get(of(group, "xlsx")).content))
    told = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows(min_row=2)}
    assert told["Nomor register"] == "BKB-07"
    assert told["SK"] == "12/2025, Camat"
    assert told["Dana"] == "APBD"
    assert told["Ketua"] == "1 orang, 1 terlatih"
    assert told["Pembina"] == "PKB/PLKB"
    assert told["Sekretaris"] == "belum ada"
    assert told["Anggota"] == "3"
    assert told["Pengurus terlatih"] == "1 dari 1"
    assert told["Disahkan"].startswith(f"kartu {today().year}")
    text = text_of_pdf(reader.get(of(group, "pdf")).content)
    assert "K/0/BKB" in text
    assert "Halaman1dari1" in text  # a card is one sheet
    everything = text + "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert head.name not in everything


def test_a_group_about_which_nothing_was_said_says_so(reader, group):
    answer = reader.get(of(group, "csv")).content.decode()
    assert "SK,belum dicatat" in answer
    assert "Disahkan,belum" in answer


def test_no_card_for_kinds_without_one_other_files_or_other_people(cast, reader, client, group):
    assert reader.get(of(group, "docx")).status_code == 404
    without = next(kind.code for kind in load_group_rules().kinds if kind.card is None)
    assert reader.get(of(make_group(cast.unit.region, without, "Mawar"), "pdf")).status_code == 404
    client.force_login(cast.stranger)
    assert client.get(of(group, "pdf")).status_code == 404


def test_questions_do_not_grow(reader, group, django_assert_num_queries, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as few:
        reader.get(of(group, "csv"))
    with_members(group, 6)
    with django_assert_num_queries(len(few)):
        reader.get(of(group, "csv"))
