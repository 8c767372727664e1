"""Addresses of the evidence sense: codes of regions and numbers of findings."""

from django.urls import path

from guyub.apps.evidence.views import findings

app_name = "sense"
urlpatterns = [
    path("temuan-bukti/<str:code>/", findings.findings, name="findings"),
    path("temuan-bukti/<str:code>/<int:pk>/", findings.decide, name="decide"),
]
