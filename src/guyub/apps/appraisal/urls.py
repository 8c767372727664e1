"""Addresses of assessment cycles, their seats and stages: cycles and entries only, no names."""

from django.urls import path

from guyub.apps.appraisal.views import carrying, claiming, cycles, nominating, seats, stages, verifying

app_name = "cycles"
urlpatterns = [
    path("siklus/", cycles.cycles, name="all"),
    path("siklus/buka/<str:region>/", cycles.open_, name="open"),
    path("siklus/entri/<int:pk>/mandiri/", claiming.claim, name="claim"),
    path("siklus/entri/<int:pk>/mandiri/kirim/", claiming.submit, name="submit"),
    path("siklus/entri/<int:pk>/lengkapi/", claiming.complete, name="complete"),
    path("siklus/entri/<int:pk>/mundur/", claiming.withdraw, name="withdraw"),
    path("siklus/entri/<int:pk>/verifikasi/", verifying.verify, name="verify"),
    path("siklus/entri/<int:pk>/verifikasi/minta/", verifying.ask, name="ask"),
    path("siklus/entri/<int:pk>/verifikasi/selesai/", verifying.finish, name="finish"),
    path("siklus/<slug:code>/", cycles.entries, name="entries"),
    path("siklus/<slug:code>/daftar/", cycles.enter, name="enter"),
    path("siklus/<slug:code>/ke-atas/", carrying.carry, name="carry"),
    path("siklus/<slug:code>/ke-atas/pilih/", carrying.choose, name="choose_above"),
    path("siklus/<slug:code>/kursi/", seats.seats, name="seats"),
    path("siklus/<slug:code>/kursi/<int:pk>/", seats.change, name="seat"),
    path("siklus/<slug:code>/tahap/", stages.stages, name="stages"),
    path("siklus/<slug:code>/pengusulan/<str:city>/", nominating.nominate, name="nominate"),
    path("siklus/<slug:code>/pengusulan/<str:city>/berita-acara.pdf", nominating.minutes, name="nomination_minutes"),
]
