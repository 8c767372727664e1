"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from guyub.apps.api import api
from guyub.apps.assessment import urls as assessment_urls
from guyub.apps.health import health
from guyub.apps.intake import urls_profile

handler400 = "guyub.apps.ui.views.bad_request"

# The profile form and the history of figures belong to a village: one namespace with its pages.
village_pages = [*assessment_urls.urlpatterns, *urls_profile.urlpatterns]

urlpatterns = [
    path("", include((village_pages, assessment_urls.app_name))),
    path("", include("guyub.apps.people.urls")),
    path("", include("guyub.apps.surveys.urls")),
    path("", include("guyub.apps.resilience.urls")),
    path("", include("guyub.apps.growth.urls")),
    path("", include("guyub.apps.mothers.urls")),
    path("", include("guyub.apps.elders.urls")),
    path("", include("guyub.apps.programmes.urls")),
    path("", include("guyub.apps.youth.urls")),
    path("", include("guyub.apps.nutrition.urls")),
    path("", include("guyub.apps.schooling.urls")),
    path("", include("guyub.apps.livelihoods.urls")),
    path("", include("guyub.apps.scorecard.urls")),
    path("", include("guyub.apps.lifecycle.urls")),
    path("", include("guyub.apps.quickwins.urls")),
    path("", include("guyub.apps.appraisal.urls_visits")),
    path("", include("guyub.apps.audit.urls")),
    path("", include("guyub.apps.coordination.urls_commitments")),
    path("", include("guyub.apps.appraisal.urls_forecast")),
    path("", include("guyub.apps.appraisal.urls")),
    path("", include("guyub.apps.appraisal.urls_panel")),
    path("", include("guyub.apps.publication.urls")),
    path("", include("guyub.apps.evidence.urls_sense")),
    path("", include("guyub.apps.coordination.urls_meetings")),
    path("", include("guyub.apps.evidence.urls")),
    path("berkas/", include("guyub.apps.intake.urls")),
    path("berkas-keluarga/", include("guyub.apps.intake.urls_people")),
    path("akun/", include("guyub.apps.accounts.urls")),
    path("akun/", include("allauth.urls")),
    # Without a token, so that pages for visitors hold nothing of one browser and may be cached.
    path("bahasa/setlang/", csrf_exempt(set_language), name="set_language"),
    path("kelola/", admin.site.urls),
    path("api/v1/", api.urls),
    path("healthz", health, name="health"),
]
