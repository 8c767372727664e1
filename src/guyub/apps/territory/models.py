"""Regions by Kemendagri code, their boundaries, and the Kampung KB units that live in them."""

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of, within
from guyub.apps.territory.codes import Level


class RegionQuerySet(models.QuerySet["Region"]):
    def under(self, code: str) -> "RegionQuerySet":
        """The region itself and everything below it."""
        return self.filter(within([code], "code"))


class Region(models.Model):
    """A province, kabupaten/kota, kecamatan or kelurahan/desa. Names and codes are public."""

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=8, choices=Level.choices, db_index=True)
    kind = models.CharField(max_length=16, help_text="Kata resmi: provinsi, kabupaten, kota, kecamatan, kelurahan, …")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    synthetic = models.BooleanField(default=False, help_text="Wilayah contoh: nama dan kode rekaan.")
    bps_code = models.CharField(max_length=10, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def ancestors(self) -> list["Region"]:
        """Parents, nearest first. Without queries when loaded with `with_ancestors`."""
        found, above = [], self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found

    @property
    def path(self) -> str:
        """All names from here upwards: Mampang, Pancoran Mas, Kota Depok, Jawa Barat."""
        return ", ".join([self.name, *(region.name for region in self.ancestors)])


class Boundary(models.Model):
    """The outline of one region as GeoJSON geometry (WGS84), for drawing only."""

    region = models.OneToOneField(Region, on_delete=models.CASCADE, primary_key=True, related_name="boundary")
    geometry = models.TextField(help_text="GeoJSON geometry: Polygon or MultiPolygon")
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    source = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=120, blank=True)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "boundaries"

    def __str__(self) -> str:
        return self.region_id


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: User | AnonymousUser | None) -> "UnitQuerySet":
        """Units whose details the person may read."""
        return self.filter(scope_of(user).seen("region__code"))

    def editable_by(self, user: User | AnonymousUser | None) -> "UnitQuerySet":
        """Units whose facts the person may change."""
        return self.filter(scope_of(user).edited("region__code"))

    def active(self) -> "UnitQuerySet":
        return self.filter(active=True)

    def under(self, code: str) -> "UnitQuerySet":
        """Units in a region or anywhere below it."""
        return self.filter(within([code], "region__code"))

    def with_region(self) -> "UnitQuerySet":
        """Units with region and all its parents in the same query."""
        return self.select_related("region__parent__parent__parent")


class Unit(models.Model):
    """One Kampung Keluarga Berkualitas. A kelurahan or desa has at most one active unit."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)
    launched_on = models.DateField(null=True, blank=True)
    active = models.BooleanField(default=True)
    history = HistoricalRecords()

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["region_id"]
        constraints = [
            models.UniqueConstraint(fields=["region"], condition=Q(active=True), name="one_active_unit_per_village")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """Kemendagri code of its kelurahan or desa."""
        return self.region_id

    def level_on(self, day: date | None) -> "UnitLevel | None":
        """What the unit covered on a day (None: latest). One query unless `levels` is prefetched."""
        fitting = [level for level in self.levels.all() if day is None or level.since <= day]
        return max(fitting, key=lambda level: level.since, default=None)


class UnitLevel(models.Model):
    """What a unit covers from a day on: one RW, one dusun, or the whole kelurahan/desa.

    Figures of one level say nothing about another: 299 couples of one RW are not the couples of the kelurahan.
    """

    class Covers(models.TextChoices):
        RW = "rw", "RW"
        DUSUN = "dusun", "Dusun"
        VILLAGE = "village", "Kelurahan/desa"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="levels")
    since = models.DateField()
    covers = models.CharField(max_length=8, choices=Covers.choices)
    part = models.CharField(max_length=40, blank=True, help_text="Nomor RW atau nama dusun")
    note = models.CharField(max_length=300, blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["unit_id", "since"]
        constraints = [models.UniqueConstraint(fields=["unit", "since"], name="one_level_change_a_day")]

    def __str__(self) -> str:
        return f"{self.get_covers_display()} {self.part}".strip()
