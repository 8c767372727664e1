"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from guyub.apps.api import api
from guyub.apps.health import health

handler400 = "guyub.apps.ui.views.bad_request"

urlpatterns = [
    path("", include("guyub.apps.assessment.urls")),
    path("berkas/", include("guyub.apps.intake.urls")),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("kelola/", admin.site.urls),
    path("api/v1/", api.urls),
    path("healthz", health, name="health"),
]
