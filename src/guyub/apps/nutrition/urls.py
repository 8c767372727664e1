"""Addresses of supplementary food: codes and numbers only."""

from django.urls import path

from guyub.apps.nutrition.views import lists, rounds

app_name = "nutrition"
urlpatterns = [
    path("gizi-tambahan/putaran/<int:pk>/", rounds.round_page, name="round"),
    path("gizi-tambahan/putaran/<int:pk>/porsi/", rounds.serve, name="serve"),
    path("gizi-tambahan/putaran/<int:pk>/akhiri/", rounds.end, name="end"),
    path("gizi-tambahan/mulai/<str:person_code>/", rounds.begin, name="begin"),
    path("gizi-tambahan/<str:code>/", lists.running, name="rounds"),
    path("gizi-tambahan/<str:code>/calon/", lists.candidates, name="candidates"),
    path("gizi-tambahan/<str:code>/selesai/", lists.ended, name="ended"),
]
