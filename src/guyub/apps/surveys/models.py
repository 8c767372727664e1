"""Survey rounds of a village and the interviews in them. Only `surveys.services` writes."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guyub.apps.people.models import Family, Resident, ResidentQuerySet
from guyub.apps.territory.models import Region

AT_HOME = "interview"
"""Source of answers that someone gave to an interviewer; a file or the demonstration names itself."""


class Round(models.Model):
    """One yearly survey of a village with one edition of the questionnaire."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=20, help_text="Kuesioner, mis. pk-2021")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["village_id", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["village", "year"], name="one_round_a_year"),
            models.UniqueConstraint(
                fields=["village"], condition=Q(closed_on__isnull=True), name="one_open_round_a_village"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.year}"


class Interview(Resident):
    """What one family answered in one round. `village`, `rw`, `rt`: where the family lived when it was begun.

    ``answers``: {"family": {"P.01": 1}, "couple": {"KB.03": 2}, "members": {person code: {"K.09": 1}}} by printed
    code. ``kept``: reasons for what does not fit, by the problem's id. ``sequence``: how many saves it holds.
    """

    class State(models.TextChoices):
        """DONE alone is an interview that was held. PARTIAL: a file gave some answers; they count, a visit is due."""

        OPEN = "open", "Sedang diisi"
        PARTIAL = "partial", "Sebagian, dari berkas"
        DONE = "done", "Selesai"
        NO_ANSWER = "no-answer", "Tidak terdata"

    class Reason(models.TextChoices):
        """Why a family could not be interviewed."""

        ABSENT = "absent", "Tidak ada orang setelah beberapa kali didatangi"
        REFUSED = "refused", "Menolak"
        AWAY = "away", "Sedang bepergian lama"
        NO_RESPONDENT = "no-respondent", "Tidak ada yang dapat menjawab"
        EMPTY_HOUSE = "empty-house", "Rumah kosong"
        OTHER = "other", "Lainnya"

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="interviews")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="interviews")
    edition = models.CharField(max_length=20)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=13, choices=Reason.choices, blank=True)
    answers = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    day = models.DateField(help_text="Hari wawancara: umur dihitung pada hari ini")
    source = models.CharField(max_length=40, default=AT_HOME)
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)

    objects = ResidentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "family"], name="one_interview_a_round")]
        indexes = [
            models.Index(fields=["round", "state", "rw", "rt"]),
            models.Index(fields=["family", "state", "day"]),
            models.Index(fields=["village", "rw", "rt"]),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.state}"


class AnswerSave(models.Model):
    """One save of answers: who changed which questions, and the proof against doubling when it is sent again.

    The answers themselves stand in the interview only.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="saves")
    sequence = models.PositiveIntegerField(help_text="Urutan pada wawancara ini")
    device = models.CharField(max_length=36, blank=True, help_text="Halaman yang mengirim")
    device_sequence = models.PositiveIntegerField(null=True, help_text="Urutan pada halaman itu")
    questions = models.JSONField(help_text="Kode pertanyaan yang diubah, dengan kode anggota")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["interview_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "sequence"], name="saves_are_numbered"),
            models.UniqueConstraint(
                fields=["interview", "device", "device_sequence"],
                condition=Q(device_sequence__isnull=False),
                name="a_save_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.interview_id} {self.sequence}"
