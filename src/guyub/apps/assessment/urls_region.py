"""Addresses of the pages about regions."""

from django.urls import path

from guyub.apps.assessment.views import region, region_plan

urlpatterns = [
    path("wilayah/<str:code>/", region.region, name="region"),
    path("wilayah/<str:code>/daftar.<str:fmt>", region.download, name="region_download"),
    path("wilayah/<str:code>/rencana/", region_plan.plan, name="region_plan"),
    path("wilayah/<str:code>/rencana.<str:fmt>", region_plan.download, name="region_plan_download"),
]
