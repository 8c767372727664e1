"""Groups of a village, who runs them, who belongs to them, their cards, meetings and home visits.

Only `programmes.services` writes. Members and those who run a group come from the registry; an adviser from outside is
an office, never a name. ``village`` is where the group is; who may read a member's name is asked of where they live.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import either, scope_of
from guyub.apps.growth.models import Referred
from guyub.apps.people.models import Family, Person
from guyub.apps.people.serving import Serving, ServingQuerySet
from guyub.apps.programmes.activity_models import Activity as Activity
from guyub.apps.programmes.activity_models import ActivityPhoto as ActivityPhoto
from guyub.apps.programmes.activity_models import ActivitySending as ActivitySending
from guyub.apps.territory.models import Region

CODE = 24  # letters of a code of the rule file, at the most


class Group(Serving):
    """One group. ``kind``: code of the rule file, and so are issuer, funds and what it is joined with."""

    village = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="groups")
    kind = models.CharField(max_length=CODE)
    name = models.CharField(max_length=60)
    number = models.CharField(max_length=30, blank=True, help_text="Nomor register kelompok")
    formed_on = models.DateField(null=True, help_text="Hari dibentuk; kosong: tidak diketahui")
    decree_number = models.CharField(max_length=60, blank=True, help_text="Nomor SK")
    decree_on = models.DateField(null=True)
    decree_issuer = models.CharField(max_length=CODE, blank=True)
    funds = models.JSONField(default=list)
    integrated = models.JSONField(default=list)
    closed_on = models.DateField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    objects = ServingQuerySet.as_manager()

    class Meta:
        ordering = ["village_id", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["village", "kind", "name"], name="groups_of_a_kind_have_names")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind}"


class OfGroupQuerySet(models.QuerySet):
    """Rows of a group, filtered by where the group works."""

    def permitted(self, user: User | AnonymousUser | None, right: Right) -> "OfGroupQuerySet":
        """Rows of groups that serve a place in which, or in a part of which, the person holds a right."""
        return self.filter(group__in=Group.objects.permitted(user, right))


class GroupOfficer(models.Model):
    """Who runs a group: someone of the registry, or an office (adviser). ``trained_on`` empty: not trained yet."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="officers")
    post = models.CharField(max_length=CODE)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="group_posts")
    office = models.CharField(max_length=CODE, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    trained_on = models.DateField(null=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "post", "person"], condition=Q(until__isnull=True), name="one_post_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, office="") | Q(person__isnull=True) & ~Q(office=""),
                name="an_officer_is_a_person_or_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.post}"


class MemberQuerySet(OfGroupQuerySet):
    """Members, filtered by where they live."""

    def named_to(self, user: User | AnonymousUser | None, right: Right) -> "MemberQuerySet":
        """Members in whose own place the person holds a right: those whose names they read."""
        scope = scope_of(user)
        return self.filter(either(scope.residents(right, "family__"), scope.residents(right, "person__")))

    def current(self) -> "MemberQuerySet":
        """Members who belong to their group now: not ended, and still in the registry of a village."""
        there = Q(person__state=Person.State.LIVING) | Q(family__isnull=False, family__until=None)
        return self.filter(there, until=None)


class GroupMember(models.Model):
    """A family or a person belongs to a group from when to when."""

    class Ended(models.TextChoices):
        STOPPED = "stopped", "Tidak ikut lagi"
        GROWN = "grown", "Bukan sasaran lagi"
        MOVED = "moved", "Pindah atau meninggal"
        MISTAKE = "mistake", "Salah catat"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, null=True, related_name="groups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="groups")
    since = models.DateField()
    until = models.DateField(null=True)
    ended = models.CharField(max_length=8, choices=Ended.choices, blank=True)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "pk"]
        indexes = [models.Index(fields=["group", "until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(family__isnull=False, person__isnull=True) | Q(family__isnull=True, person__isnull=False),
                name="a_member_is_a_family_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["group", "family"], condition=Q(until__isnull=True), name="a_family_is_a_member_once"
            ),
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(until__isnull=True), name="a_person_is_a_member_once"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def place(self) -> str:
        """Code of where they live, as scopes compare it."""
        return (self.family or self.person).place

    @property
    def code(self) -> str:
        """Their code in the registry."""
        return (self.family or self.person).code


class GroupCard(models.Model):
    """The yearly card (K/0) as someone confirmed it: counts of that day. Of several in a year the last one counts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="cards")
    year = models.PositiveSmallIntegerField()
    day = models.DateField()
    counts = models.JSONField(default=dict)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "year", "pk"]
        indexes = [models.Index(fields=["group", "year"])]

    def __str__(self) -> str:
        return f"#{self.group_id} {self.year}"


class GroupRegister(models.Model):
    """The register of a month (R/I) as someone confirmed it. Of several of a month the last one counts."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="registers")
    month = models.DateField(help_text="Hari pertama bulannya")
    counts = models.JSONField(default=dict)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField()

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "month", "pk"]
        indexes = [models.Index(fields=["group", "month"])]

    def __str__(self) -> str:
        return f"#{self.group_id} {self.month:%Y-%m}"


class Meeting(models.Model):
    """One meeting of a group. ``facilitator``: an office. ``guests``: who came and is no member, as a count."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    day = models.DateField()
    topic = models.CharField(max_length=CODE, blank=True)
    topic_told = models.CharField(max_length=80, blank=True, help_text="Materi lain, dengan kata-kata")
    facilitator = models.CharField(max_length=CODE, blank=True)
    way = models.CharField(max_length=CODE)
    guests = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["group", "day"], name="one_meeting_a_day_of_a_group")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class Attendance(models.Model):
    """Whether a member came to a meeting. Without a row: not ticked, which is not the same as absent until it ends."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(GroupMember, on_delete=models.CASCADE, related_name="attendances")
    present = models.BooleanField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="a_member_is_ticked_once_a_meeting")]

    def __str__(self) -> str:
        return f"#{self.meeting_id} {self.member_id} {int(self.present)}"


