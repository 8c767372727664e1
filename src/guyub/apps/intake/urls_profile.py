"""Addresses of the profile form and of the history of figures: under the village's, with names beside its pages."""

from django.urls import path

from guyub.apps.intake.views import history, profile

urlpatterns = [
    path("desa/<str:code>/fakta/", profile.overview, name="facts"),
    path("desa/<str:code>/fakta/isi/<slug:topic_id>/", profile.topic, name="facts_topic"),
    path("desa/<str:code>/fakta/periksa/", profile.review, name="facts_review"),
    path("desa/<str:code>/fakta/buang/", profile.discard, name="facts_discard"),
    path("desa/<str:code>/fakta/<slug:fact>/", history.fact, name="history"),
    path("desa/<str:code>/catatan/", history.recordings, name="recordings"),
    path("desa/<str:code>/catatan/<int:pk>/", history.recording, name="recording"),
]
