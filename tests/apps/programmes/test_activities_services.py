"""Activities: recorded once, put right with a trail, taken back; by those who write of groups where it was."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.evidence.errors import NotAPicture
from guyub.apps.programmes.activity_models import Activity, ActivityPhoto
from guyub.apps.programmes.presentation.from_meeting import told_by
from guyub.apps.programmes.services import MeetingFacts, describe_meeting
from guyub.apps.programmes.services.activities import (
    ActivityRefused,
    correct_activity,
    mark_posted,
    record_activity,
    take_in_activity,
    use_up,
    withdraw_activity,
)
from guyub.apps.programmes.services.activity_photos import add_photo, describe_photo, moments_open, take_off_photo
from guyub.apps.ui.outbox import SendingsMissing, Sent
from guyub.errors import NotAllowed
from tests.apps.evidence.samples import pdf
from tests.apps.made_families import today
from tests.apps.programmes.activities_world import activity_of, facts, picture
from tests.apps.programmes.groups_world import companion, make_group, met, with_members

pytestmark = pytest.mark.django_db
PAGE = "a" * 24


@pytest.fixture
def village(cast):
    return cast.unit.region


def reason(act):
    with pytest.raises(ActivityRefused) as caught:
        act()
    return caught.value.data["reason"]


def acts():
    return list(AuditEntry.objects.filter(subject__startswith="activity:").values_list("action", flat=True))


# -- who -------------------------------------------------------------------------------------------------------------


def test_a_cadre_records_for_the_own_rw_and_not_for_the_whole_village(cast, village):
    kader = companion(cast, "kader", "001")
    made = record_activity(kader, village, facts(), ["001"])
    assert (made.recorded_by, made.serves) == (kader, ["001"])
    for serves in ([], ["001", "002"]):
        with pytest.raises(NotAllowed):
            record_activity(kader, village, facts(), serves)


def test_those_of_another_rw_or_village_change_nothing(cast, village):
    made = activity_of(village)
    for stranger in (companion(cast, "kader", "002"), companion(cast, "viewer"), companion(cast, "province")):
        for act in (
            lambda who: correct_activity(who, made, facts(place="Lain")),
            lambda who: withdraw_activity(who, made),
            lambda who: mark_posted(who, made, today()),
            lambda who: add_photo(who, made, picture(), "Memasak"),
        ):
            with pytest.raises(NotAllowed):
                act(stranger)


# -- what ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"day": today() + timedelta(days=1)}, "activity-day-to-come"),
        ({"day": today().replace(year=today().year - 11, day=1)}, "activity-day-too-long-ago"),
        ({"activity": "", "title": "  "}, "activity-lacks-words"),
        ({"place": " "}, "activity-lacks-words"),
        ({"activity": "nothing-of-the-58"}, "not-in-the-list"),
        ({"section": "nothing"}, "not-in-the-list"),
        ({"targets": ()}, "activity-for-nobody"),
        ({"institutions": ()}, "activity-for-nobody"),
        ({"institutions": ("nobody",)}, "not-in-the-list"),
        ({"institutions": ("other",)}, "other-institution-in-words"),
        ({"target_told": "Ojek"}, "other-target-in-words"),
        ({"present": -1}, "too-many-present"),
        ({"title": "x" * 256}, "not-in-the-list"),
    ],
)
def test_what_cannot_be_is_refused(village, change, why):
    assert reason(lambda: record_activity(SYSTEM, village, facts(**change))) == why
    assert not Activity.objects.exists()


def test_an_own_title_and_other_institutions_in_words_will_do(village):
    own = facts(activity="", title="Panen kebun", institutions=("other",), institution_told="Bank sampah", day=today())
    assert record_activity(SYSTEM, village, own).title == "Panen kebun"


def test_a_correction_is_on_the_trail_and_nothing_changed_is_not(village):
    made = activity_of(village)
    correct_activity(SYSTEM, made, facts(place="Masjid"))
    correct_activity(SYSTEM, made, facts(place="Masjid"))
    assert acts() == ["activity-recorded", "activity-corrected"]
    assert AuditEntry.objects.get(action="activity-corrected").details["fields"] == ["place"]


def test_what_was_taken_back_is_not_written_of_any_more(village):
    made = activity_of(village)
    withdraw_activity(SYSTEM, made)
    withdraw_activity(SYSTEM, made)
    assert acts().count("activity-withdrawn") == 1
    assert not Activity.objects.standing().exists()
    assert reason(lambda: correct_activity(SYSTEM, made, facts(place="Lain"))) == "activity-withdrawn"


def test_posted_between_the_day_itself_and_today(village):
    made = activity_of(village, day=today() - timedelta(days=3))
    before, tomorrow = today() - timedelta(days=4), today() + timedelta(days=1)
    assert reason(lambda: mark_posted(SYSTEM, made, before)) == "posted-before-it-was"
    assert reason(lambda: mark_posted(SYSTEM, made, tomorrow)) == "activity-day-to-come"
    assert mark_posted(SYSTEM, made, made.day).posted_on == made.day
    assert mark_posted(SYSTEM, made, today()).posted_on == today()
    assert mark_posted(SYSTEM, made, None).posted_on is None


# -- from a meeting --------------------------------------------------------------------------------------------------


def test_a_meeting_fills_in_what_is_known_of_it_and_is_told_of_once(village):
    group = make_group(village)
    meeting = met(group, today(), with_members(group, 3)[:2])
    meeting = describe_meeting(SYSTEM, meeting, MeetingFacts(topic="1", facilitator="kader", guests=4))
    told = told_by(meeting)
    assert (told["activity"], told["section"], told["targets"]) == ("bkb", "pendidikan", ["keluarga-balita"])
    assert (told["present"], told["serves"], told["day"]) == (6, "001", today())
    made = record_activity(SYSTEM, village, facts(), ["001"], meeting=meeting)
    assert (made.group, made.meeting) == (group, meeting)
    again = reason(lambda: record_activity(SYSTEM, village, facts(), ["001"], meeting=meeting))
    assert again == "meeting-told-already"
    withdraw_activity(SYSTEM, made)
    assert record_activity(SYSTEM, village, facts(), ["001"], meeting=meeting).pk != made.pk


def test_a_group_of_another_village_is_refused(cast, village):
    group = make_group(cast.other_unit.region)
    assert reason(lambda: record_activity(SYSTEM, village, facts(), group=group)) == "activity-of-another-village"


# -- sent again ------------------------------------------------------------------------------------------------------


def test_a_sending_counts_once_however_often_it_arrives(village):
    first = take_in_activity(SYSTEM, village, Sent(PAGE, 1, {}), facts())
    again = take_in_activity(SYSTEM, village, Sent(PAGE, 1, {}), facts())
    assert (first, Activity.objects.count()) == (again, 1)
    assert use_up(SYSTEM, village, Sent(PAGE, 2, {})) is None
    assert take_in_activity(SYSTEM, village, Sent(PAGE, 2, {}), facts()) is None
    with pytest.raises(SendingsMissing):
        take_in_activity(SYSTEM, village, Sent(PAGE, 4, {}), facts())
    assert take_in_activity(SYSTEM, village, Sent("b" * 24, 1, {}), facts()) != first


# -- photos ----------------------------------------------------------------------------------------------------------


def test_five_photos_and_no_sixth(village):
    made = activity_of(village)
    for number in range(5):
        add_photo(SYSTEM, made, picture(number), f"Memasak {number}")
    assert add_photo(SYSTEM, made, picture(0), "Lagi").caption == "Memasak 0"  # the same again
    assert reason(lambda: add_photo(SYSTEM, made, picture(5), "Keenam")) == "photos-enough"
    take_off_photo(SYSTEM, made.photos.first())
    assert add_photo(SYSTEM, made, picture(5), "Keenam").pk
    assert made.photos.count() == 5


def test_a_photo_of_an_activity_has_a_caption_and_agrees_only_when_told(village):
    made = activity_of(village)
    assert reason(lambda: add_photo(SYSTEM, made, picture(), "  ")) == "photo-without-caption"
    assert reason(lambda: add_photo(SYSTEM, made, picture(), "x" * 256)) == "photo-without-caption"
    photo = add_photo(SYSTEM, made, picture(), "x" * 255)
    assert (photo.agreed, photo.moment) == (False, "during")
    assert describe_photo(SYSTEM, photo, "Memasak", agreed=True).agreed
    assert acts()[-2:] == ["activity-photo-added", "activity-photo-described"]


def test_before_and_after_are_one_photo_each_without_captions(village):
    made = activity_of(village, kind="sebelum-sesudah")
    assert moments_open(made) == ["before", "after"]
    add_photo(SYSTEM, made, picture(1), "", moment="before")
    assert reason(lambda: add_photo(SYSTEM, made, picture(2), "", moment="before")) == "photo-before-or-after"
    assert reason(lambda: add_photo(SYSTEM, made, picture(2), "", moment="during")) == "photo-before-or-after"
    add_photo(SYSTEM, made, picture(2), "", moment="after")
    assert moments_open(made) == []
    assert reason(lambda: add_photo(SYSTEM, made, picture(3), "", moment="after")) == "photo-before-or-after"
    assert reason(lambda: correct_activity(SYSTEM, made, facts())) == "photos-of-another-kind"


def test_only_pictures_are_taken_in_and_photos_are_kept_as_proofs_are(village):
    made = activity_of(village)
    with pytest.raises(NotAPicture):
        add_photo(SYSTEM, made, SimpleUploadedFile("surat.pdf", pdf()), "Surat")
    photo = add_photo(SYSTEM, made, picture(), "Memasak")
    assert photo.file.media_type == "image/jpeg"


def test_photos_are_for_those_who_see_groups_or_proofs(cast, village):
    add_photo(SYSTEM, activity_of(village), picture(), "Memasak", agreed=True)
    for role, count in (("lurah", 1), ("tpk", 1), ("juror", 1), ("opd", 0), ("viewer", 0)):
        assert ActivityPhoto.objects.visible_to(companion(cast, role)).count() == count
