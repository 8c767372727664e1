"""Acts on proofs: who may, what they do to its state, and that each stands in its ledger."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.audit import chained
from guyub.apps.audit.models import AuditEntry
from guyub.apps.evidence import errors, limits, records
from guyub.apps.evidence.models import Evidence, EvidenceEvent, State, StoredFile
from guyub.apps.evidence.services import files, proofs, uploads
from guyub.apps.evidence.services.proofs import Description
from guyub.domain.evidence.states import StepOutOfTurn
from guyub.errors import NotAllowed
from tests.apps.evidence import samples
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
A1 = ("kkb-siap-1.0", "A1")


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"


def described(**more) -> Description:
    return Description(**{"kind": "decree", "title": "SK Pokja rekaan", "items": [A1], **more})


def sent(content: bytes | None = None, name: str = "sk.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.pdf() if content is None else content)


def uploaded(cast, **more) -> Evidence:
    return proofs.add_with_files(cast.operator, cast.unit, described(**more), [sent()])


def test_every_act_is_a_sealed_row_of_the_proofs_ledger(cast):
    proof = uploaded(cast)
    proofs.check(cast.officer, proof)
    proofs.verify(cast.officer, proof, "Papan SK terpasang di balai.")
    rows = list(proof.events.order_by("sequence"))
    assert [(row.action, row.state) for row in rows] == [
        ("add", "claimed"),
        ("attach", "uploaded"),
        ("check", "checked"),
        ("verify", "verified"),
    ]
    assert {row.chain for row in rows} == {str(proof.pk)}
    assert not list(chained.verify(EvidenceEvent))
    noted = AuditEntry.objects.filter(chain=cast.unit.code, action__startswith="evidence-")
    assert list(noted.order_by("sequence").values_list("action", flat=True)) == [
        "evidence-added",
        "evidence-checked",
        "evidence-verified",
    ]


def test_nobody_checks_what_they_added_or_changed(cast):
    both = User.objects.create_user("dua-peran", "dua@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=both, role="city", region_id="99.01")
    Assignment.objects.create(user=both, role="operator", region=cast.unit.region)
    own = proofs.add_with_files(both, cast.unit, described(), [sent()])
    for act in (lambda: proofs.check(both, own), lambda: proofs.reject(both, own, "Tidak terbaca sama sekali.")):
        with pytest.raises(errors.OwnProof):
            act()
    helped = uploaded(cast)
    proofs.attach_sent(both, helped, sent(samples.pdf(pages=2), "lampiran.pdf"))
    with pytest.raises(errors.OwnProof):
        proofs.check(both, helped)
    assert proofs.check(cast.officer, helped).state == State.CHECKED


@pytest.mark.parametrize("who", ["stranger", "viewer", "officer", "admin"])
def test_who_has_no_right_adds_nothing(cast, who):
    with pytest.raises(NotAllowed):
        proofs.add(getattr(cast, who), cast.unit, described())
    with pytest.raises(NotAllowed):
        proofs.add_with_files(getattr(cast, who), cast.unit, described(), [sent()])
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "viewer", "operator", "admin"])
def test_who_has_no_right_checks_nothing(cast, who):
    proof = uploaded(cast)
    for act in (
        lambda: proofs.check(getattr(cast, who), proof),
        lambda: proofs.verify(getattr(cast, who), proof),
        lambda: proofs.reject(getattr(cast, who), proof, "Tidak terbaca sama sekali."),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_steps_out_of_turn_leave_no_row(cast):
    proof = proofs.add(cast.operator, cast.unit, described())
    for act in (proofs.check, proofs.verify):
        with pytest.raises(StepOutOfTurn):
            act(cast.officer, proof)
    assert proof.events.count() == 1


def test_a_checked_proof_that_changes_is_checked_again(cast):
    proof = uploaded(cast)
    proofs.check(cast.officer, proof)
    unchanged = proofs.describe(cast.operator, proof, described())
    assert (unchanged.state, proof.events.count()) == (State.CHECKED, 3)
    changed = proofs.describe(cast.operator, proof, described(number="12/2024"))
    assert changed.state == State.UPLOADED
    assert proof.events.order_by("-sequence").first().details["changed"] == ["number"]


def test_the_same_file_again_changes_nothing(cast):
    content = samples.pdf()
    proof = proofs.add_with_files(cast.operator, cast.unit, described(), [sent(content)])
    proofs.check(cast.officer, proof)
    proofs.attach_sent(cast.operator, proof, sent(content, "nama lain.pdf"))
    proof.refresh_from_db()
    assert (proof.state, proof.attachments.count()) == (State.CHECKED, 1)


def test_a_proof_holds_so_many_files_and_no_more(cast):
    proof = uploaded(cast)
    stored = [
        StoredFile.objects.create(sha256=f"{n:064x}", kept_sha256=f"{n:064x}", media_type="application/pdf", size=1)
        for n in range(limits.FILES_OF_A_PROOF)
    ]
    for one in stored[:-1]:
        proofs.attach(cast.operator, proof, one, "a.pdf")
    with pytest.raises(errors.TooManyFiles):
        proofs.attach(cast.operator, proof, stored[-1], "a.pdf")


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"items": []}, errors.NoItem),
        ({"items": [("kkb-siap-1.0", "Z9")]}, errors.UnknownItem),
        ({"items": [("lain", "A1")]}, errors.UnknownItem),
        ({"dated": date(2024, 2, 2), "valid_until": date(2024, 2, 1)}, errors.DaysCrossed),
        ({"record_kind": "meeting", "record_key": "1"}, errors.UnknownRecord),
    ],
)
def test_what_does_not_hold_is_refused(cast, wrong, refusal):
    with pytest.raises(refusal):
        proofs.add(cast.operator, cast.unit, described(**wrong))
    assert not Evidence.objects.exists()


class Minutes:
    """A source of records of village A."""

    def offer(self, user, village):
        return [one for one in (self.resolve(user, "7"),) if village in one.villages]

    def resolve(self, user, key):
        villages = frozenset({"99.01.01.1001"})
        return (
            records.Record(key, "Notula rakor rekaan", date(2024, 3, 1), "/rakor/7/", villages) if key == "7" else None
        )


@pytest.fixture
def minutes():
    records.register("meeting", "Notula rakor", Minutes())
    yield
    records.unregister("meeting")


def test_a_record_of_our_own_stands_in_for_a_file(cast, minutes):
    proof = proofs.add(cast.operator, cast.unit, described(record_kind="meeting", record_key="7"))
    assert proof.state == State.UPLOADED
    assert proofs.check(cast.officer, proof).state == State.CHECKED
    assert [kind for kind, _, _ in records.offered(cast.operator, cast.unit.code)] == ["meeting"]
    assert records.offered(cast.operator, "99.02.01.1001") == []


def test_a_record_of_another_village_is_no_proof(cast, minutes):
    with pytest.raises(errors.UnknownRecord):
        proofs.add(cast.stranger, cast.other_unit, described(record_kind="meeting", record_key="7"))


def test_expiry_goes_on_record_the_day_after_the_last_and_once(cast):
    today = timezone.localdate()
    over = uploaded(cast, valid_until=today - timedelta(days=1))
    last = uploaded(cast, valid_until=today)
    call_command("expire_evidence")
    call_command("expire_evidence")
    over.refresh_from_db()
    last.refresh_from_db()
    assert (over.state, last.state) == (State.EXPIRED, State.UPLOADED)
    assert over.events.filter(action="expire").count() == 1
    assert proofs.describe(cast.operator, over, described(valid_until=today)).state == State.UPLOADED


def test_content_that_no_proof_shows_is_kept_for_a_while(cast):
    proof = uploaded(cast)
    attachment = proof.attachments.get()
    place = files.path_of(attachment.file)
    proofs.take_off(cast.operator, attachment)
    now = timezone.now()
    assert uploads.drop_orphans(now) == 0
    assert place.is_file()
    assert uploads.drop_orphans(now + timedelta(days=limits.ORPHANS_WAIT_DAYS, minutes=1)) == 1
    assert not place.exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("foto.exe", "foto.exe.jpg"),
        ("foto.pdf", "foto.jpg"),
        ("C:\\gambar\\foto.JPG", "foto.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("", "berkas.jpg"),
        ("a\r\nb.jpg", "ab.jpg"),
        ("x" * 300, "x" * 116 + ".jpg"),
    ],
)
def test_names_for_downloading_tell_what_the_file_is(name, expected):
    assert proofs.clean_name(name, "image/jpeg") == expected
