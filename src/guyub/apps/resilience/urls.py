"""Addresses of what follows from the families: codes of villages and families only."""

from django.urls import path

from guyub.apps.resilience.views import krs, region, village, visits

app_name = "resilience"
urlpatterns = [
    path("ketahanan/wilayah/<str:code>/", region.region, name="region"),
    path("ketahanan/<str:code>/", village.village, name="village"),
    path("ketahanan/<str:code>/indikator/<str:name>/", village.indicator, name="indicator"),
    path("ketahanan/<str:code>/rekap-krs.<str:fmt>", village.recap_file, name="recap"),
    path("ketahanan/<str:code>/krs/", krs.families, name="krs"),
    path("ketahanan/<str:code>/krs/unduh/", krs.export, name="export"),
    path("ketahanan/<str:code>/kunjungan/", visits.work, name="work"),
    path("ketahanan/<str:code>/kunjungan/<str:family_code>/", visits.family, name="visits"),
    path("ketahanan/<str:code>/kunjungan/<str:family_code>/teratasi/<int:pk>/", visits.resolve, name="resolve"),
    path("ketahanan/<str:code>/kunjungan/<str:family_code>/<str:form>/", visits.visit, name="visit"),
]
