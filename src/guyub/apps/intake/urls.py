"""Pages to hand in files."""

from django.urls import URLPattern

app_name = "intake"
urlpatterns: list[URLPattern] = []
