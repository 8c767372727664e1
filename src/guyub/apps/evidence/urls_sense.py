"""Addresses of the evidence sense and of what the jury will see: codes of regions and numbers of findings."""

from django.urls import path

from guyub.apps.evidence.views import findings, jury

app_name = "sense"
urlpatterns = [
    path("temuan-bukti/<str:code>/", findings.findings, name="findings"),
    path("temuan-bukti/<str:code>/<int:pk>/", findings.decide, name="decide"),
    path("desa/<str:code>/juri/", jury.jury, name="jury"),
    path("desa/<str:code>/portofolio.pdf", jury.document, name="portfolio"),
]
