"""Address of the audit trail."""

from django.urls import path

from guyub.apps.audit import views

app_name = "audit"
urlpatterns = [path("jejak/", views.entries, name="entries")]
