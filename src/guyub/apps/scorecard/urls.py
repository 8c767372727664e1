"""Addresses of the scorecard: codes of villages and regions only."""

from django.urls import path

from guyub.apps.scorecard.views import region, village

app_name = "scorecard"
urlpatterns = [
    path("rapor/wilayah/<str:code>/", region.region, name="region"),
    path("rapor/<str:code>/", village.village, name="village"),
    path("rapor/<str:code>/unduh.<str:fmt>", village.download, name="download"),
]
