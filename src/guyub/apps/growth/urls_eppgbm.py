"""Addresses of the round trip with e-PPGBM, below those of a village's posyandu."""

from django.urls import path

from guyub.apps.growth.views import eppgbm

urlpatterns = [
    path("posyandu/<str:code>/eppgbm/", eppgbm.upload, name="eppgbm"),
    path("posyandu/<str:code>/eppgbm/ekspor/", eppgbm.export, name="eppgbm_export"),
    path("posyandu/<str:code>/eppgbm/<uuid:pk>/", eppgbm.file, name="eppgbm_file"),
    path("posyandu/<str:code>/eppgbm/<uuid:pk>/urutan/", eppgbm.order, name="eppgbm_order"),
    path("posyandu/<str:code>/eppgbm/<uuid:pk>/catat/", eppgbm.take, name="eppgbm_take"),
    path("posyandu/<str:code>/eppgbm/<uuid:pk>/hapus/", eppgbm.drop, name="eppgbm_drop"),
    path("posyandu/<str:code>/eppgbm/<uuid:pk>/masalah.csv", eppgbm.problems, name="eppgbm_problems"),
    path("posyandu/<str:code>/eppgbm/<uuid:pk>/banding/", eppgbm.compare, name="eppgbm_compare"),
]
