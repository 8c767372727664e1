"""Addresses of visit plans: codes of cycles and villages only."""

from django.urls import path

from guyub.apps.appraisal.views import visits

app_name = "visits"
urlpatterns = [
    path("siklus/<slug:code>/kunjungan/", visits.plan, name="plan"),
    path("siklus/<slug:code>/kunjungan/susun/", visits.make, name="make"),
    path("siklus/<slug:code>/kunjungan/pilih/", visits.choose, name="choose"),
    path("siklus/<slug:code>/kunjungan/batal/", visits.fall_out, name="fall_out"),
    path("siklus/<slug:code>/kunjungan/terbitkan/", visits.publish, name="publish"),
    path("siklus/<slug:code>/kunjungan/tim-<int:number>.ics", visits.team_file, name="team_file"),
    path("siklus/<slug:code>/kunjungan/desa/<str:village>/", visits.own, name="own"),
    path("siklus/<slug:code>/kunjungan/desa/<str:village>/berkas.<str:fmt>", visits.own_file, name="own_file"),
]
