"""Import of files."""

from django.urls import path

from guyub.apps.intake.views import files

app_name = "intake"
urlpatterns = [
    path("", files.upload, name="upload"),
    path("contoh.csv", files.example, name="example"),
    path("<uuid:pk>/", files.check, name="check"),
    path("<uuid:pk>/putuskan/", files.decide, name="decide"),
    path("<uuid:pk>/masalah.csv", files.problems, name="problems"),
]
