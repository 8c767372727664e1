"""Addresses of one's own account beside those of allauth."""

from django.urls import path

from guyub.apps.accounts import views

urlpatterns = [path("sessions/<int:pk>/akhiri/", views.end_session, name="account_end_session")]
