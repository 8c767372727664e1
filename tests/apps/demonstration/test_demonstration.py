"""The demonstration: two real recordings, and a city that does not exist and looks like one that could."""

import stat
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from guyub.apps.accounts.models import User
from guyub.apps.assessment.models import FactRecord, Recording, Snapshot, VillageState
from guyub.apps.assessment.services import SYSTEM, record_facts, verify_chain
from guyub.apps.demonstration.files import read_mampang
from guyub.apps.demonstration.load import load_demonstration
from guyub.apps.demonstration.people import SURVEYED, OtherAccounts, read_passwords
from guyub.apps.demonstration.synthetic import KINDS, make_village, scores_of
from guyub.apps.programmes.models import Group
from guyub.apps.territory.models import Region, Unit
from guyub.data import load_fact_catalogue, load_instrument
from guyub.domain.facts import find_contradictions
from guyub.domain.instruments import assess

DAYS = [date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30)]
MAMPANG = "32.76.01.1009"


@pytest.fixture
def passwords(db: None, folder: Path) -> dict[str, str]:
    return read_passwords(folder)


@pytest.fixture(scope="module")
def folder(django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a demonstration that is loaded once for all tests of this file, then rolled back."""
    folder = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration(folder)
        yield folder
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "dasar-profile-half-empty"])
@pytest.mark.parametrize("number", range(5))
def test_made_up_figures_have_the_scores_of_their_kind(kind: str, number: int) -> None:
    *_, last = make_village(kind, DAYS, f"{kind}-{number}")
    assert assess(load_instrument("kkb-klas-web-2021"), last.facts).scores == scores_of(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_made_up_figures_do_not_contradict_each_other(kind: str) -> None:
    for made_up in make_village(kind, DAYS, kind):
        assert find_contradictions(load_fact_catalogue(), made_up.facts) == ()


def test_made_up_figures_are_the_same_every_time() -> None:
    first, second = (list(make_village("berkembang-steady", DAYS, "1")) for _ in range(2))
    assert first == second


def test_made_up_villages_name_their_class_in_their_kind() -> None:
    instrument = load_instrument("kkb-klas-web-2021")
    for kind in KINDS:
        *_, last = make_village(kind, DAYS, kind)
        assert assess(instrument, last.facts).class_name.lower() == kind.split("-")[0]


@pytest.mark.parametrize(
    ("number", "covers", "scores", "index_output"),
    [
        (1, "rw", "4443 3444 4441".replace(" ", ""), 325),
        (2, "village", "4443 3444 4341".replace(" ", ""), 300),
    ],
)
def test_both_recordings_of_mampang_give_the_published_scores(
    passwords: dict[str, str], number: int, covers: str, scores: str, index_output: int
) -> None:
    snapshot = Snapshot.objects.get(unit__region=MAMPANG, sequence=number)
    codes = load_instrument(snapshot.instrument_id).by_code
    digits = "".join(str(snapshot.result["variables"][code]["score"]) for code in codes)
    assert (snapshot.covers, digits, snapshot.index_output) == (covers, scores, index_output)
    assert (snapshot.index_input, snapshot.index_process, snapshot.class_name) == (360, 400, "Berkelanjutan")


@pytest.mark.parametrize(("day", "values"), [(0, (46, 53, 33, 17)), (1, (32, 46, 28, 30))])
def test_mampang_gives_the_published_percentages(day: int, values: tuple[int, ...]) -> None:
    answer = assess(load_instrument("kkb-klas-web-2021"), read_mampang().recordings[day].facts)
    assert tuple(answer.variables[code].value for code in ("O1", "O2", "O3", "O4")) == values


def test_every_recording_says_where_its_figures_come_from(passwords: dict[str, str]) -> None:
    assert not Recording.objects.filter(provenance="").exists()
    made_up = Recording.objects.filter(unit__region__synthetic=True)
    assert set(made_up.values_list("source", flat=True)) == {"synthetic", "registry", "groups", "happened"}
    assert set(made_up.filter(source="registry").values_list("unit__region", flat=True)) == {SURVEYED}
    followed = made_up.filter(source__in=["groups", "happened"]).values_list("unit__region", flat=True)
    assert set(followed) == set(Group.objects.values_list("village", flat=True))


def test_depok_has_63_kelurahan_and_one_with_data(passwords: dict[str, str]) -> None:
    states = VillageState.objects.under("32.76")
    assert (states.count(), states.exclude(class_rank=None).count()) == (63, 1)


def test_the_made_up_city_has_every_class_both_near_misses_findings_and_gaps(passwords: dict[str, str]) -> None:
    states = VillageState.objects.under("99.01")
    classes = Counter(states.values_list("class_name", flat=True))
    assert states.count() >= 40
    assert all(classes[name] >= 3 for name in ("Dasar", "Berkembang", "Mandiri", "Berkelanjutan", ""))
    assert states.filter(class_name="Berkelanjutan", points_spare=0).exists()
    assert states.filter(class_name="Berkembang", points_lacking=1).exists()
    # The register of one village brings findings of its own: not everybody there was asked.
    assert states.exclude(unit__region=SURVEYED).filter(findings_count__gt=0).count() == 4
    assert states.filter(missing_count__gt=0, class_rank__isnull=False).exists()


def test_made_up_places_are_labelled_and_outside_every_real_code(passwords: dict[str, str]) -> None:
    made_up = Region.objects.filter(synthetic=True)
    assert set(made_up.values_list("code", flat=True)) == set(
        Region.objects.filter(code__startswith="99").values_list("code", flat=True)
    )


def test_loading_again_adds_nothing_and_keeps_what_people_did(passwords: dict[str, str], folder: Path) -> None:
    unit = Unit.objects.get(region=MAMPANG)
    record_facts(
        SYSTEM, unit, as_of=date(2024, 1, 31), values={"iud": 500}, source="profile-form", provenance="Formulir"
    )
    before = (Recording.objects.count(), FactRecord.objects.count(), Unit.objects.count(), Snapshot.objects.count())
    assert load_demonstration(folder) == passwords
    after = (Recording.objects.count(), FactRecord.objects.count(), Unit.objects.count(), Snapshot.objects.count())
    assert after == before
    assert VillageState.objects.get(unit=unit).facts["iud"] == 500


def test_every_snapshot_chain_holds(passwords: dict[str, str]) -> None:
    for unit in Unit.objects.filter(region__in=[MAMPANG, "99.01.01.1001", "99.01.05.1009"]):
        assert verify_chain(unit) == []


def test_the_printed_passwords_open_the_accounts(passwords: dict[str, str], rf) -> None:
    request = rf.post("/akun/login/")
    for name, password in passwords.items():
        assert authenticate(request, username=name, password=password), name


def test_the_password_file_is_for_its_owner_only(passwords: dict[str, str], folder: Path) -> None:
    assert stat.S_IMODE((folder / "demo-logins.json").stat().st_mode) == 0o600


def test_a_site_with_accounts_of_its_own_gets_no_printed_ones(passwords: dict[str, str], folder: Path) -> None:
    User.objects.get(username="contoh").delete()
    User.objects.create_user("siti", "siti@contoh.go.id", "rahasia-sekali-1")
    with pytest.raises(OtherAccounts):
        load_demonstration(folder)
    assert not User.objects.filter(username="contoh").exists()


def test_who_wants_both_gets_both(passwords: dict[str, str], folder: Path, tmp_path: Path) -> None:
    (tmp_path / "demo-logins.json").write_bytes((folder / "demo-logins.json").read_bytes())
    User.objects.get(username="contoh").delete()
    User.objects.create_user("siti", "siti@contoh.go.id", "rahasia-sekali-1")
    assert set(load_demonstration(tmp_path, beside_others=True)) == set(passwords)


def test_a_demonstration_goes_on_when_someone_adds_an_account(passwords: dict[str, str], folder: Path) -> None:
    User.objects.create_user("siti", "siti@contoh.go.id", "rahasia-sekali-1")
    assert load_demonstration(folder) == passwords


def test_a_password_that_was_changed_is_printed_no_more(
    passwords: dict[str, str], tmp_path: Path, folder: Path
) -> None:
    (tmp_path / "demo-logins.json").write_bytes((folder / "demo-logins.json").read_bytes())
    user = User.objects.get(username="admin")
    user.set_password("rahasia-sekali-1")
    user.save()
    User.objects.filter(username="depok").update(is_active=False)
    left = {name: password for name, password in passwords.items() if name not in {"admin", "depok"}}
    assert load_demonstration(tmp_path) == read_passwords(tmp_path) == left