class MeetingSending(models.Model):
    """One numbered sending of a page of a meeting: the proof against doubling when it is sent again."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sendings")
    device = models.CharField(max_length=36, help_text="Halaman yang mengirim")
    sequence = models.PositiveIntegerField(help_text="Urutan pada halaman itu")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    arrived_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting_id", "device", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "device", "sequence"], name="a_sending_of_a_meeting_counts_once")
        ]

    def __str__(self) -> str:
        return f"#{self.meeting_id} {self.sequence}"


class GroupVisit(models.Model):
    """A home visit to a member, why, and what came of it; codes of the rule file."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="visits")
    member = models.ForeignKey(GroupMember, on_delete=models.PROTECT, related_name="visits")
    day = models.DateField()
    reason = models.CharField(max_length=CODE)
    outcome = models.CharField(max_length=CODE)
    visited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = OfGroupQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["group", "day"])]

    def __str__(self) -> str:
        return f"#{self.pk} {self.day:%Y-%m-%d}"


class ReferralQuerySet(models.QuerySet):
    """Referrals from home visits, filtered by the member who was sent."""

    def named_to(self, user: User | AnonymousUser | None, right: Right) -> "ReferralQuerySet":
        """Those of members in whose own place the person holds a right."""
        scope = scope_of(user)
        where = (scope.residents(right, f"visit__member__{who}__") for who in ("family", "person"))
        return self.filter(either(*where))


class VisitReferral(Referred):
    """A member sent on at a home visit, ``to`` an office, and what came of it; codes of the rule file."""

    visit = models.OneToOneField(GroupVisit, on_delete=models.CASCADE, related_name="referral")
    to = models.CharField(max_length=CODE)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["village", "answered_on", "due_on"])]

    def __str__(self) -> str:
        return f"#{self.pk}"
