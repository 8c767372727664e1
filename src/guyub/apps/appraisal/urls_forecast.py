"""Address of the verification forecast."""

from django.urls import path

from guyub.apps.appraisal.views import forecast

app_name = "forecast"
urlpatterns = [path("siklus/entri/<int:pk>/ramalan/", forecast.show, name="show")]
