"""Addresses of surveys. They carry codes of villages and families; never a name or a number."""

from django.urls import path

from guyub.apps.surveys.views import interviews, rounds

app_name = "surveys"
family = "pendataan/<str:code>/<str:family_code>/"
urlpatterns = [
    path("pendataan/<str:code>/", rounds.round_page, name="round"),
    path("pendataan/<str:code>/buka/", rounds.open_round, name="open_round"),
    path("pendataan/<str:code>/tutup/", rounds.close_round, name="close_round"),
    path("pendataan/<str:code>/daftar/", rounds.worklist, name="worklist"),
    path(f"{family}mulai/", rounds.start, name="start"),
    path(family, interviews.interview, name="interview"),
    path(f"{family}simpan/", interviews.save, name="save"),
    path(f"{family}topik/<str:screen>/", interviews.save_topic, name="save_topic"),
    path(f"{family}selesai/", interviews.finish, name="finish"),
    path(f"{family}hasil/", interviews.result, name="result"),
    path(f"{family}tidak-terdata/", interviews.no_answer, name="no_answer"),
    path(f"{family}buka-lagi/", interviews.reopen, name="reopen"),
]
