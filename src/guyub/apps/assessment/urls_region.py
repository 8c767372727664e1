"""Addresses of the pages about regions."""

from django.urls import path

from guyub.apps.assessment.views import region

urlpatterns = [
    path("wilayah/<str:code>/", region.region, name="region"),
    path("wilayah/<str:code>/daftar.<str:fmt>", region.download, name="region_download"),
]
