"""Pages about villages and regions."""

from django.urls import URLPattern, URLResolver, path

from guyub.apps.assessment import urls_region
from guyub.apps.assessment.views import home, village, village_derived, village_downloads, village_plan, village_whatif

app_name = "assessment"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    *urls_region.urlpatterns,
    path("desa/<str:code>/", village.village, name="village"),
    path("desa/<str:code>/andai/", village_whatif.what_if, name="what_if"),
    path("desa/<str:code>/rencana/", village_plan.road, name="plan"),
    path("desa/<str:code>/kejadian/", village_derived.derived, name="derived"),
    path("desa/<str:code>/kejadian/catat/", village_derived.record, name="record_derived"),
    path("desa/<str:code>/potret/", village.snapshot, name="snapshot"),
    path("desa/<str:code>/unduh.<str:fmt>", village_downloads.download, name="download"),
]
