"""Made-up activities of the villages with families: most of them posted, some waiting, two areas without any."""

import io
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.services import following_deferred
from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.demonstration.people import SURVEYED
from guyub.apps.programmes.activity_models import Activity
from guyub.apps.programmes.services.activities import ActivityFacts, mark_posted, record_activity
from guyub.apps.programmes.services.activity_photos import add_photo
from guyub.apps.territory.models import Region
from guyub.data.group_files import load_activities
from guyub.domain.programmes.deadlines import months_on

STORY = "Kegiatan rekaan untuk peragaan: {name}, dihadiri {n} orang dan dibantu kader."
PAIR = "sebelum-sesudah"
SIZE = (640, 480)


@dataclass(frozen=True)
class Made:
    """One activity: so many months ago; posted so many days later, or not (None)."""

    activity: str
    section: str
    targets: tuple[str, ...]
    institutions: tuple[str, ...]
    months: int
    posted: int | None = 3
    present: int = 25
    title: str = ""
    kind: str = "kegiatan"


ACTIVITIES = (
    Made("bkb", "pendidikan", ("keluarga-balita",), ("kb_agency",), 13),
    Made("posyandu-aktif", "perlindungan", ("balita",), ("health_centre",), 11, present=40),
    Made("dashat", "perlindungan", ("keluarga-balita",), ("health", "food"), 9, present=30),
    Made("adminduk", "sosial-budaya", ("semua",), ("civil_registry", "village"), 8, present=55),
    Made("bkl", "cinta-kasih", ("keluarga-lansia", "lansia"), ("kb_agency", "bkkbn"), 7),
    Made("konseling-agama", "agama", ("semua",), ("religion",), 5, present=35),
    Made("uppka", "ekonomi", ("pus",), ("cooperatives",), 4, present=12),
    Made("edukasi", "reproduksi", ("remaja",), ("health_centre", "schools"), 3, present=28),
    Made("bkb", "pendidikan", ("keluarga-balita",), ("kb_agency",), 2),
    Made("jumantik", "lingkungan", ("semua",), ("environment", "citizens"), 2, posted=None, present=48),
    Made("", "lingkungan", ("semua",), ("citizens",), 1, title="Saluran air dibersihkan bersama", kind=PAIR),
    Made("dashat", "perlindungan", ("keluarga-balita",), ("company", "food"), 0, posted=None, present=22),
)


def load_made_activities(city: SyntheticFile) -> None:
    """Activities of the villages that have none yet; photos in the village that people try things in."""
    with following_deferred():
        for register in city.registers:
            if not Activity.objects.filter(village_id=register.village).exists():
                village = Region.objects.get(code=register.village)
                for made in ACTIVITIES:
                    _load(village, made)
    _add_photos()


def _load(village: Region, made: Made) -> None:
    today = timezone.localdate()
    day = months_on(today, -made.months) + timedelta(days=9) if made.months else today - timedelta(days=1)
    names = {one.code: one.name.id for area in load_activities().areas for one in area.activities}
    name = made.title or names[made.activity]
    facts = ActivityFacts(
        day,
        f"Balai warga {village.name} (rekaan)",
        STORY.format(name=name, n=made.present),
        made.section,
        kind=made.kind,
        activity=made.activity,
        title=made.title,
        targets=made.targets,
        institutions=made.institutions,
        present=made.present,
    )
    activity = record_activity(SYSTEM, village, facts)
    if made.posted is not None:
        mark_posted(SYSTEM, activity, min(day + timedelta(days=made.posted), today))


def _add_photos() -> None:
    """Drawn pictures: a pair before and after, and one of an activity to which nobody has agreed yet."""
    there = Activity.objects.filter(village=SURVEYED, photos=None)
    pair = there.filter(kind=PAIR).first()
    if pair is not None:
        add_photo(SYSTEM, pair, _drawn("Sebelum (rekaan)", "#a8a29e"), "", moment="before", agreed=True)
        add_photo(SYSTEM, pair, _drawn("Sesudah (rekaan)", "#86efac"), "", moment="after", agreed=True)
    newest = there.filter(activity="dashat", posted_on=None).first()
    if newest is not None:
        add_photo(SYSTEM, newest, _drawn("Dapur (rekaan)", "#fde68a"), "Memasak bersama di balai warga", agreed=True)
        add_photo(SYSTEM, newest, _drawn("Makan (rekaan)", "#bfdbfe"), "Anak-anak makan bersama")


def _drawn(words: str, colour: str) -> SimpleUploadedFile:
    picture = Image.new("RGB", SIZE, colour)
    ImageDraw.Draw(picture).text((SIZE[0] // 3, SIZE[1] // 2), words, fill="#1f2a37")
    content = io.BytesIO()
    picture.save(content, "JPEG")
    return SimpleUploadedFile("rekaan.jpg", content.getvalue(), "image/jpeg")
