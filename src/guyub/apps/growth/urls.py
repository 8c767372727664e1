"""Addresses of posyandu and of children's growth: codes and numbers only."""

from django.urls import path

from guyub.apps.growth.views import child

app_name = "growth"
urlpatterns = [
    path("anak/<str:person_code>/", child.child, name="child"),
    path("anak/<str:person_code>/perbaiki/<int:pk>/", child.correct, name="correct"),
]
