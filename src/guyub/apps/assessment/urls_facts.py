"""Addresses of the profile form and of the history of figures."""

from django.urls import path

from guyub.apps.assessment.views import facts, facts_history

urlpatterns = [
    path("desa/<str:code>/fakta/", facts.overview, name="facts"),
    path("desa/<str:code>/fakta/isi/<slug:topic_id>/", facts.topic, name="facts_topic"),
    path("desa/<str:code>/fakta/periksa/", facts.review, name="facts_review"),
    path("desa/<str:code>/fakta/buang/", facts.discard, name="facts_discard"),
    path("desa/<str:code>/fakta/<slug:fact>/", facts_history.fact, name="history"),
    path("desa/<str:code>/catatan/", facts_history.recordings, name="recordings"),
    path("desa/<str:code>/catatan/<int:pk>/", facts_history.recording, name="recording"),
]
